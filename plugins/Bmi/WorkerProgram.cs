using System.ComponentModel;
using System.Diagnostics;
using System.Reflection;
using System.Text;
using Tributary.Contracts;

namespace Tributary.Plugins.Bmi;

/// <summary>
/// The programs that hold models: one in C for libraries, a script for Python. Both lie inside this assembly, which a host may load from elsewhere; the former
/// is written to a temporary folder while this process lives.
/// </summary>
internal static class WorkerProgram
{
    private const int TextFileBusy = 26;
    private const int MostTries = 50;

    private static readonly Lazy<string> Library = new(WriteLibraryWorker);
    private static readonly Lazy<string> Script = new(() =>
    {
        using var reader = new StreamReader(Resource("worker.py")!, Encoding.UTF8);
        return reader.ReadToEnd();
    });

    /// <summary>Whether the plugin was built with the worker for libraries.</summary>
    public static bool HasLibraryWorker => Assembly.GetExecutingAssembly().GetManifestResourceInfo("worker") is not null;

    /// <summary>Starts the worker for a model.</summary>
    /// <param name="settings">The model.</param>
    /// <param name="folder">Folder that it runs in.</param>
    /// <exception cref="InputException">Python cannot be started.</exception>
    /// <exception cref="WorkException">The worker was not built, or cannot be started.</exception>
    public static System.Diagnostics.Process Start(BmiSettings settings, string folder)
    {
        bool isPython = settings.Language == Language.Python;
        string program = isPython ? settings.Python : Library.Value;
        var start = new ProcessStartInfo(program) { WorkingDirectory = folder, RedirectStandardInput = true, RedirectStandardOutput = true, RedirectStandardError = true };
        foreach (string argument in isPython ? (string[])["-B", "-c", Script.Value] : [])
        {
            start.ArgumentList.Add(argument);
        }

        // What a Fortran model printed last must not be lost in a buffer when it crashes.
        start.Environment["GFORTRAN_UNBUFFERED_PRECONNECTED"] = "y";
        start.Environment["PYTHONUNBUFFERED"] = "1";
        for (int tries = 1; ; tries++)
        {
            try
            {
                return System.Diagnostics.Process.Start(start)!;
            }
            catch (Win32Exception error) when (error.NativeErrorCode == TextFileBusy && tries < MostTries)
            {
                // Another thread started a program while the worker was written, and that one has not yet let go of the file.
                Thread.Sleep(1);
            }
            catch (Win32Exception error)
            {
                throw isPython
                    ? new InputException($"Python cannot be started: {error.Message}", program, "Install python3, or name an interpreter under 'python' in the settings.", error)
                    : new WorkException($"the worker for BMI libraries cannot be started: {error.Message}", program, "Name a folder in which programs may run in TMPDIR.", error);
            }
        }
    }

    private static Stream? Resource(string name) => Assembly.GetExecutingAssembly().GetManifestResourceStream(name);

    private static string WriteLibraryWorker()
    {
        using Stream program = Resource("worker")
            ?? throw new WorkException("the worker for BMI libraries was not built with the plugin", remedy: "Install a C compiler (Debian: gcc libc6-dev) and build the plugin again.");
        string folder = Directory.CreateTempSubdirectory("tributary-bmi-").FullName;
        AppDomain.CurrentDomain.ProcessExit += (_, _) => Directory.Delete(folder, recursive: true);
        string path = Path.Combine(folder, "worker");
        using (FileStream file = new(path, FileMode.CreateNew, FileAccess.Write))
        {
            program.CopyTo(file);
        }

        if (!OperatingSystem.IsWindows())
        {
            File.SetUnixFileMode(path, UnixFileMode.UserRead | UnixFileMode.UserExecute);
        }

        return path;
    }
}
