using System.Diagnostics;
using System.Globalization;
using Tributary.Contracts;

namespace Tributary.Engine;

/// <summary>Calibrates and simulates one member, each basin's calibration and the simulation being a step that is never done twice.</summary>
internal sealed class MemberRun
{
    private readonly WorkflowPlan _plan;
    private readonly MemberPlan _member;
    private readonly WorkflowInputs _inputs;
    private readonly WorkflowInputs _own;
    private readonly MemberPlan _whole;
    private readonly IReadOnlyList<Gauge> _gauges;
    private readonly HostServices _services;
    private readonly StepStore _steps;
    private readonly IProgress<RunEvent> _progress;
    private readonly IReadOnlyList<CalibrationGroup> _groups;
    private readonly List<StepRecord> _records = [];
    private readonly int[]? _frames;
    private readonly TaskEngine? _engine;
    private readonly string _workflow;
    private readonly MemberKeys _keys;
    private StepTask? _only;
    private (CalibrationResult?[] Calibrations, double[][] Parameters, string[] Artefacts)? _fit;

    /// <summary>Prepares a member's steps.</summary>
    /// <param name="plan">The workflow.</param>
    /// <param name="member">The member.</param>
    /// <param name="inputs">What the workflow read.</param>
    /// <param name="services">What the host offers.</param>
    /// <param name="steps">Finished steps.</param>
    /// <param name="progress">Told what happens.</param>
    /// <param name="engine">What did steps elsewhere; null where they are done here, as they are reached.</param>
    /// <param name="workflow">The workflow's file among the run's tasks.</param>
    public MemberRun(
        WorkflowPlan plan,
        MemberPlan member,
        WorkflowInputs inputs,
        HostServices services,
        StepStore steps,
        IProgress<RunEvent> progress,
        TaskEngine? engine = null,
        string workflow = "")
    {
        (_whole, _gauges) = (member, inputs.Domain.Gauges);
        if (member.Apart is { } apart)
        {
            (plan, member, inputs) = (apart, apart.Members[0], InputReader.Read(apart, services, null, CancellationToken.None));
        }

        _own = MemberForcing.Of(plan, member, inputs, services, null, CancellationToken.None);
        if (_whole.Apart is not null)
        {
            _own = _own with { Files = inputs.Files, Notes = inputs.Notes };
        }

        (_plan, _member, _inputs, _services, _steps, _progress) = (plan, member, inputs with { Forcing = _own.Forcing }, services, steps, progress);
        (_engine, _workflow) = (engine, workflow);
        _groups = CalibrationGroup.Of(inputs.Domain, plan.Workflow.Name, member.Section.Calibrate?.Region is not null);
        _frames = RunMap.FramesOf(inputs)?.Starts;
        _keys = new MemberKeys(_plan, _member, _inputs, _groups, _frames, Seed);
    }

    /// <summary>The member's name.</summary>
    public string Name => _member.Name;

    /// <summary>Number of its steps.</summary>
    public int StepCount =>
        CalibratedGroups.Count() + SensitivityGroups.Count() + (Seeds.Count * 2) + (Seeds.Count == 0 ? 1 : 0) + (_member.Section.Explain.Distinct().Count() * Math.Max(Seeds.Count, 1));

    private int Seed => _member.Section.Seed ?? _member.Section.Calibrate?.Seed ?? _plan.Workflow.Run.Seed;

    private IReadOnlyList<int> Seeds => _member.Plugin is ITrainablePlugin ? [.. Enumerable.Range(Seed, _member.Section.Seeds)] : [];

    /// <summary>The steps that fit it, as tasks.</summary>
    public IEnumerable<StepTask> Fits()
    {
        IEnumerable<StepTask> calibrations = CalibratedGroups.Select(group =>
            TaskOf(StepKind.Calibrate, CalibrationName(_groups[group]), _keys.Calibration(group)) with { Index = group });
        IEnumerable<StepTask> sensitivities = SensitivityGroups.Select(group =>
            TaskOf(StepKind.Sensitivity, SensitivityName(_groups[group]), _keys.Sensitivity(group)) with { Index = group });
        return calibrations.Concat(sensitivities).Concat(Seeds.Select(seed => TaskOf(StepKind.Train, TrainingName(seed), _keys.Training(seed)) with
        {
            Index = seed,
            Threads = _plan.LearningThreads,
        }));
    }

    /// <summary>Its simulations as tasks; it must be fitted.</summary>
    public IEnumerable<StepTask> Simulations() => ArtefactsOrNone.Select(artefact => TaskOf(StepKind.Simulate, SimulationName(artefact), _keys.Simulation(Parameters, artefact)) with
    {
        Parameters = Parameters,
        Artefact = Path.GetFileName(artefact),
    });

