using System.Diagnostics;
using System.Text.Json;

namespace Tributary.Engine;

/// <summary>An element of a job array at work on its node: does its tasks one after another and leaves a file for each that it began and each that ended.</summary>
public static class SlurmElement
{
    /// <summary>Does the tasks of an element.</summary>
    /// <param name="run">The run's folder.</param>
    /// <param name="job">File of the tasks, by element.</param>
    /// <param name="element">Which element.</param>
    public static void Do(string run, string job, int element)
    {
        StepTask[] tasks = JsonSerializer.Deserialize(File.ReadAllBytes(job), TaskJson.Default.StepTaskArrayArray)![element];
        var marks = new SlurmMarks(new TaskFolder(run));
        var steps = new StepStore(Path.Combine(run, RunFolder.StepsName));
        var work = new TaskWork(run, new Relay<RunEvent>(static _ => { }));
        foreach (StepTask task in tasks)
        {
            if (steps.Find(task.Hash) is not null)
            {
                marks.Ended(new TaskOutcome { Hash = task.Hash });
                continue;
            }

            marks.Begun(task);
            var clock = new Stopwatch();
            using Timer? watch = Watch(work, task, marks, clock);
            TaskOutcome outcome = work.Do(task, clock.Start, CancellationToken.None);
            watch?.Dispose();
            marks.Ended(outcome);
        }
    }

    private static Timer? Watch(TaskWork work, StepTask task, SlurmMarks marks, Stopwatch clock)
    {
        TaskLimits limits = work.LimitsOf(task);
        return !limits.Any ? null : new Timer(
            _ =>
            {
                if (limits.Exceeded(Environment.ProcessId, clock) is { } failure)
                {
                    marks.Ended(new TaskOutcome { Hash = task.Hash, Seconds = Math.Round(clock.Elapsed.TotalSeconds, 3), Failure = failure with { Where = task.Name } });
                    Process.GetCurrentProcess().Kill();
                }
            },
            null,
            TaskLimits.Interval,
            TaskLimits.Interval);
    }
}

/// <summary>What elements leave in the run's folder for the run to see.</summary>
/// <param name="folder">The run's tasks.</param>
internal sealed class SlurmMarks(TaskFolder folder)
{
    private readonly string _begun = Path.Combine(folder.FullPath, "begun");
    private readonly string _ended = Path.Combine(folder.FullPath, "ended");

    /// <summary>Marks a task as begun.</summary>
    public void Begun(StepTask task) => File.WriteAllText(Path.Combine(_begun, task.Hash), string.Empty);

    /// <summary>Writes how a task ended.</summary>
    public void Ended(TaskOutcome outcome) =>
        TaskFolder.WriteWhole(Path.Combine(_ended, outcome.Hash), JsonSerializer.SerializeToUtf8Bytes(outcome, TaskJson.Default.TaskOutcome));

    /// <summary>Clears what an earlier attempt at a task left.</summary>
    public void Forget(StepTask task)
    {
        Directory.CreateDirectory(_begun);
        Directory.CreateDirectory(_ended);
        File.Delete(Path.Combine(_begun, task.Hash));
        File.Delete(Path.Combine(_ended, task.Hash));
    }

    /// <summary>Whether a task was begun.</summary>
    public bool IsBegun(StepTask task) => File.Exists(Path.Combine(_begun, task.Hash));

    /// <summary>How a task ended; null where that is not told.</summary>
    public TaskOutcome? OutcomeOf(StepTask task)
    {
        string path = Path.Combine(_ended, task.Hash);
        return File.Exists(path) ? JsonSerializer.Deserialize(File.ReadAllBytes(path), TaskJson.Default.TaskOutcome) : null;
    }
}
