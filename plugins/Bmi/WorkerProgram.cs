using System.ComponentModel;
using System.Diagnostics;
using System.Reflection;
using System.Runtime.InteropServices;
using System.Text;
using Microsoft.Win32.SafeHandles;
using Tributary.Contracts;

namespace Tributary.Plugins.Bmi;

/// <summary>
/// The programs that hold models: one in C for libraries, a script for Python. Both lie inside this assembly, which a host may load from elsewhere.
/// </summary>
internal static partial class WorkerProgram
{
    private static readonly Lazy<SafeFileHandle> Library = new(OpenLibraryWorker);
    private static readonly Lazy<string> Script = new(() =>
    {
        using var reader = new StreamReader(Resource("worker.py")!, Encoding.UTF8);
        return reader.ReadToEnd();
    });

    /// <summary>Starts the worker for a model.</summary>
    /// <param name="settings">The model.</param>
    /// <param name="folder">Folder that it runs in.</param>
    /// <exception cref="InputException">Python cannot be started.</exception>
    /// <exception cref="WorkException">The worker was not built, or cannot be started.</exception>
    public static System.Diagnostics.Process Start(BmiSettings settings, string folder)
    {
        bool isPython = settings.Language == Language.Python;
        string program = isPython ? settings.Python : $"/proc/{Environment.ProcessId}/fd/{Library.Value.DangerousGetHandle()}";
        var start = new ProcessStartInfo(program) { WorkingDirectory = folder, RedirectStandardInput = true, RedirectStandardOutput = true, RedirectStandardError = true };
        foreach (string argument in isPython ? (string[])["-B", "-c", Script.Value] : [])
        {
            start.ArgumentList.Add(argument);
        }

        // What a Fortran model printed last must not be lost in a buffer when it crashes.
        start.Environment["GFORTRAN_UNBUFFERED_PRECONNECTED"] = "y";
        start.Environment["PYTHONUNBUFFERED"] = "1";
        try
        {
            return System.Diagnostics.Process.Start(start)!;
        }
        catch (Win32Exception error)
        {
            throw isPython
                ? new InputException($"Python cannot be started: {error.Message}", program, "Install python3, or name an interpreter under 'python' in the settings.", error)
                : new WorkException($"the worker for BMI libraries cannot be started: {error.Message}", cause: error);
        }
    }

    private static Stream? Resource(string name) => Assembly.GetExecutingAssembly().GetManifestResourceStream(name);

    /// <summary>The program in a file that exists in memory only, so that no folder must allow programs to run in it.</summary>
    private static SafeFileHandle OpenLibraryWorker()
    {
        using Stream program = Resource("worker")
            ?? throw new WorkException("the worker for BMI libraries was not built with the plugin", remedy: "Install a C compiler (Debian: gcc libc6-dev) and build the plugin again.");
        int file = MemoryFile("tributary-bmi-worker", CloseOnExec);
        if (file < 0)
        {
            throw new WorkException($"there is no memory for the worker of BMI libraries: {Marshal.GetLastPInvokeErrorMessage()}");
        }

        var handle = new SafeFileHandle(file, ownsHandle: true);
        byte[] bytes = new byte[program.Length];
        program.ReadExactly(bytes);
        RandomAccess.Write(handle, bytes, 0);
        return handle;
    }

    private const uint CloseOnExec = 1;

    [LibraryImport("libc", EntryPoint = "memfd_create", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static partial int MemoryFile(string name, uint flags);
}