    /// <summary>Its explanations as tasks; it must be fitted.</summary>
    public IEnumerable<StepTask> ExplanationTasks()
    {
        var explaining = new MemberExplaining(_plan, _member, _inputs, _services);
        foreach (string method in _member.Section.Explain.Distinct())
        {
            foreach (string? artefact in ArtefactsOrNone)
            {
                using StepKey key = _keys.Explanation();
                yield return TaskOf(StepKind.Explain, ExplanationName(method, artefact), explaining.Finish(key, method, Parameters, artefact)) with
                {
                    Method = method,
                    Parameters = Parameters,
                    Artefact = Path.GetFileName(artefact),
                };
            }
        }
    }

    /// <summary>Does one task.</summary>
    /// <exception cref="WorkException">It failed, or what goes into it here is not what the process that asked for it has.</exception>
    public void Do(StepTask task, CancellationToken cancellation)
    {
        _only = task;
        string? artefact = task.Artefact is { } hash
            ? _steps.Find(hash) ?? throw new WorkException("the training that it rests on is not in the run's folder", task.Name, "Run the workflow again.")
            : null;
        switch (task.Kind)
        {
            case StepKind.Calibrate:
                Calibrate(task.Index, task.Threads, cancellation);
                break;
            case StepKind.Sensitivity:
                Sensitivity(task.Index, task.Threads, cancellation);
                break;
            case StepKind.Train:
                Train(task.Index, cancellation);
                break;
            case StepKind.Simulate:
                Simulate(task.Parameters!, artefact, cancellation);
                break;
            default:
                Explain(new MemberExplaining(_plan, _member, _inputs, _services), task.Method!, task.Parameters!, artefact, cancellation);
                break;
        }
    }

    /// <summary>Calibrates and trains it.</summary>
    public void Fit(CancellationToken cancellation)
    {
        if (_fit is not null)
        {
            return;
        }

        var calibrations = new CalibrationResult?[_groups.Count];
        if (_member.Section.Calibrate is not null)
        {
            CalibrateAll(calibrations, cancellation);
        }

        double[] given = _member.GivenParameters();
        double[][] parameters = [.. calibrations.Select(calibration => calibration?.Parameters ?? given)];
        if (_member.Section.Regionalise is { } regional)
        {
            parameters = Transfer(regional, calibrations);
        }

        string[] artefacts = [.. Seeds.Select(seed =>
        {
            // One training a seed, one after another: each uses all threads.
            cancellation.ThrowIfCancellationRequested();
            return Train(seed, cancellation);
        })];
        _fit = (calibrations, parameters, artefacts);
    }

    public MemberResult Run(CancellationToken cancellation)
    {
        Fit(cancellation);
        (CalibrationResult?[] calibrations, double[][] parameters, string[] artefacts) = _fit!.Value;
        MemberSensitivity[] sensitivities = [.. SensitivityGroups.Select(group => MemberSensitivity.Read(Sensitivity(group, _plan.Workers, cancellation)) with { Basin = _groups[group].Name })];
        MemberSimulation[] simulations = [.. ArtefactsOrNone.Select(artefact => Simulate(parameters, artefact, cancellation))];
        MemberSimulation simulation = MemberSimulation.Mean(simulations);
        var explanations = new MemberExplaining(_plan, _member, _inputs, _services);
        MemberExplanation[] explained = [.. _member.Section.Explain.Distinct().Select(method => Explain(explanations, method, cancellation))];
        var result = new MemberResult(_member, _groups, parameters, calibrations, simulation, Seed, [.. _records.OrderBy(record => record.Name, StringComparer.Ordinal)])
        {
            Artefacts = artefacts,
            ForcingFiles = _own.Files,
            DischargeBySeed = [.. simulations.Select(each => each.AllDischarge)],
            Notes = [.. _own.Notes.Select(note => $"member {_member.Name}: {note}"), .. artefacts.SelectMany(artefact => MemberTraining.ReadSummary(artefact).Notes).Distinct().Select(note => $"member {_member.Name}: {note}")],
            Explanations = explained,
            Sensitivities = sensitivities,
        };
        return _whole.Apart is null ? result : MemberSpace.At(_whole, result, _inputs.Domain.Gauges, _gauges);
    }

    /// <summary>Every basin's parameters from the others' calibrations and the attributes.</summary>
    private double[][] Transfer(RegionalisationSection section, CalibrationResult?[] calibrations)
    {
        CatchmentUnits units = _inputs.Domain.Units;
        foreach (string name in section.Attributes)
        {
            if (!units.Attributes.Contains(name) || units.Attributes[name].ToArray().Any(double.IsNaN))
            {
                throw new InputException(
                    $"the attribute '{name}' is not known of all basins{Nearest.Suggest(name, units.Attributes.Names)}", $"member {_member.Name}, regionalise.attributes", "Give it under the basins' 'attributes', or take another.");
            }
        }

        double[][] attributes = [.. Enumerable.Range(0, units.Count).Select(unit => section.Attributes.Select(name => units.Attributes[name][unit]).ToArray())];
        var transfer = new ParameterTransfer(section, new SearchSpace(_member.Descriptor, _member.GivenParameters(), _member.FreeParameters, _member.Section.Calibrate!.Bounds));
        return [.. Enumerable.Range(0, units.Count).Select(basin => transfer.To(basin, attributes, [.. calibrations.Select(calibration => calibration?.Parameters)]))];
    }

