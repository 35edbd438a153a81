using System.Diagnostics;
using Tributary.Contracts;

namespace Tributary.Engine;

/// <summary>Runs a study: trains its sources and carries them to the workflow's basins. What one of them finished is a step of the run like any other and is not done again.</summary>
/// <param name="plan">The workflow.</param>
/// <param name="steps">Finished steps.</param>
/// <param name="weightFolder">Where the weights of grids are kept.</param>
/// <param name="log">Told what happens.</param>
/// <param name="engine">What does steps elsewhere; null where they are done here.</param>
/// <param name="tasks">Where the workflows of sources and points are kept for it.</param>
internal sealed class StudyRun(WorkflowPlan plan, StepStore steps, string weightFolder, IProgress<RunEvent> log, TaskEngine? engine, TaskFolder tasks)
{
    private static readonly TimeSpan BetweenEpochsTold = TimeSpan.FromSeconds(10);

    private readonly StudyPlan _study = plan.Study!;
    private readonly List<StudyScore> _scores = [];
    private readonly HashSet<string> _warnings = [];
    private readonly HashSet<string> _failed = [];
    private long _told;

    /// <summary>Runs all of it.</summary>
    /// <exception cref="TributaryException">The input is wrong, the source's training failed, or every member.</exception>
    public StudiedWorkflow Run(CancellationToken cancellation)
    {
        (WorkflowPlan Plan, WorkflowInputs Inputs)? tried = null;
        foreach (int size in _study.Sizes)
        {
            string source = _study.Section.Source.Trained is { } trained ? Path.GetFullPath(trained, plan.Folder) : Train(size, cancellation);
            foreach (StudyPoint point in _study.Points.Where(point => point.Size == size))
            {
                cancellation.ThrowIfCancellationRequested();
                tried = Try(point, source, cancellation);
            }
        }

        if (_scores.All(score => score.Member != _study.Baseline))
        {
            throw new WorkException($"the baseline {_study.Baseline} failed: {_failed.FirstOrDefault()}", "study", "Run the workflow without 'study' first.");
        }

        (WorkflowPlan Plan, WorkflowInputs Inputs) last = tried!.Value;
        return new StudiedWorkflow(last.Plan, last.Inputs, StudyResult.Of(_study, last.Inputs, _scores), [.. _warnings]);
    }

    private string Train(int size, CancellationToken cancellation)
    {
        log.Report(new PartBegun($"source of {size} basins"));
        WorkflowPlan source = _study.SourceOf(size);
        HostServices services = Services($"source of {size} basins: ");
        WorkflowInputs inputs = InputReader.Read(source, services, weightFolder, cancellation);
        MemberRun training = MemberOf(source, source.Members[0], inputs, services, $"{size} basins: ");
        engine?.Fit(training, cancellation);
        return training.TrainOnly(cancellation);
    }

    private (WorkflowPlan Plan, WorkflowInputs Inputs) Try(StudyPoint point, string source, CancellationToken cancellation)
    {
        log.Report(new PartBegun(point.Words));
        WorkflowPlan target = _study.TargetOf(point, source);
        HostServices services = Services(string.Empty);
        WorkflowInputs inputs = InputReader.Read(target, services, weightFolder, cancellation);
        MemberRun[] members = [.. _study.Compared(target, point).Select(member => MemberOf(target, member, inputs, services, $"{point.Words}: "))];
        engine?.Do(members, cancellation, ofPoints: true);
        foreach (MemberRun member in members)
        {
            var clock = Stopwatch.StartNew();
            try
            {
                MemberResult result = member.Run(cancellation);
                _scores.AddRange(StudyScore.Of(point, target, inputs, result));
                bool reused = result.Steps.All(step => step.Reused);
                log.Report(new StepDone($"{point.Words}: {member.Name}", reused, clock.Elapsed));
            }
            catch (WorkException error) when (!plan.Workflow.Run.Strict && FailedMember.IsOwn(error))
            {
                string failure = $"{point.Words}: member {member.Name} failed and is left out: {error.Message}";
                _failed.Add(failure);
                Warn(failure);
            }
        }

        return (target, inputs);
    }

    private MemberRun MemberOf(WorkflowPlan variant, MemberPlan member, WorkflowInputs inputs, HostServices services, string prefix) =>
        new(variant, member, inputs, services, steps, Told(prefix), engine, engine is null ? string.Empty : tasks.Keep(variant));

    private HostServices Services(string prefix) => new(message => Warn(prefix + message));

    private void Warn(string message)
    {
        lock (_warnings)
        {
            if (_warnings.Add(message))
            {
                log.Report(new Noted(message));
            }
        }
    }

    /// <summary>Steps and epochs by the point that they belong to; of the thousands of epochs one now and then.</summary>
    private Relay<RunEvent> Told(string prefix) => new(happened =>
    {
        switch (happened)
        {
            case StepDone step:
                log.Report(step with { Step = prefix + step.Step, IsOfPoint = true });
                break;
            case Training training when Stopwatch.GetElapsedTime(_told) > BetweenEpochsTold:
                _told = Stopwatch.GetTimestamp();
                log.Report(training with { Step = prefix + training.Step });
                break;
            case Calibrating calibrating:
                log.Report(calibrating with { Step = prefix + calibrating.Step });
                break;
            default:
                break;
        }
    });
}

/// <summary>The workflow of a study's greatest source and longest record.</summary>
/// <param name="Plan">The workflow.</param>
/// <param name="Inputs">What it reads.</param>
/// <param name="Result">What became of the study.</param>
/// <param name="Warnings">What plugins said while it was computed.</param>
internal sealed record StudiedWorkflow(WorkflowPlan Plan, WorkflowInputs Inputs, StudyResult Result, IReadOnlyList<string> Warnings);
