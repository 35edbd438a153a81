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
    private readonly HostServices _services;
    private readonly StepStore _steps;
    private readonly IProgress<RunEvent> _progress;
    private readonly IReadOnlyList<CalibrationGroup> _groups;
    private readonly List<StepRecord> _records = [];
    private readonly int[]? _frames;

    public MemberRun(WorkflowPlan plan, MemberPlan member, WorkflowInputs inputs, HostServices services, StepStore steps, IProgress<RunEvent> progress)
    {
        (_plan, _member, _inputs, _services, _steps, _progress) = (plan, member, inputs, services, steps, progress);
        _groups = CalibrationGroup.Of(inputs.Domain, plan.Workflow.Name);
        _frames = RunMap.FramesOf(inputs)?.Starts;
    }

    private int Seed => _member.Section.Calibrate?.Seed ?? _plan.Workflow.Run.Seed;

    public MemberResult Run(CancellationToken cancellation)
    {
        var calibrations = new CalibrationResult?[_groups.Count];
        if (_member.Section.Calibrate is not null)
        {
            CalibrateAll(calibrations, cancellation);
        }

        double[] given = _member.GivenParameters();
        double[][] parameters = [.. calibrations.Select(calibration => calibration?.Parameters ?? given)];
        string[] artefacts = _member.Plugin is ITrainablePlugin ? TrainAll(cancellation) : [];
        MemberSimulation simulation = artefacts.Length == 0
            ? Simulate(parameters, null, cancellation)
            : MemberSimulation.Mean([.. artefacts.Select(artefact => Simulate(parameters, artefact, cancellation))]);
        var explanations = new MemberExplaining(_plan, _member, _inputs, _services);
        MemberExplanation[] explained = [.. _member.Section.Explain.Distinct().Select(method => Explain(explanations, method, parameters, artefacts, cancellation))];
        return new MemberResult(_member, _groups, parameters, calibrations, simulation, Seed, [.. _records.OrderBy(record => record.Name, StringComparer.Ordinal)])
        {
            Artefacts = artefacts,
            Notes = [.. artefacts.SelectMany(artefact => MemberTraining.ReadSummary(artefact).Notes).Distinct().Select(note => $"member {_member.Name}: {note}")],
            Explanations = explained,
        };
    }

    /// <summary>The mean over the seeds. What the inputs do not allow costs the run no other result.</summary>
    private MemberExplanation Explain(MemberExplaining explaining, string method, double[][] parameters, string[] artefacts, CancellationToken cancellation)
    {
        try
        {
            return MemberExplanation.Mean([.. (artefacts.Length == 0 ? [null] : artefacts.Cast<string?>()).Select(artefact =>
            {
                string of = artefacts.Length > 1 ? $" by {Path.GetFileName(artefact)![..8]}" : string.Empty;
                using StepKey key = ModelKey("explain", 0, _inputs.Domain.Units.Count);
                string folder = Step($"explain {_member.Name}: {method}{of}", explaining.Finish(key, method, parameters, artefact), draft =>
                    StoredExplanation.Write(draft, explaining.Explain(method, parameters, artefact, cancellation)));
                return StoredExplanation.Read(folder);
            })]);
        }
        catch (InputException obstacle)
        {
            _services.Warn($"member {_member.Name}: no explanation by {method}: {obstacle.Message}");
            return new MemberExplanation(method, [], obstacle.Message);
        }
    }

    /// <summary>One training a seed, one after another: each uses all threads.</summary>
    private string[] TrainAll(CancellationToken cancellation)
    {
        string[] folders = new string[_member.Section.Seeds];
        for (int i = 0; i < folders.Length; i++)
        {
            cancellation.ThrowIfCancellationRequested();
            int seed = Seed + i;
            string name = $"train {_member.Name}, seed {seed}";
            folders[i] = Step(
                name,
                TrainingKey(seed),
                draft => new MemberTraining(_plan, _member, _inputs, _services).Train(
                    seed, draft, new Relay<TrainingProgress>(done => _progress.Report(new Training(name, done))), cancellation),
                _steps.Continue);
        }

        return folders;
    }

    /// <summary>Many basins run side by side, one thread each; few share the threads among the trials of each.</summary>
    private void CalibrateAll(CalibrationResult?[] calibrations, CancellationToken cancellation)
    {
        bool aside = calibrations.Length >= _plan.Workers && _plan.Workers > 1;
        if (!aside)
        {
            for (int group = 0; group < calibrations.Length; group++)
            {
                calibrations[group] = Calibrate(_groups[group], _plan.Workers, cancellation);
            }

            return;
        }

        WorkerThreads.For(calibrations.Length, _plan.Workers, group => calibrations[group] = Calibrate(_groups[group], 1, cancellation), cancellation);
    }

    private CalibrationResult Calibrate(CalibrationGroup group, int workers, CancellationToken cancellation)
    {
        string basin = group.Name;
        CalibrationSection section = _member.Section.Calibrate!;
        Period period = _plan.Splits.Calibration!.Value;
        string folder = Step($"calibrate {_member.Name} on {basin}", CalibrationKey(group, section, period), draft =>
        {
            using var calibrator = new Calibrator(_member, _inputs, group, _plan.Routing, period, workers, _services);
            var progress = new Relay<CalibrationProgress>(done => _progress.Report(new Calibrating(_member.Name, basin, ObjectiveLabel(section), done)));
            StoredCalibration.Write(draft, calibrator.Run(Seed, progress, cancellation));
        });
        return StoredCalibration.Read(folder);
    }

    private MemberSimulation Simulate(double[][] parameters, string? artefact, CancellationToken cancellation)
    {
        string name = artefact is null || _member.Section.Seeds == 1 ? $"simulate {_member.Name}" : $"simulate {_member.Name} by {Path.GetFileName(artefact)[..8]}";
        string folder = Step(name, SimulationKey(parameters, artefact), draft =>
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

        _progress.Report(new StepDone(name, reused, clock.Elapsed));
        return folder;
    }

    private string CalibrationKey(CalibrationGroup group, CalibrationSection section, Period period)
    {
        using StepKey key = group.Unit is { } unit ? ModelKey("calibrate", unit, 1) : ModelKey("calibrate", 0, _inputs.Domain.Units.Count);
        Range scored = _inputs.Forcing.Time.IndicesWithin(period);
        foreach (int gauge in group.Gauges)
        {
            key.Add("observed", _inputs.ObservedIn(gauge, scored));
        }

        key.Add("gauges", string.Join(',', section.Gauges ?? []))
            .Add("scored", scored.ToString())
            .Add("algorithm", section.Algorithm)
            .Add("objective", ObjectiveLabel(section))
            .Add("budget", string.Create(CultureInfo.InvariantCulture, $"{section.Budget} x {section.Starts} from {Seed}"))
            .Add("free", string.Join(',', _member.FreeParameters))
            .Add("given", _member.GivenParameters());
        foreach ((string name, IReadOnlyList<double> bounds) in section.Bounds.OrderBy(entry => entry.Key, StringComparer.Ordinal))
        {
            key.Add(name, [.. bounds]);
        }

        return key.Finish();
    }

    private string TrainingKey(int seed)
    {
        using StepKey key = ModelKey("train", 0, _inputs.Domain.Units.Count);
        foreach (double[] observed in _inputs.Observed.Concat(_member.Descriptor.Targets.SelectMany(target => _inputs.AlsoObserved.GetValueOrDefault(target.Name) ?? [])))
        {
            key.Add("observed", observed);
        }

        if (_member.PretrainOn is { } other)
        {
            using StepKey pretraining = ModelKey("pretrain", 0, _inputs.Domain.Units.Count, other);
            key.Add("pretraining", pretraining.Add("parameters", other.GivenParameters()).Finish());
        }

        return key.Add("splits", _plan.Splits.ToString()).Add("seed", seed.ToString(CultureInfo.InvariantCulture)).Finish();
    }

    /// <summary>The artefact's folder is named by the hash of all that it was trained with.</summary>
    private string SimulationKey(double[][] parameters, string? artefact)
    {
        using StepKey key = ModelKey("simulate", 0, _inputs.Domain.Units.Count);
        if (artefact is not null)
        {
            key.Add("artefact", Path.GetFileName(artefact));
        }

        foreach (double[] set in parameters)
        {
            key.Add("parameters", set);
        }

        return key.Add("outputs", string.Join(',', _member.KeptOutputs(_inputs.Domain))).Add("frames", string.Join(',', _frames ?? [])).Finish();
    }

    /// <summary>The plugin, its settings, and all of the domain and the forcing that it sees. The member's name is not part: two that are the same share their steps.</summary>
    private StepKey ModelKey(string kind, int firstUnit, int unitCount, MemberPlan? other = null)
    {
        MemberPlan member = other ?? _member;
        TimeAxis time = _inputs.Forcing.Time;
        StepKey key = new StepKey(kind)
            .Add("plugin", member.Loaded.Manifest.Id)
            .Add("version", member.Loaded.Manifest.Version)
            .Add("code", member.Loaded.FolderHash)
            .Add("settings", member.Section.Settings.ValueKind == System.Text.Json.JsonValueKind.Undefined ? "{}" : member.Section.Settings.GetRawText())
            .Add("time", string.Create(CultureInfo.InvariantCulture, $"{time.Start:O} {time.Step.Ticks} {time.Count}"));
        foreach (string file in member.Descriptor.Files.SelectMany(WorkflowRun.FilesAt))
        {
            key.Add("file", FileRecord.Of(file).Sha256);
        }

        bool isStreamed = _inputs.Streamed is not null && member.Descriptor.InputKind == InputKind.Grid;
        foreach (string file in isStreamed ? _inputs.Files : [])
        {
            key.Add("file", FileRecord.Of(file).Sha256);
        }

        AddRiver(key);
        for (int unit = firstUnit; unit < firstUnit + unitCount; unit++)
        {
            CatchmentUnits only = _inputs.Domain.Units.Only(unit);
            key.Add("area", only.AreaKm2).Add("latitude", only.Latitude).Add("longitude", only.Longitude).Add("elevation", only.Elevation)
                .Add("band area", only.Bands.AreaFraction).Add("band height", only.Bands.HeightAboveForcing).Add("band precipitation", only.Bands.PrecipitationFactor);
            double[] lapseRates = new double[366];
            only.Bands.LapseRates(new TimeAxis(new DateTime(2000, 1, 1), TimeSpan.FromDays(1), 366), 0, lapseRates);
            key.Add("lapse rates", lapseRates);
            foreach (AttributeDeclaration attribute in member.Descriptor.Attributes)
            {
                key.Add(attribute.Name, only.Attributes.Contains(attribute.Name) ? only.Attributes[attribute.Name] : default);
            }

            foreach (ForcingDeclaration forcing in isStreamed ? [] : member.Descriptor.Forcing)
            {
                key.Add(forcing.Variable.Name, _inputs.Forcing.Contains(forcing.Variable) ? _inputs.Forcing.Series(forcing.Variable, unit) : default);
            }
        }

        return key;
    }

    private void AddRiver(StepKey key)
    {
        if (_inputs.Domain.Network is not { } network)
        {
            return;
        }

        key.Add("downstream", string.Join(',', network.Downstream.ToArray())).Add("reach of unit", string.Join(',', network.ReachOfUnit.ToArray()))
            .Add("gauges", string.Join(',', _inputs.Domain.Gauges.Select(gauge => $"{gauge.Reach} {gauge.AtHead}"))).Add("length", network.LengthMetres).Add("slope", network.Slope);
        foreach (string name in network.Attributes.Names.Order(StringComparer.Ordinal))
        {
            key.Add(name, network.Attributes[name]);
        }

        if (_plan.Routing is { } routing)
        {
            foreach (RoutingPlan part in routing.Parts)
            {
                key.Add(part.Key, $"{part.Loaded.Manifest.Id} {part.Loaded.Manifest.Version} {part.Loaded.FolderHash}")
                    .Add("routing settings", part.Section.Settings.ValueKind == System.Text.Json.JsonValueKind.Undefined ? "{}" : part.Section.Settings.GetRawText());
            }

            key.Add("routing parameters", routing.Parameters());
        }
    }

    /// <summary>The objective in words, as <c>nse</c> or <c>0.5 kge + 0.5 log_nse</c>.</summary>
    public static string ObjectiveLabel(CalibrationSection section) => section.Objective is { Count: 1 } && section.Objective.First() is { Value: 1 } only
        ? only.Key
        : string.Join(" + ", section.Objective.OrderBy(term => term.Key, StringComparer.Ordinal).Select(term => string.Create(CultureInfo.InvariantCulture, $"{term.Value} {term.Key}")));
}