    private string Sensitivity(int index, int workers, CancellationToken cancellation)
    {
        CalibrationGroup group = _groups[index];
        CalibrationSection section = _member.Section.Sensitivity!.AsCalibration();
        MemberPlan member = _member with { Section = _member.Section with { Calibrate = section } };
        return Step(SensitivityName(group), _keys.Sensitivity(index), draft =>
        {
            using var calibrator = new Calibrator(member, _inputs, group, _plan.Routing, _plan.Splits.Calibration!.Value, workers, _plan.Plugins, _services);
            MemberSensitivity.Of(member, group, calibrator, section.Seed ?? _plan.Workflow.Run.Seed, cancellation).Store(draft);
        });
    }

    private IEnumerable<int> SensitivityGroups => _member.Section.Sensitivity is null ? [] : Enumerable.Range(0, _groups.Count).Where(group => IsObserved(_groups[group]));

    private IEnumerable<int> CalibratedGroups => _member.Section.Calibrate is null ? [] : Enumerable.Range(0, _groups.Count).Where(IsCalibrated);

    /// <summary>A basin that gets its parameters from others may be without observations.</summary>
    private bool IsCalibrated(int group) => _member.Section.Regionalise is null || IsObserved(_groups[group]);

    private bool IsObserved(CalibrationGroup group)
    {
        Range steps = _inputs.Forcing.Time.IndicesWithin(_plan.Splits.Calibration!.Value);
        return group.Gauges.Any(gauge => steps.End.Value - steps.Start.Value - ForcingCheck.CountGaps(_inputs.ObservedIn(gauge, steps)) >= 2);
    }

    /// <summary>Trains and simulates nothing.</summary>
    /// <returns>The folder of what the first training left.</returns>
    /// <exception cref="InputException">The model does not learn.</exception>
    public string TrainOnly(CancellationToken cancellation) => _member.Plugin is ITrainablePlugin
        ? Train(Seed, cancellation)
        : throw new InputException($"{_member.Descriptor.Name} does not learn", "study.source.model", "Name a model that does, as transfer or lstm.");

    /// <summary>The mean over the seeds. What the inputs do not allow costs the run no other result.</summary>
    private MemberExplanation Explain(MemberExplaining explaining, string method, CancellationToken cancellation)
    {
        try
        {
            return MemberExplanation.Mean([.. ArtefactsOrNone.Select(artefact =>
                StoredExplanation.Read(Explain(explaining, method, Parameters, artefact, cancellation)))]);
        }
        catch (InputException obstacle)
        {
            _services.Warn($"member {_member.Name}: no explanation by {method}: {obstacle.Message}");
            return new MemberExplanation(method, [], obstacle.Message);
        }
    }

    private string Explain(MemberExplaining explaining, string method, double[][] parameters, string? artefact, CancellationToken cancellation)
    {
        using StepKey key = _keys.Explanation();
        return Step(ExplanationName(method, artefact), explaining.Finish(key, method, parameters, artefact), draft =>
            StoredExplanation.Write(draft, explaining.Explain(method, parameters, artefact, cancellation)));
    }

    private string Train(int seed, CancellationToken cancellation)
    {
        string name = TrainingName(seed);
        return Step(
            name,
            _keys.Training(seed),
            draft => new MemberTraining(_plan, _member, _inputs, _services).Train(
                seed, draft, new Relay<TrainingProgress>(done => _progress.Report(new Training(name, done) { Member = _member.Name })), cancellation),
            _steps.Continue);
    }

    private string CalibrationName(CalibrationGroup group) => $"calibrate {_member.Name} on {group.Name}";

    private string SensitivityName(CalibrationGroup group) => $"sensitivity of {_member.Name} on {group.Name}";

    private string TrainingName(int seed) => $"train {_member.Name}, seed {seed}";

    private string SimulationName(string? artefact) =>
        artefact is null || _member.Section.Seeds == 1 ? $"simulate {_member.Name}" : $"simulate {_member.Name} by {Path.GetFileName(artefact)[..8]}";

    private string ExplanationName(string method, string? artefact) =>
        artefact is null || _member.Section.Seeds == 1 ? $"explain {_member.Name}: {method}" : $"explain {_member.Name}: {method} by {Path.GetFileName(artefact)[..8]}";

    private double[][] Parameters => _fit!.Value.Parameters;

