using System.Collections.Concurrent;

namespace Tributary.Engine;

/// <summary>Does tasks in worker processes of this machine. A crash, a hang or too much memory ends the task at work and its process; another process goes on.</summary>
internal sealed class ProcessEngine(WorkflowPlan plan, TaskFolder folder, StepStore steps, IProgress<RunEvent> progress) : TaskEngine(folder, steps, progress)
{
    private readonly ConcurrentBag<WorkerProcess> _idle = [];
    private readonly TaskLimits _limits = TaskLimits.Of(plan.Workflow.Run);

    /// <inheritdoc/>
    public override void Dispose()
    {
        while (_idle.TryTake(out WorkerProcess? worker))
        {
            worker.Dispose();
        }

        Steps.RemoveDrafts("work");
        if (Directory.Exists(Folder.FullPath))
        {
            Directory.Delete(Folder.FullPath, recursive: true);
        }
    }

    /// <inheritdoc/>
    protected override void Work(IReadOnlyList<StepTask> tasks, CancellationToken cancellation)
    {
        // A task with several threads has the machine to itself, as on the local engine.
        foreach (IGrouping<bool, StepTask> group in tasks.GroupBy(task => task.Threads > 1).OrderBy(group => group.Key))
        {
            StepTask[] together = [.. group];
            int aside = group.Key ? 1 : Math.Min(plan.Workers, together.Length);
            int spare = group.Key ? 1 : Math.Max(plan.Workers / together.Length, 1);
            int next = -1;
            WorkerThreads.For(
                aside,
                aside,
                _ =>
                {
                    while (Interlocked.Increment(ref next) is int index && index < together.Length)
                    {
                        StepTask task = together[index];
                        Do(task.Threads > 1 ? task : task with { Threads = spare }, cancellation);
                    }
                },
                cancellation);
        }
    }

    private void Do(StepTask task, CancellationToken cancellation)
    {
        cancellation.ThrowIfCancellationRequested();
        WorkerProcess worker = _idle.TryTake(out WorkerProcess? free) ? free : new WorkerProcess(Folder.Run);
        try
        {
            Take(task, worker.Do(task, _limits, new Relay<RunEvent>(Report), cancellation));
        }
        finally
        {
            if (worker.IsAlive && !cancellation.IsCancellationRequested)
            {
                _idle.Add(worker);
            }
            else
            {
                worker.Dispose();
            }
        }
    }
}
