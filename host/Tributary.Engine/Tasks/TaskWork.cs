using System.Diagnostics;

namespace Tributary.Engine;

/// <summary>Does tasks in a process that was started for it. Workflow and inputs are read when a task first names them.</summary>
/// <param name="run">The run's folder.</param>
/// <param name="progress">Told how far a task is.</param>
internal sealed class TaskWork(string run, IProgress<RunEvent> progress)
{
    private readonly TaskFolder _folder = new(run);
    private readonly StepStore _steps = new(Path.Combine(run, RunFolder.StepsName)) { DraftKind = "work" };
    private readonly string _weights = Path.Combine(Path.GetDirectoryName(Path.TrimEndingDirectorySeparator(run))!, WorkflowRun.WeightFolder);
    private readonly List<string> _notes = [];
    private readonly Dictionary<string, MemberRun> _members = [];
    private (string Name, WorkflowPlan Plan)? _plan;
    private (string Key, WorkflowInputs Inputs)? _inputs;

    /// <summary>Does a task; whatever goes wrong is its outcome.</summary>
    /// <param name="task">The task.</param>
    /// <param name="begun">Called when its inputs are read.</param>
    /// <param name="cancellation">Stops it.</param>
    public TaskOutcome Do(StepTask task, Action begun, CancellationToken cancellation)
    {
        var clock = Stopwatch.StartNew();
        TaskFailure? failure = null;
        _notes.Clear();
        try
        {
            MemberRun member = MemberOf(task);
            PlanOf(task).Workflow.Run.Workers = task.Threads;
            begun();
            clock.Restart();
            member.Do(task, cancellation);
        }
        catch (WorkflowProblemsException problems)
        {
            failure = new TaskFailure { Problem = problems.Message, IsInput = true };
        }
#pragma warning disable CA1031 // The failure is told to the process that asked for the task.
        catch (Exception error)
#pragma warning restore CA1031
        {
            failure = TaskFailure.Of(error);
        }

        return new TaskOutcome { Hash = task.Hash, Seconds = Math.Round(clock.Elapsed.TotalSeconds, 3), Failure = failure, Notes = [.. _notes] };
    }

    /// <summary>What a task may take.</summary>
    public TaskLimits LimitsOf(StepTask task) => TaskLimits.Of(PlanOf(task).Workflow.Run);

    private WorkflowPlan PlanOf(StepTask task)
    {
        if (_plan?.Name != task.Workflow)
        {
            _members.Clear();
            _plan = (task.Workflow, _folder.Read(task.Workflow));
        }

        return _plan.Value.Plan;
    }

    private MemberRun MemberOf(StepTask task)
    {
        WorkflowPlan plan = PlanOf(task);
        if (!_members.TryGetValue(task.Member, out MemberRun? member))
        {
            string key = InputKey.Of(plan);
            if (_inputs?.Key != key)
            {
                _inputs = null;
                _inputs = (key, InputReader.Read(plan, new HostServices(static _ => { }), _weights, CancellationToken.None));
            }

            var services = new HostServices(_notes.Add);
            member = new MemberRun(plan, plan.Members.Single(each => each.Name == task.Member), _inputs.Value.Inputs, services, _steps, progress);
            _members[task.Member] = member;
        }

        return member;
    }
}
