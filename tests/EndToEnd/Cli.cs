using System.Diagnostics;
using System.Runtime.InteropServices;

namespace Tributary.Tests.EndToEnd;

/// <summary>Runs the program as a user does.</summary>
internal static partial class Cli
{
    private const int Interrupt = 2;
    private const int Kill = 9;

    private static readonly Dictionary<string, string> Nothing = [];
    private static readonly string Configuration = Path.GetFileName(Path.TrimEndingDirectorySeparator(AppContext.BaseDirectory));

    /// <summary>The program that the build made.</summary>
    public static string Program { get; } = Repository.At("artifacts", "bin", "Tributary.Cli", $"{Configuration}_linux-x64", "tributary");

    /// <summary>Runs it to its end.</summary>
    public static Outcome Run(string folder, params string[] arguments) => Run(folder, Nothing, arguments);

    /// <inheritdoc cref="Run(string, string[])"/>
    public static Outcome Run(string folder, IReadOnlyDictionary<string, string> environment, params string[] arguments)
    {
        using Process process = Start(folder, environment, arguments);
        Task<string> output = process.StandardOutput.ReadToEndAsync();
        Task<string> error = process.StandardError.ReadToEndAsync();
        process.WaitForExit();
        return new Outcome(process.ExitCode, output.Result, error.Result);
    }

    /// <summary>Runs it, and interrupts (Ctrl-C) or kills it as soon as it writes a line that contains a text.</summary>
    public static Outcome RunUntil(string folder, string line, bool kill, params string[] arguments) =>
        RunUntil(folder, Nothing, text => text.Contains(line, StringComparison.Ordinal), kill, arguments);

    /// <summary>Runs it, and kills it as soon as a file is there that a pattern names.</summary>
    public static Outcome KillAtFile(string folder, string directory, string pattern, params string[] arguments)
    {
        using Process process = Start(folder, Nothing, arguments);
        Task<string> output = process.StandardOutput.ReadToEndAsync();
        Task<string> error = process.StandardError.ReadToEndAsync();
        while (!process.HasExited)
        {
            if (Directory.Exists(directory) && Directory.EnumerateFiles(directory, pattern).Any())
            {
                _ = Signal(process.Id, Kill);
                break;
            }

            Thread.Yield();
        }

        process.WaitForExit();
        return new Outcome(process.ExitCode, output.Result, error.Result);
    }

    /// <summary>Runs it, and interrupts (Ctrl-C) or kills it as soon as it writes a certain line.</summary>
    public static Outcome RunUntil(string folder, IReadOnlyDictionary<string, string> environment, Func<string, bool> isMoment, bool kill, params string[] arguments)
    {
        using Process process = Start(folder, environment, arguments);
        Task<string> output = process.StandardOutput.ReadToEndAsync();
        var error = new List<string>();
        bool sent = false;
        while (process.StandardError.ReadLine() is { } text)
        {
            error.Add(text);
            if (!sent && isMoment(text))
            {
                sent = true;
                Assert.Equal(0, Signal(process.Id, kill ? Kill : Interrupt));
            }
        }

        process.WaitForExit();
        return new Outcome(process.ExitCode, output.Result, string.Join('\n', error));
    }

    private static Process Start(string folder, IReadOnlyDictionary<string, string> environment, string[] arguments)
    {
        Assert.True(File.Exists(Program), $"{Program} is missing: host/Tributary.Cli was not built.");
        var start = new ProcessStartInfo(Program, arguments)
        {
            WorkingDirectory = folder,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        start.Environment["TRIBUTARY_DATA"] = RealData.Folder;
        start.Environment.Remove("TRIBUTARY_PLUGINS");
        start.Environment["TRIBUTARY_HOME"] = Path.Combine(Path.GetTempPath(), "tributary-no-home");
        foreach ((string name, string value) in environment)
        {
            start.Environment[name] = value;
        }

        return Process.Start(start)!;
    }

    [LibraryImport("libc", EntryPoint = "kill")]
    private static partial int Signal(int process, int signal);
}

/// <summary>How a run of the program ended.</summary>
/// <param name="Status">Its exit status.</param>
/// <param name="Output">What it wrote to standard output.</param>
/// <param name="Error">What it wrote to standard error.</param>
internal sealed record Outcome(int Status, string Output, string Error)
{
    /// <summary>It ended well.</summary>
    public Outcome Done()
    {
        Assert.True(Status == 0, $"exit status {Status}\n{Error}\n{Output}");
        return this;
    }

    /// <summary>It ended with this status, one message that has all these parts, and no stack trace.</summary>
    public void Fails(int status, params string[] parts)
    {
        Assert.True(Status == status, $"exit status {Status}, expected {status}\n{Error}");
        foreach (string part in parts)
        {
            Assert.Contains(part, Error, StringComparison.Ordinal);
        }

        Assert.Single(Error.Split('\n'), line => line.StartsWith("error:", StringComparison.Ordinal));
        Assert.DoesNotContain("   at ", Error, StringComparison.Ordinal);
    }
}
