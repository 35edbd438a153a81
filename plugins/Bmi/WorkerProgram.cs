using System.ComponentModel;
using System.Diagnostics;
using System.Reflection;
using System.Text;
using Tributary.Contracts;

namespace Tributary.Plugins.Bmi;

/// <summary>
/// The program that holds a model: one in C for libraries, a script for Python. Both lie inside this assembly, which a host may load from elsewhere; the former
/// is written to a temporary folder while the model is used.
/// </summary>
/// <param name="settings">The model.</param>
/// <param name="folder">Folder that it runs in.</param>
internal sealed class WorkerProgram(BmiSettings settings, string folder) : IDisposable
{
    private const int TextFileBusy = 26;
    private const int MostTries = 50;

    private static readonly Lazy<string> Script = new(() =>
    {
        using var reader = new StreamReader(Resource("worker.py")!, Encoding.UTF8);
        return reader.ReadToEnd();
    });

    private readonly Lazy<string> _library = new(WriteLibraryWorker);

    /// <summary>Whether the plugin was built with the worker for libraries.</summary>
    public static bool HasLibraryWorker => Assembly.GetExecutingAssembly().GetManifestResourceInfo("worker") is not null;

    /// <summary>Starts a worker for the model.</summary>
    /// <exception cref="InputException">Python cannot be started.</exception>
    /// <exception cref="WorkException">The worker was not built, or cannot be started.</exception>
    public System.Diagnostics.Process Start()
    {
        bool isPython = settings.Language == Language.Python;
        string program = isPython ? settings.Python : _library.Value;
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

    public void Dispose()
    {
        if (_library.IsValueCreated)
        {
            Directory.Delete(Path.GetDirectoryName(_library.Value)!, recursive: true);
        }
    }

    private static Stream? Resource(string name) => Assembly.GetExecutingAssembly().GetManifestResourceStream(name);

    private static string WriteLibraryWorker()
    {
        using Stream program = Resource("worker")
            ?? throw new WorkException("the worker for BMI libraries was not built with the plugin", remedy: "Install a C compiler (Debian: gcc libc6-dev) and build the plugin again.");
        string path = Path.Combine(Directory.CreateTempSubdirectory("tributary-bmi-").FullName, "worker");
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
