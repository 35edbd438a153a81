using System.Collections.Concurrent;
using Tributary.Contracts;

namespace Tributary.Engine;

/// <summary>
/// Does tasks elsewhere than in this process. Engines differ in this only: what a task leaves is a finished step in the run's folder, where the run then finds
/// it as it finds those of an earlier one. The local engine is the absence of one.
/// </summary>
internal abstract class TaskEngine(TaskFolder folder, StepStore steps, IProgress<RunEvent> progress) : IDisposable
{
    private readonly ConcurrentDictionary<string, TaskOutcome> _outcomes = [];
    private bool _ofPoints;

    protected TaskFolder Folder { get; } = folder;

    protected StepStore Steps { get; } = steps;

    /// <summary>The engine that a workflow names; null for the local one.</summary>
    public static TaskEngine? Of(WorkflowPlan plan, string run, StepStore steps, IProgress<RunEvent> progress) => plan.Workflow.Run.Engine switch
    {
        "processes" => new ProcessEngine(plan, new TaskFolder(run), steps, progress),
        "slurm" => new SlurmEngine(plan, new TaskFolder(run), steps, progress),
        _ => null,
    };

    /// <summary>How a task ended that was done elsewhere; null where it was not.</summary>
    public TaskOutcome? OutcomeOf(string hash) => _outcomes.GetValueOrDefault(hash);

    /// <summary>
    /// Does the steps of members stage by stage, each stage of all members side by side: calibrations and trainings, then simulations, then explanations. A
    /// member whose step failed stops there; whoever walks its steps afterwards is told why.
    /// </summary>
    /// <param name="members">The members.</param>
    /// <param name="cancellation">Stops the tasks at work.</param>
    /// <param name="ofPoints">Whether they belong to points of a sweep, which tell of themselves.</param>
    public void Do(IReadOnlyList<MemberRun> members, CancellationToken cancellation, bool ofPoints = false)
    {
        _ofPoints = ofPoints;
        Stage(members.Select(member => member.Fits()), cancellation);
        MemberRun[] fitted = [.. members.Where(member => IsWhole(() => member.Fit(cancellation)))];
        Stage(fitted.Select(member => member.Simulations()), cancellation);
        Stage(fitted.Select(member => member.ExplanationTasks()), cancellation);
    }

    /// <summary>Does the steps that fit a member, which belongs to a study.</summary>
    public void Fit(MemberRun member, CancellationToken cancellation)
    {
        _ofPoints = true;
        Stage([member.Fits()], cancellation);
    }

    /// <inheritdoc/>
    public abstract void Dispose();

    /// <summary>Does tasks, each of which is told to <see cref="Take"/> when it has ended, well or not.</summary>
    protected abstract void Work(IReadOnlyList<StepTask> tasks, CancellationToken cancellation);

    /// <summary>Receives how a task ended.</summary>
    protected void Take(StepTask task, TaskOutcome outcome)
    {
        if (!_outcomes.TryAdd(task.Hash, outcome))
        {
            return;
        }

        foreach (string note in outcome.Notes)
        {
            Report(new Noted(note));
        }

        Report(outcome.Failure is { } failure
            ? new StepFailed(task.Member, task.Name, failure.Problem)
            : new StepDone(task.Name, false, TimeSpan.FromSeconds(outcome.Seconds)) { Member = task.Member, IsOfPoint = _ofPoints });
    }

    protected void Report(RunEvent happened) => progress.Report(happened);

    private void Stage(IEnumerable<IEnumerable<StepTask>> wanted, CancellationToken cancellation)
    {
        StepTask[] tasks = [.. wanted.SelectMany(some => some).DistinctBy(task => task.Hash).Where(task => OutcomeOf(task.Hash) is null && Steps.Find(task.Hash) is null)];
        cancellation.ThrowIfCancellationRequested();
        if (tasks.Length > 0)
        {
            Work(tasks, cancellation);
        }
    }

    private static bool IsWhole(Action walk)
    {
        try
        {
            walk();
            return true;
        }
        catch (TributaryException)
        {
            return false;
        }
    }
}
