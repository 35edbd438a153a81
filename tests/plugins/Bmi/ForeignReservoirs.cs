using System.Diagnostics;

namespace Tributary.Tests.Bmi;

/// <summary>The project's own BMI models in Fortran and Python, the former compiled once for the tests of a class.</summary>
public sealed class ForeignReservoirs : IDisposable
{
    private const string PythonOfNumpy = "/usr/bin/python3";

    private readonly TemporaryFolder _folder = new();
    private readonly Lazy<string?> _library;

    public ForeignReservoirs() => _library = new(Compile);

    /// <summary>The settings of a model in a language: <c>fortran</c>, <c>python</c> (without numpy where the machine's has none), <c>numpy</c>.</summary>
    public string Model(string language)
    {
        switch (language)
        {
            case "fortran":
                // CI has it; elsewhere only who works on this needs it.
                Assert.SkipUnless(_library.Value is not null || Environment.GetEnvironmentVariable("CI") == "true", "There is no gfortran (Debian: gfortran).");
                return $""" "language": "fortran", "library": "{_library.Value}" """;
            case "numpy":
                Assert.SkipUnless(Status(PythonOfNumpy, "-c", "import numpy") == 0, $"{PythonOfNumpy} has no numpy (Debian: python3-numpy).");
                return $""" "python": "{PythonOfNumpy}", {Python} """;
            default:
                return Python;
        }
    }

    /// <summary>Writes a configuration file, as both read it, and returns its path.</summary>
    public string Configure(string name, double k, double storage, string more = "") =>
        _folder.Write(name, FormattableString.Invariant($"k={k:R}\nstorage={storage:R}\n{more}"));

    /// <summary>Writes the same in Fortran's way.</summary>
    public string ConfigureFortran(string name, double k, double storage, string more = "") =>
        _folder.Write(name, FormattableString.Invariant($"k {k:R}\nstorage {storage:R}\n{more}"));

    public string At(string name) => _folder.At(name);

    public string Write(string name, string text) => _folder.Write(name, text);

    public void Dispose() => _folder.Dispose();

    private static string Python => $""" "language": "python", "class": "reservoir_bmi:Reservoir", "search_path": "{Repository.At("tests", "fixtures", "BmiPython")}" """;

    private string? Compile() => Status("gfortran", "-shared", "-fPIC", "-O1", "-J", _folder.Path, "-o", _folder.At("libreservoir.so"), Repository.At("tests", "fixtures", "BmiFortran", "reservoir.f90")) == 0
        ? _folder.At("libreservoir.so")
        : null;

    private static int Status(string program, params string[] arguments)
    {
        try
        {
            using Process run = Process.Start(program, arguments);
            run.WaitForExit();
            return run.ExitCode;
        }
        catch (System.ComponentModel.Win32Exception)
        {
            return -1;
        }
    }
}
