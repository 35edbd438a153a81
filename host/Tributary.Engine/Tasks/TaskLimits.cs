using System.Diagnostics;
using System.Globalization;

namespace Tributary.Engine;

/// <summary>What a task may take, and whether a process has taken more.</summary>
/// <param name="memory">Bytes of memory; null for no limit.</param>
/// <param name="longest">Time; null for no limit.</param>
/// <param name="key">Where the workflow says so.</param>
internal sealed class TaskLimits(long? memory, TimeSpan? longest, string key = "run.task")
{
    /// <summary>Between two looks a process cannot take much more than a hundred megabytes.</summary>
    public static TimeSpan Interval { get; } = TimeSpan.FromMilliseconds(25);

    /// <summary>The limits of a workflow's tasks.</summary>
    public static TaskLimits Of(RunSection run) => new(run.Task.MemoryBytes, run.Task.Longest);

    /// <summary>Whether there is anything to watch.</summary>
    public bool Any => memory is not null || longest is not null;

    /// <summary>What a process has taken too much of; null while it is within the limits.</summary>
    /// <param name="process">Its number.</param>
    /// <param name="clock">Runs since the task began; stands while its inputs are read.</param>
    public TaskFailure? Exceeded(int process, Stopwatch clock)
    {
        if (longest is { } time && clock.Elapsed > time)
        {
            return new TaskFailure { Problem = string.Create(CultureInfo.InvariantCulture, $"it took longer than {key}.time ({time.TotalSeconds:0.##} s) and was stopped") };
        }

        return memory is { } bytes && ResidentBytes(process) is { } held && held > bytes
            ? new TaskFailure
            {
                Problem = string.Create(CultureInfo.InvariantCulture, $"its process took {held / 1e6:0} MB, more than {key}.memory ({bytes / 1e6:0} MB), and was stopped"),
            }
            : null;
    }

    /// <summary>The memory that a process holds; null where it is gone.</summary>
    public static long? ResidentBytes(int process)
    {
        try
        {
            string[] pages = File.ReadAllText(string.Create(CultureInfo.InvariantCulture, $"/proc/{process}/statm")).Split(' ');
            return long.Parse(pages[1], CultureInfo.InvariantCulture) * Environment.SystemPageSize;
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }
}
