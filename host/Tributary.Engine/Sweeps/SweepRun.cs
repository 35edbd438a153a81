using System.Diagnostics;
using System.Globalization;
using System.Runtime.ExceptionServices;
using System.Text.Json;
using Tributary.Contracts;

namespace Tributary.Engine;

/// <summary>Runs the points of a sweep. What one of them finished is a step of the run like any other and is not done again.</summary>
/// <param name="plan">The workflow.</param>
/// <param name="steps">Finished steps.</param>
/// <param name="weightFolder">Where the weights of grids are kept.</param>
/// <param name="progress">Told what happens.</param>
/// <param name="engine">What does steps elsewhere; null where they are done here.</param>
/// <param name="tasks">Where the points' workflows are kept for it.</param>
internal sealed class SweepRun(WorkflowPlan plan, StepStore steps, string weightFolder, IProgress<RunEvent> progress, TaskEngine? engine, TaskFolder tasks)
{
    private readonly SweepPlan _sweep = plan.Sweep!;
    private readonly HashSet<string> _steps = [];
    private readonly List<SweepPoint> _points = [.. plan.Sweep!.Points];
    private readonly Dictionary<int, List<PointTrial>> _trials = plan.Sweep!.Points.ToDictionary(point => point.Number, _ => new List<PointTrial>());
    private readonly Dictionary<int, string> _stopped = [];
    private readonly Dictionary<int, IReadOnlyList<string>> _warnings = [];
    private readonly List<TributaryException> _failures = [];
    private (string Key, WorkflowInputs Inputs)? _read;
    private int _done;
    private int _total;

    /// <summary>Runs all points.</summary>
    /// <exception cref="TributaryException">No point has a score.</exception>
    public SweptWorkflow Run(CancellationToken cancellation)
    {
        IReadOnlyList<HalvingStep?> rungs = _sweep.Steps is { } halving ? [.. halving] : [null];
        _total = rungs[0] is null ? _sweep.PointCount : _sweep.Steps!.Sum(step => step.Points);
        List<SweepPoint> alive = [.. _points];
        List<SweepPoint> best = [];
        for (int i = 0; i < rungs.Count && alive.Count > 0; i++)
        {
            TryAll(alive, rungs[i]?.Resource, cancellation);
            alive.AddRange(TryOneAfterAnother(cancellation));
            List<SweepPoint> ranked = [.. alive.Where(point => LastOf(point).Failure is null).OrderBy(point => LastOf(point).Distance).ThenBy(point => point.Number)];
            best = ranked.Count > 0 ? ranked : best;
            alive = i + 1 < rungs.Count ? [.. ranked.Take(rungs[i + 1]!.Points)] : [];
            foreach ((int place, SweepPoint point) in ranked.Index().Skip(alive.Count).Where(_ => i + 1 < rungs.Count))
            {
                _stopped[point.Number] = $"{place + 1} of {ranked.Count} with {_sweep.ResourceLabel} {rungs[i]!.Resource}; the best {alive.Count} went on";
            }
        }

        if (best.Count == 0)
        {
            throw NoneLeft();
        }

        return Chosen(best[0], cancellation);
    }

    /// <summary>Tries the points that follow from those before.</summary>
    private List<SweepPoint> TryOneAfterAnother(CancellationToken cancellation)
    {
        var added = new List<SweepPoint>();
        ParzenPoints? search = _sweep.Parzen();
        search?.Start();
        bool any = _points.Exists(point => LastOf(point).Failure is null);
        while (any && search?.Next([.. _points.Select(point => LastOf(point).Distance)]) is { } values)
        {
            var point = new SweepPoint(_points.Count + 1, values);
            _trials[point.Number] = [];
            _points.Add(point);
            added.Add(point);
            try
            {
                TryAll([point], null, cancellation);
            }
            catch (WorkflowProblemsException error)
            {
                // Each value is sound, their combination is not.
                Take(point, Failed(error, null, 0), reused: false);
            }
        }

        return added;
    }

    private PointTrial LastOf(SweepPoint point) => _trials[point.Number][^1];

    private SweptWorkflow Chosen(SweepPoint best, CancellationToken cancellation)
    {
        // Where the last step's points all failed, the best of an earlier one stands, with what it had there.
        PointTrial trial = _trials[best.Number].Last(tried => tried.Failure is null);
        WorkflowPlan variant = _sweep.Variant(best, trial.Resource);
        WorkflowInputs inputs = InputsOf(variant, InputKey.Of(variant), cancellation);
        progress.Report(new PartBegun(string.Create(
            CultureInfo.InvariantCulture,
            $"point {best.Number} is the best of {_points.Count}: {_sweep.TextOf(best)}, {_sweep.Metric.Label} {trial.Scores[0].Validation:0.0000} in the validation period")));
        PointResult[] points = [.. _points.Select(ResultOf)];
        return new SweptWorkflow(variant, inputs, new SweepResult(_sweep, points, best.Number - 1) { Steps = [.. _steps.Order(StringComparer.Ordinal)] }, _warnings.GetValueOrDefault(best.Number) ?? []);
    }

