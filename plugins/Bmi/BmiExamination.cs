using System.ComponentModel;
using System.Diagnostics;
using Tributary.Contracts;

namespace Tributary.Plugins.Bmi;

/// <summary>What the machine offers to models with the Basic Model Interface.</summary>
internal static class BmiExamination
{
    private const string Question = "import sys\ntry:\n import numpy\n arrays = f'numpy {numpy.__version__}'\nexcept ImportError:\n arrays = 'no numpy, lists instead'\nprint(f'{sys.version.split()[0]}, {arrays} ({sys.executable})')";

    private static readonly TimeSpan Longest = TimeSpan.FromSeconds(5);

    public static IReadOnlyList<Diagnosis> Examine() =>
    [
        WorkerProgram.HasLibraryWorker
            ? new Diagnosis("libraries", "models in C and Fortran can be run")
            : new Diagnosis("libraries", "the plugin was built without a C compiler; models in C and Fortran cannot be run", DiagnosisLevel.Missing, "apt-get install gcc libc6-dev, and build the plugin again"),
        Python(),
    ];

    private static Diagnosis Python()
    {
        var start = new ProcessStartInfo(new BmiSettings().Python, ["-c", Question]) { RedirectStandardOutput = true, RedirectStandardError = true };
        try
        {
            using System.Diagnostics.Process python = System.Diagnostics.Process.Start(start)!;
            Task<string> found = python.StandardOutput.ReadToEndAsync();
            if (!python.WaitForExit(Longest))
            {
                python.Kill(entireProcessTree: true);
                return new Diagnosis("Python", $"{start.FileName} does not answer", DiagnosisLevel.Fails);
            }

            return python.ExitCode == 0
                ? new Diagnosis("Python", found.Result.Trim())
                : new Diagnosis("Python", $"{start.FileName} does not run: {ProcessEnd.Cause(python.ExitCode)}", DiagnosisLevel.Fails);
        }
        catch (Win32Exception)
        {
            return new Diagnosis("Python", "it is not here, or is not called python3; models in Python need it", DiagnosisLevel.Missing, "apt-get install python3, or name an interpreter under 'python' in the plugin's settings");
        }
    }
}
