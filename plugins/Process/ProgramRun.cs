using System.ComponentModel;
using System.Diagnostics;
using System.Globalization;
using Tributary.Contracts;

namespace Tributary.Plugins.Process;

/// <summary>One run of a program.</summary>
internal static class ProgramRun
{
    /// <summary>How many of the last lines of its output, and of its errors, a message shows.</summary>
    private const int LastLines = 15;
    private const int FirstSignal = 128;

    /// <summary>Runs a program to its end.</summary>
    /// <param name="program">Its file, or its name on the PATH.</param>
    /// <param name="arguments">Its arguments.</param>
    /// <param name="folder">The folder that it runs in; what it prints is kept there in <c>program.log</c>, its errors last.</param>
    /// <param name="limit">Longest time that it may take.</param>
    /// <param name="what">What it runs for, for errors.</param>
    /// <returns>The last lines that it printed, as a message shows them.</returns>
    /// <exception cref="InputException">There is no such program.</exception>
    /// <exception cref="WorkException">It fails or takes too long; the message shows its last lines.</exception>
    public static string Run(string program, IReadOnlyList<string> arguments, string folder, TimeSpan limit, string what)
    {
        var start = new ProcessStartInfo(program, arguments) { WorkingDirectory = folder, RedirectStandardOutput = true, RedirectStandardError = true, RedirectStandardInput = true };
        List<string> printed = [];
        List<string> complaints = [];
        using var run = new System.Diagnostics.Process { StartInfo = start };
        run.OutputDataReceived += (_, line) => Keep(printed, line.Data);
        run.ErrorDataReceived += (_, line) => Keep(complaints, line.Data);
        try
        {
            run.Start();
        }
        catch (Win32Exception error)
        {
            throw new InputException($"the program cannot be started: {error.Message}", program, program == "ncgen" ? "Install it with 'apt install netcdf-bin'." : "Check 'program' in the settings, and that the file may be executed.", error);
        }

        run.StandardInput.Close();
        run.BeginOutputReadLine();
        run.BeginErrorReadLine();
        bool ended = run.WaitForExit(limit);
        if (!ended)
        {
            run.Kill(entireProcessTree: true);
        }

        // Waits for the end of what it prints, too.
        run.WaitForExit();
        File.WriteAllLines(Path.Combine(folder, "program.log"), [.. printed, .. complaints]);
        string[] told = [.. printed.TakeLast(LastLines), .. complaints.TakeLast(LastLines)];
        string last = told.Length == 0 ? "It printed nothing." : $"Its last lines:\n{string.Join('\n', told)}";
        if (ended && run.ExitCode == 0)
        {
            return last;
        }

        string problem = !ended ? string.Create(CultureInfo.InvariantCulture, $"the program was ended after its time limit of {limit.TotalSeconds} s")
            : run.ExitCode < FirstSignal ? $"the program ended with status {run.ExitCode}"
            : $"{ProcessEnd.Cause(run.ExitCode)} ended the program";
        string again = $"To see it fail alone: cd {Quoted(folder)} && {string.Join(' ', arguments.Prepend(program).Select(Quoted))}";
        throw new WorkException($"{problem}, in {folder}", what, $"{last}\n{again}");

        static string Quoted(string word) => word.All(letter => char.IsAsciiLetterOrDigit(letter) || "/._-=:,+".Contains(letter, StringComparison.Ordinal)) ? word : $"'{word.Replace("'", "'\\''", StringComparison.Ordinal)}'";

        static void Keep(List<string> lines, string? line)
        {
            if (line is not null)
            {
                lines.Add(line);
            }
        }
    }
}