    private PointResult ResultOf(SweepPoint point)
    {
        PointTrial last = LastOf(point);
        return last.Failure is { } failure
            ? new PointResult(point, PointStatus.Failed, failure, _trials[point.Number])
            : _stopped.TryGetValue(point.Number, out string? reason)
                ? new PointResult(point, PointStatus.StoppedEarly, reason, _trials[point.Number])
                : new PointResult(point, PointStatus.Done, string.Empty, _trials[point.Number]);
    }

    /// <summary>All points failed: where it was for one and the same reason, as a file that is not there, that is told.</summary>
    private WorkException NoneLeft()
    {
        if (_failures.Select(failure => failure.Message).Distinct().Count() == 1)
        {
            ExceptionDispatchInfo.Throw(_failures[0]);
        }

        return new WorkException(
            $"all {_points.Count} points failed, as {string.Join("; ", _points.Take(3).Select(point => $"point {point.Number} ({_sweep.TextOf(point)}): {LastOf(point).Failure}"))}",
            "sweep",
            "Give it other values, or run the workflow without 'sweep' first.");
    }

    /// <summary>Points that read the same go together, those first that read what is at hand; the inputs of one group are held at a time.</summary>
    private void TryAll(List<SweepPoint> points, int? resource, CancellationToken cancellation)
    {
        var groups = new Dictionary<string, (List<SweepPoint> Points, bool Learns)>();
        foreach (SweepPoint point in points)
        {
            WorkflowPlan variant = _sweep.Variant(point, resource);
            string key = InputKey.Of(variant);
            (List<SweepPoint> members, bool learns) = groups.GetValueOrDefault(key, ([], false));
            members.Add(point);
            groups[key] = (members, learns || _sweep.Compared(variant).Any(member => member.Plugin is ITrainablePlugin));
        }

        foreach ((string key, (List<SweepPoint> members, bool learns)) in groups.OrderBy(group => group.Key != _read?.Key).ThenBy(group => group.Value.Points[0].Number))
        {
            TryGroup(key, members, learns, resource, cancellation);
        }
    }

    private void TryGroup(string key, List<SweepPoint> points, bool learns, int? resource, CancellationToken cancellation)
    {
        WorkflowInputs inputs;
        try
        {
            inputs = InputsOf(_sweep.Variant(points[0], resource), key, cancellation);
        }
        catch (TributaryException error) when (!IsOfDisk(error))
        {
            points.ForEach(point => Take(point, Failed(error, resource, 0), reused: false));
            return;
        }

        // Random numbers of libtorch belong to the whole process, so that what learns runs alone.
        int aside = learns ? 1 : Math.Min(plan.Workers, points.Count);
        engine?.Do([.. points.SelectMany(point => TasksOf(point, resource, inputs))], cancellation, ofPoints: true);
        void TryOne(int index) => Try(points[index], resource, inputs, Math.Max(plan.Workers / aside, 1), cancellation);
        if (aside > 1)
        {
            WorkerThreads.For(points.Count, aside, TryOne, cancellation);
            return;
        }

        for (int i = 0; i < points.Count; i++)
        {
            cancellation.ThrowIfCancellationRequested();
            TryOne(i);
        }
    }

    /// <summary>A point's members, for an engine to do their steps; a point whose workflow is wrong is told when it is tried.</summary>
    private MemberRun[] TasksOf(SweepPoint point, int? resource, WorkflowInputs inputs)
    {
        try
        {
            WorkflowPlan variant = _sweep.Variant(point, resource);
            return MembersOf(variant, inputs, new HostServices(static _ => { }), new Relay<RunEvent>(static _ => { }));
        }
        catch (TributaryException)
        {
            return [];
        }
    }

    private MemberRun[] MembersOf(WorkflowPlan variant, WorkflowInputs inputs, HostServices services, IProgress<RunEvent> told)
    {
        string workflow = engine is null ? string.Empty : tasks.Keep(variant);
        return [.. _sweep.Compared(variant).Select(member => new MemberRun(variant, member, inputs, services, steps, told, engine, workflow))];
    }