    private IReadOnlyList<string?> ArtefactsOrNone => _fit!.Value.Artefacts is { Length: > 0 } artefacts ? artefacts : new string?[] { null };

    private StepTask TaskOf(StepKind kind, string name, string hash) => new() { Name = name, Hash = hash, Workflow = _workflow, Member = _member.Name, Kind = kind };

    /// <summary>Many basins run side by side, one thread each; few share the threads among the trials of each.</summary>
    private void CalibrateAll(CalibrationResult?[] calibrations, CancellationToken cancellation)
    {
        bool aside = calibrations.Length >= _plan.Workers && _plan.Workers > 1;
        if (!aside)
        {
            for (int group = 0; group < calibrations.Length; group++)
            {
                calibrations[group] = CalibrateWhereObserved(group, _plan.Workers, cancellation);
            }

            return;
        }

        WorkerThreads.For(calibrations.Length, _plan.Workers, group => calibrations[group] = CalibrateWhereObserved(group, 1, cancellation), cancellation);
    }

    private CalibrationResult? CalibrateWhereObserved(int group, int workers, CancellationToken cancellation) =>
        IsCalibrated(group) ? StoredCalibration.Read(Calibrate(group, workers, cancellation)) : null;

    private string Calibrate(int index, int workers, CancellationToken cancellation)
    {
        CalibrationGroup group = _groups[index];
        string basin = group.Name;
        CalibrationSection section = _member.Section.Calibrate!;
        Period period = _plan.Splits.Calibration!.Value;
        string label = ObjectiveLabel(section);
        return Step(CalibrationName(group), _keys.Calibration(index), draft =>
        {
            using var calibrator = new Calibrator(_member, _inputs, group, _plan.Routing, period, workers, _plan.Plugins, _services);
            var progress = new Relay<CalibrationProgress>(done => _progress.Report(new Calibrating(_member.Name, basin, label, done)));
            StoredCalibration.Write(draft, calibrator.Run(Seed, progress, cancellation));
        });
    }

    private MemberSimulation Simulate(double[][] parameters, string? artefact, CancellationToken cancellation)
    {
        string folder = Step(SimulationName(artefact), _keys.Simulation(parameters, artefact), draft =>
        {
            using var model = new PreparedModel(_member, _inputs, null, _services, artefact);
            using var river = new RiverDischarge(_inputs.Domain, _plan.Routing, _member.Descriptor, _inputs.Forcing.Time.Step, _plan.Workers, _services);
            double[][] ofUnits = _groups.Count == 1 ? [.. Enumerable.Repeat(parameters[0], model.Units.Count)] : parameters;
            StoredSimulation.Write(draft, MemberSimulation.Run(model, _inputs, ofUnits, river, _plan.Workflow.Run.BlockLength, cancellation, _frames));
        });
        return StoredSimulation.Read(folder);
    }

    private string Step(string name, string hash, Action<string> write, Func<string, Action<string>, string>? keep = null)
    {
        if (_only is { } only && only.Hash != hash)
        {
            throw new WorkException(
                $"what goes into it on {Environment.MachineName} is not what the run was started with", name, "Give all machines the same files, plugins and build of Tributary.");
        }

        if (_engine?.OutcomeOf(hash) is { } outcome)
        {
            return StepElsewhere(name, hash, outcome);
        }

        var clock = Stopwatch.StartNew();
        string? folder;
        bool reused;
        lock (_steps.GateOf(hash))
        {
            folder = _steps.Find(hash);
            reused = folder is not null;
            folder ??= (keep ?? _steps.Keep)(hash, write);
        }

        lock (_records)
        {
            _records.Add(new StepRecord(name, hash, reused, Math.Round(clock.Elapsed.TotalSeconds, 3)));
        }

        _progress.Report(new StepDone(name, reused, clock.Elapsed) { Member = _member.Name });
        return folder;
    }

    private string StepElsewhere(string name, string hash, TaskOutcome outcome)
    {
        if (outcome.Failure is { } failure)
        {
            throw failure.ToException();
        }

        lock (_records)
        {
            _records.Add(new StepRecord(name, hash, false, outcome.Seconds));
        }

        return _steps.Find(hash) ?? throw new WorkException("the process that did it left no whole result in the run's folder", name, "See that all machines share that folder, and run again.");
    }

    /// <summary>The objective in words, as <c>nse</c> or <c>0.5 kge + 0.5 log_nse</c>.</summary>
    public static string ObjectiveLabel(CalibrationSection section) => section.Objective is { Count: 1 } && section.Objective.First() is { Value: 1 } only
        ? only.Key
        : string.Join(" + ", section.Objective.OrderBy(term => term.Key, StringComparer.Ordinal).Select(term => string.Create(CultureInfo.InvariantCulture, $"{term.Value} {term.Key}")));
}
