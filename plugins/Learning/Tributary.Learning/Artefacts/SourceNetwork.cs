using Tributary.Contracts;

namespace Tributary.Learning;

/// <summary>A trained network to go on from, whoever trained it: an artefact of these plugins, or a run of NeuralHydrology or googlehydrology.</summary>
public sealed record SourceNetwork
{
    private const double HoursPerDay = 24;

    /// <summary>Its folder.</summary>
    public required string Folder { get; init; }

    /// <summary>File of its weights.</summary>
    public required string WeightsFile { get; init; }

    /// <summary>Whether NeuralHydrology or googlehydrology trained it, whose variables bear names of their own and no units.</summary>
    public bool IsForeign { get; init; }

    /// <summary>The network's sizes.</summary>
    public required NetworkShape Shape { get; init; }

    /// <summary>Steps that it reads for one prediction.</summary>
    public required int Lookback { get; init; }

    /// <summary>Last steps of a window that had targets.</summary>
    public required int PredictLast { get; init; }

    /// <summary>Forcing variables, in the network's order.</summary>
    public required IReadOnlyList<string> DynamicInputs { get; init; }

    /// <summary>Features computed from them.</summary>
    public IReadOnlyList<string> DerivedInputs { get; init; } = [];

    /// <summary>Static attributes, in the network's order.</summary>
    public required IReadOnlyList<string> StaticAttributes { get; init; }

    /// <summary>What it predicts.</summary>
    public required IReadOnlyList<string> Targets { get; init; }

    /// <summary>Scaler of inputs, attributes and targets; discharge as the source's own target has it. That of a googlehydrology run is read by <see cref="On"/>.</summary>
    public required Scaler Scaler { get; init; }

    /// <summary>Time step that it learned on; null where it does not say.</summary>
    public TimeSpan? Step { get; init; }

    /// <summary>Finds out what lies in a folder and reads it, the weights left aside.</summary>
    /// <exception cref="InputException">It holds no trained network.</exception>
    public static SourceNetwork Read(string folder) =>
        File.Exists(Path.Combine(folder, RunoffArtefact.ConfigurationName)) || !HoldsNeuralHydrology(folder) ? Own(folder)
        : GoogleHydrologyRun.IsOne(folder) ? Forecasting(folder)
        : Foreign(folder);

    /// <summary>Its weights, by the names of this library's networks.</summary>
    /// <exception cref="InputException">The file is missing or damaged.</exception>
    public IReadOnlyDictionary<string, StoredTensor> Weights() => !IsForeign ? PyTorchFile.ReadTensors(WeightsFile)
        : Shape.Forecast is not null ? RunFolder.Weights(WeightsFile)
        : NeuralHydrologyRun.Read(Folder).Weights;

    /// <summary>The same for a workflow's time step, its target being runoff depth in mm d-1.</summary>
    /// <param name="step">The time step.</param>
    /// <param name="files">Opens NetCDF files, as a googlehydrology run's scaler is one.</param>
    /// <exception cref="InputException">It learned on another step, or its target is not discharge alone.</exception>
    public SourceNetwork On(TimeSpan step, IArrayFiles files)
    {
        if (Step is { } learned && learned != step)
        {
            throw new InputException(
                $"the network learned on steps of {StepLength.InWords(learned)}, the workflow has {StepLength.InWords(step)}", Folder, "Set period.step to the network's own.");
        }

        if (!IsForeign)
        {
            return this;
        }

        Scaler scaler = Shape.Forecast is null ? Scaler : GoogleHydrologyRun.Read(files, Folder).Scaler;
        VariableScaling target = scaler.Targets[0];
        double perDay = DepthsPerDay(Targets[0], step);
        return this with
        {
            Scaler = scaler with { Inputs = [.. DynamicInputs.Select(name => scaler.Inputs.First(scaling => scaling.Name == name))], Targets = [target with { Name = Variables.Discharge.Name, Unit = "mm d-1", Center = target.Center * perDay, Scale = target.Scale * perDay }] },
        };
    }

    private static bool HoldsNeuralHydrology(string folder) => File.Exists(Path.Combine(folder, "config.yml")) || folder.EndsWith(".yml", StringComparison.Ordinal);

    private static SourceNetwork Own(string folder)
    {
        RunoffArtefact artefact = RunoffArtefact.Read(folder);
        return new SourceNetwork
        {
            Folder = folder,
            WeightsFile = Path.Combine(folder, RunoffArtefact.WeightsName),
            Shape = artefact.Network,
            Lookback = artefact.Lookback,
            PredictLast = artefact.PredictLast,
            DynamicInputs = artefact.DynamicInputs,
            DerivedInputs = artefact.DerivedInputs,
            StaticAttributes = artefact.StaticAttributes,
            Targets = artefact.Targets,
            Scaler = ScalerFile.Read(Path.Combine(folder, ScalerFile.Name)),
            Step = TimeSpan.FromSeconds(artefact.StepSeconds),
        };
    }

    private static SourceNetwork Forecasting(string folder)
    {
        (ForecastShape shape, IReadOnlyList<string> attributes, IReadOnlyList<string> targets) = GoogleHydrologyRun.Describe(folder);
        return new SourceNetwork
        {
            Folder = folder,
            WeightsFile = RunFolder.At(folder).Model(null).Path,
            IsForeign = true,
            Shape = ForecastWindows.ShapeOf(shape),
            Lookback = shape.SequenceLength + shape.LeadTime,
            PredictLast = shape.LeadTime,
            DynamicInputs = [.. RunoffForecast.Inputs(shape)],
            StaticAttributes = attributes,
            Targets = Single(targets, folder),
            Scaler = new Scaler { FittedOn = string.Empty, Inputs = [], Attributes = [], Targets = [] },
            Step = TimeSpan.FromDays(1),
        };
    }

    private static IReadOnlyList<string> Single(IReadOnlyList<string> targets, string folder) => targets.Count == 1
        ? targets
        : throw new InputException($"the run has the targets {string.Join(", ", targets)}; only one of discharge can be taken", folder);

    private static SourceNetwork Foreign(string folder)
    {
        NeuralHydrologyRun run = NeuralHydrologyRun.Read(folder);
        return new SourceNetwork
        {
            Folder = folder,
            WeightsFile = run.ModelFile,
            IsForeign = true,
            Shape = run.Shape,
            Lookback = run.SequenceLength,
            PredictLast = run.PredictLast,
            DynamicInputs = run.Inputs,
            StaticAttributes = run.Attributes,
            Targets = Single(run.Targets, folder),
            Scaler = run.Scaler,
            Step = run.Frequency is not { } frequency ? null
                : frequency.EndsWith("H", StringComparison.OrdinalIgnoreCase) ? TimeSpan.FromHours(1) : TimeSpan.FromDays(1),
        };
    }

    /// <summary>NeuralHydrology names the unit in the target's name: <c>QObs(mm/d)</c>, <c>qobs_mm_per_hour</c>; Caravan's streamflow is in mm/d.</summary>
    private static double DepthsPerDay(string target, TimeSpan step)
    {
        string name = target.ToUpperInvariant();
        return name.Contains("MM/H", StringComparison.Ordinal) || name.Contains("MM_PER_HOUR", StringComparison.Ordinal) ? HoursPerDay
            : name.Contains("MM/D", StringComparison.Ordinal) || name.Contains("MM_PER_DAY", StringComparison.Ordinal) || name == "STREAMFLOW" ? 1
            : TimeSpan.FromDays(1) / step;
    }
}
