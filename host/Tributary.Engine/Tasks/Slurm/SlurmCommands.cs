using System.ComponentModel;
using System.Diagnostics;
using System.Globalization;
using Tributary.Contracts;

namespace Tributary.Engine;

/// <summary>Slurm through its own commands: sbatch, squeue, sacct, scontrol and scancel.</summary>
internal static class SlurmCommands
{
    private const int DefaultArraySize = 1001;
    private const string Active = "PENDING,RUNNING,CONFIGURING,COMPLETING,SUSPENDED,REQUEUED,RESIZING,SIGNALING,STAGE_OUT,STOPPED,SPECIAL_EXIT,REQUEUE_FED,REQUEUE_HOLD,RESV_DEL_HOLD";

    private static readonly HashSet<string> ActiveStates = [.. Active.Split(',')];

    /// <summary>Whether an element in a state is yet to end.</summary>
    public static bool IsActive(string state) => ActiveStates.Contains(state);

    /// <summary>Hands a script in.</summary>
    /// <returns>The job's number.</returns>
    /// <exception cref="InputException">Slurm is not on this machine, or refuses what the workflow asks for.</exception>
    /// <exception cref="WorkException">Slurm does not answer.</exception>
    public static string Submit(string script)
    {
        (int status, string output, string error) = Run("sbatch", "--parsable", script);
        if (status == 0)
        {
            return output.Trim().Split(';')[0];
        }

        string said = string.Join("; ", error.Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries));
        throw IsUnreachable(error)
            ? new WorkException($"Slurm's controller does not answer ({said})", "run.engine", "See 'sinfo', or set run.engine to processes. Finished steps are kept.")
            : new InputException($"Slurm refuses the tasks ({said})", "run.slurm", $"Correct run.slurm and run.task; what was handed in is {script}.");
    }

    /// <summary>Elements in the queue, and those that ended a short while ago.</summary>
    /// <returns>Null where Slurm does not answer.</returns>
    public static IReadOnlyList<SlurmElementState>? Queue(IEnumerable<string> jobs)
    {
        (int status, string output, string error) = Run("squeue", "--noheader", "--array", "--states=all", $"--jobs={string.Join(',', jobs)}", "--format=%F|%K|%T|%N|%r|%j");
        if (status != 0 && IsUnreachable(error))
        {
            return null;
        }

        // Jobs that ended long ago are not known any more, which is an error where it is all of them.
        return [.. output.Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(line => line.Split('|')).Where(parts => parts.Length == 6 && int.TryParse(parts[1], out _)).Select(parts =>
            new SlurmElementState(parts[0], int.Parse(parts[1], CultureInfo.InvariantCulture), parts[2], parts[3], parts[4], parts[5].Trim()))];
    }

    /// <summary>How an element ended: its state, exit status, signal and node, by the controller or the accounting; null where neither knows it any more.</summary>
    public static SlurmEnd? EndOf(string job, int element)
    {
        string id = string.Create(CultureInfo.InvariantCulture, $"{job}_{element}");
        (int status, string output, _) = Run("scontrol", "--oneliner", "show", "job", id);
        if (status == 0 && Field(output, "JobState") is { } state && !IsActive(state))
        {
            return SlurmEnd.Of(state, Field(output, "ExitCode"), Field(output, " NodeList"));
        }

        (status, output, _) = Run("sacct", "--noheader", "--parsable2", "--allocations", $"--jobs={id}", "--format=State,ExitCode,NodeList");
        string[] parts = output.Split('\n')[0].Split('|');
        return status == 0 && parts.Length == 3 ? SlurmEnd.Of(parts[0].Split(' ')[0], parts[1], parts[2]) : null;
    }

    /// <summary>Takes jobs off the queue.</summary>
    public static void Cancel(IEnumerable<string> jobs)
    {
        string[] all = [.. jobs];
        if (all.Length > 0)
        {
            Run("scancel", all);
        }
    }

    /// <summary>Elements that an array may have.</summary>
    public static int LargestArray()
    {
        (_, string output, _) = Run("scontrol", "show", "config");
        string? line = output.Split('\n').FirstOrDefault(line => line.StartsWith("MaxArraySize", StringComparison.Ordinal));
        return line is not null && int.TryParse(line[(line.IndexOf('=', StringComparison.Ordinal) + 1)..], CultureInfo.InvariantCulture, out int size) ? size : DefaultArraySize;
    }

    private static bool IsUnreachable(string error) => error.Contains("Unable to contact", StringComparison.Ordinal)
        || error.Contains("Connection refused", StringComparison.Ordinal)
        || error.Contains("timed out", StringComparison.OrdinalIgnoreCase)
        || error.Contains("Zero Bytes were transmitted", StringComparison.Ordinal);

    private static string? Field(string text, string name)
    {
        int start = text.IndexOf(name + "=", StringComparison.Ordinal);
        return start < 0 ? null : text[(start + name.Length + 1)..].Split([' ', '\n'], 2)[0];
    }

    private static (int Status, string Output, string Error) Run(string program, params ReadOnlySpan<string> arguments)
    {
        var start = new ProcessStartInfo(program) { RedirectStandardOutput = true, RedirectStandardError = true };
        foreach (string argument in arguments)
        {
            start.ArgumentList.Add(argument);
        }

        try
        {
            using Process process = Process.Start(start)!;
            Task<string> error = process.StandardError.ReadToEndAsync();
            string output = process.StandardOutput.ReadToEnd();
            process.WaitForExit();
            return (process.ExitCode, output, error.GetAwaiter().GetResult());
        }
        catch (Win32Exception missing)
        {
            throw new InputException(
                $"there is no Slurm on this machine: its command '{program}' was not found", "run.engine", "Run on a machine of the cluster, install slurm-client, or set run.engine to processes.", missing);
        }
    }
}

/// <summary>An element of a job array in the queue.</summary>
internal sealed record SlurmElementState(string Job, int Element, string State, string Node, string Reason, string Name);

/// <summary>How an element ended.</summary>
/// <param name="State">Slurm's word for it.</param>
/// <param name="Status">Exit status of the script.</param>
/// <param name="Signal">Signal that ended it; 0 for none.</param>
/// <param name="Node">Where it ran.</param>
internal sealed record SlurmEnd(string State, int Status, int Signal, string Node)
{
    private const int Kill = 9;

    /// <summary>Whether it was killed from outside: by an administrator, a node that went down, or a system without memory.</summary>
    public bool IsKilled => Signal == Kill || Status == 128 + Kill;

    public static SlurmEnd Of(string state, string? exitCode, string? node)
    {
        string[] parts = (exitCode ?? "0:0").Split(':');
        return new SlurmEnd(
            state, int.Parse(parts[0], CultureInfo.InvariantCulture), parts.Length > 1 ? int.Parse(parts[1], CultureInfo.InvariantCulture) : 0, node is null or "(null)" or "" ? "its node" : $"node {node}");
    }
}