/// <summary>What became of a member.</summary>
/// <param name="Member">The member.</param>
/// <param name="Groups">The units that share a parameter set each.</param>
/// <param name="Parameters">Parameter set of each group, <c>[group][parameter]</c>.</param>
/// <param name="Calibrations">How each group's set came about; null where it was given.</param>
/// <param name="Simulation">Its results.</param>
/// <param name="Seed">Seed of its first calibration start.</param>
/// <param name="Steps">Its steps.</param>
public sealed record MemberResult(
    MemberPlan Member,
    IReadOnlyList<CalibrationGroup> Groups,
    double[][] Parameters,
    IReadOnlyList<CalibrationResult?> Calibrations,
    MemberSimulation Simulation,
    int Seed,
    IReadOnlyList<StepRecord> Steps)
{
    /// <summary>Folders of what the trainings left, one a seed; empty for a model that does not learn.</summary>
    public IReadOnlyList<string> Artefacts { get; init; } = [];

    /// <summary>What its trainings want to be known.</summary>
    public IReadOnlyList<string> Notes { get; init; } = [];

    /// <summary>What it says of its own results, one for each method asked for.</summary>
    public IReadOnlyList<MemberExplanation> Explanations { get; init; } = [];

    /// <summary>The group that a gauge belongs to.</summary>
    public int GroupOf(int gauge) => Groups.Count == 1 ? 0 : gauge;
}

/// <summary>Passes progress on at once, on the thread that reports it.</summary>
/// <param name="report">Receives it.</param>
internal sealed class Relay<T>(Action<T> report) : IProgress<T>
{
    public void Report(T value) => report(value);
}

/// <summary>Runs independent pieces of work on several threads.</summary>
internal static class WorkerThreads
{
    /// <summary>Does all pieces; the first failure is thrown as it was, without a wrapper.</summary>
    public static void For(int count, int workers, Action<int> work, CancellationToken cancellation)
    {
        try
        {
            Parallel.For(0, count, new ParallelOptions { MaxDegreeOfParallelism = workers, CancellationToken = cancellation }, work);
        }
        catch (AggregateException errors)
        {
            Exception first = errors.InnerExceptions.FirstOrDefault(error => error is not OperationCanceledException) ?? errors.InnerExceptions[0];
            System.Runtime.ExceptionServices.ExceptionDispatchInfo.Throw(first);
        }
    }
}