    private void Try(SweepPoint point, int? resource, WorkflowInputs inputs, int workers, CancellationToken cancellation)
    {
        var clock = Stopwatch.StartNew();
        try
        {
            WorkflowPlan variant = _sweep.Variant(point, resource);
            variant.Workflow.Run.Workers = workers;
            var warnings = new List<string>();
            var services = new HostServices(message =>
            {
                lock (warnings)
                {
                    warnings.Add(message);
                }

                progress.Report(new Noted($"point {point.Number}: {message}"));
            });
            var told = new Relay<RunEvent>(happened => progress.Report(OfPoint(happened, $"point {point.Number}: ")));
            MemberResult[] members = [.. MembersOf(variant, inputs, services, told).Select(member => member.Run(cancellation))];
            (IReadOnlyList<PointScore> scores, double distance) = PointScores.Of(variant, _sweep.Section.Metric, inputs, members);
            if (!double.IsFinite(distance))
            {
                throw new WorkException($"it has no {_sweep.Metric.Label} in the validation period; is discharge observed there?");
            }

            bool reused = members.All(member => member.Steps.All(step => step.Reused));
            var trial = new PointTrial(resource, scores, distance, SecondsOf(members, clock), null);
            lock (_trials)
            {
                _warnings[point.Number] = warnings;
            }

            Take(point, trial, reused);
        }
        catch (TributaryException error) when (!IsOfDisk(error))
        {
            Take(point, Failed(error, resource, clock.Elapsed.TotalSeconds), reused: false);
        }
    }

    /// <summary>What the point took when it was first computed.</summary>
    private double SecondsOf(MemberResult[] members, Stopwatch clock)
    {
        using var key = new StepKey("point");
        foreach (StepRecord step in members.SelectMany(member => member.Steps))
        {
            key.Add("step", step.Hash);
        }

        string hash = key.Finish();
        lock (_trials)
        {
            _steps.UnionWith(members.SelectMany(member => member.Steps).Select(step => step.Hash).Append(hash));
        }

        lock (steps.GateOf(hash))
        {
            string folder = steps.Find(hash) ?? steps.Keep(hash, draft => File.WriteAllBytes(
                Path.Combine(draft, StoredPoint.FileName),
                JsonSerializer.SerializeToUtf8Bytes(new StoredPoint(Math.Round(clock.Elapsed.TotalSeconds, 3)), RunJson.Default.StoredPoint)));
            return JsonSerializer.Deserialize(File.ReadAllBytes(Path.Combine(folder, StoredPoint.FileName)), RunJson.Default.StoredPoint)!.Seconds;
        }
    }

    private PointTrial Failed(TributaryException error, int? resource, double seconds)
    {
        lock (_trials)
        {
            _failures.Add(error);
        }

        return new PointTrial(resource, [], double.NaN, Math.Round(seconds, 3), error.Message.ReplaceLineEndings("; "));
    }

    private void Take(SweepPoint point, PointTrial trial, bool reused)
    {
        int done;
        lock (_trials)
        {
            _trials[point.Number].Add(trial);
            done = ++_done;
        }

        string with = trial.Resource is { } given ? $", {_sweep.ResourceLabel} {given}" : string.Empty;
        string outcome = trial.Failure is { } failure
            ? $"failed: {failure}"
            : string.Create(CultureInfo.InvariantCulture, $"{_sweep.Metric.Label} {trial.Scores[0].Validation:0.0000}, {(reused ? "done before" : $"{trial.Seconds:0.00} s")}");
        progress.Report(new PointDone(done, _total, $"point {point.Number} ({_sweep.TextOf(point)}{with})", outcome));
    }

    private WorkflowInputs InputsOf(WorkflowPlan variant, string key, CancellationToken cancellation)
    {
        if (_read is { } held && held.Key == key)
        {
            return held.Inputs;
        }

        _read = null;
        WorkflowInputs inputs = InputReader.Read(variant, new HostServices(message => progress.Report(new Noted(message))), weightFolder, cancellation);
        _read = (key, inputs);
        return inputs;
    }

    private static bool IsOfDisk(TributaryException error) => error.InnerException is { } cause && DiskFailure.IsFull(cause);

    private static RunEvent OfPoint(RunEvent happened, string prefix) => happened switch
    {
        StepDone step => step with { Step = prefix + step.Step, IsOfPoint = true },
        Training training => training with { Step = prefix + training.Step },
        Calibrating calibrating => calibrating with { Step = prefix + calibrating.Step },
        _ => happened,
    };
}

/// <summary>The workflow of a sweep's best point.</summary>
/// <param name="Plan">The workflow.</param>
/// <param name="Inputs">What it reads.</param>
/// <param name="Result">What became of all points.</param>
/// <param name="Warnings">What plugins said while it was computed.</param>
internal sealed record SweptWorkflow(WorkflowPlan Plan, WorkflowInputs Inputs, SweepResult Result, IReadOnlyList<string> Warnings);

/// <summary>What a step keeps of a finished point: its results are those of its members' steps.</summary>
/// <param name="Seconds">What it took.</param>
internal sealed record StoredPoint(double Seconds)
{
    public const string FileName = "point.json";
}
