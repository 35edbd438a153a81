using System.Diagnostics;
using Tributary.Contracts;

namespace Tributary.Engine;

/// <summary>This program once more in a process of its own, in one of its hidden modes. It ends itself when its input ends.</summary>
public sealed class ChildProcess : IDisposable
{
    private const int LastLines = 30;
    private const int FirstSignal = 128;

    // What .NET prints before it aborts a process.
    private static readonly (string Printed, string Means)[] Aborts =
    [
        ("Stack overflow", "a stack overflow"),
        ("AccessViolationException", "a read or write outside its memory (SIGSEGV)"),
        ("OutOfMemoryException", "a lack of memory"),
    ];

    private readonly Process _process;
    private readonly Queue<string> _said = new();
    private readonly Thread _listener;

    /// <summary>Starts one.</summary>
    /// <param name="arguments">Its mode, and what that wants.</param>
    /// <exception cref="WorkException">It does not start.</exception>
    public ChildProcess(params string[] arguments)
    {
        var start = new ProcessStartInfo(TaskProgram.Path)
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        foreach (string argument in (string[])[.. TaskProgram.Arguments, .. arguments])
        {
            start.ArgumentList.Add(argument);
        }

        try
        {
            _process = Process.Start(start)!;
        }
        catch (System.ComponentModel.Win32Exception error)
        {
            throw new WorkException($"a worker process could not be started ({error.Message})", TaskProgram.Path, cause: error);
        }

        // It holds nothing of this object, which may so be let go of, and the process with it.
        _listener = ListenerOf(_process.StandardError, _said);
        _listener.Start();
    }

    /// <summary>In such a process, lets it end with its parent, whatever a plugin is doing.</summary>
    public static void EndWithParent()
    {
        static void Listen()
        {
            using Stream input = Console.OpenStandardInput();
            while (input.ReadByte() >= 0)
            {
            }

            Process.GetCurrentProcess().Kill();
        }

        new Thread(Listen) { IsBackground = true }.Start();
    }

    /// <summary>Its number.</summary>
    public int Id => _process.Id;

    /// <summary>Whether it has ended.</summary>
    public bool HasEnded => _process.HasExited;

    /// <summary>What it reads.</summary>
    public StreamWriter Input => _process.StandardInput;

    /// <summary>What it writes.</summary>
    public StreamReader Output => _process.StandardOutput;

    /// <summary>The last lines that it printed.</summary>
    public string Said()
    {
        lock (_said)
        {
            return string.Join('\n', _said);
        }
    }

    /// <summary>Waits for its end.</summary>
    /// <returns>What ended it.</returns>
    public string WaitForEnd()
    {
        _process.WaitForExit();
        _listener.Join(TimeSpan.FromSeconds(1));
        string said = Said();
        return Aborts.FirstOrDefault(abort => _process.ExitCode > FirstSignal && said.Contains(abort.Printed, StringComparison.Ordinal)).Means ?? ProcessEnd.Cause(_process.ExitCode);
    }

    /// <summary>Ends it.</summary>
    public void Kill()
    {
        try
        {
            _process.Kill();
        }
        catch (InvalidOperationException)
        {
            // It has ended by itself.
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        Kill();
        _process.Dispose();
    }

    private static Thread ListenerOf(StreamReader output, Queue<string> said) => new(() => Listen(output, said)) { IsBackground = true };

    private static void Listen(StreamReader output, Queue<string> said)
    {
        try
        {
            while (output.ReadLine() is { } line)
            {
                lock (said)
                {
                    said.Enqueue(line);
                    if (said.Count > LastLines)
                    {
                        said.Dequeue();
                    }
                }
            }
        }
        catch (Exception error) when (error is IOException or ObjectDisposedException)
        {
            // Nobody listens any more.
        }
    }
}

/// <summary>How this program is started once more.</summary>
internal static class TaskProgram
{
    /// <summary>Environment variable with the program, for a host that is another one.</summary>
    public const string Variable = "TRIBUTARY_PROGRAM";

    private static readonly bool IsHosted = System.IO.Path.GetFileNameWithoutExtension(Environment.ProcessPath) == "dotnet";

    /// <summary>The program.</summary>
    public static string Path => Named ?? Environment.ProcessPath!;

    /// <summary>What stands before its own arguments.</summary>
    public static IReadOnlyList<string> Arguments => IsHosted && Named is null ? [System.IO.Path.GetFullPath(Environment.GetCommandLineArgs()[0])] : [];

    private static string? Named => Environment.GetEnvironmentVariable(Variable) is { Length: > 0 } named ? named : null;
}
