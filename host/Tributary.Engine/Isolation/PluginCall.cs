using System.Text.Json;
using System.Text.Json.Serialization;
using Tributary.Contracts;

namespace Tributary.Engine;

/// <summary>What a host asks of a plugin's worker.</summary>
internal enum PluginCall
{
    Load,
    Describe,
    Prepare,
    Survey,
    Advance,
    Layout,
    Save,
    Restore,
    EndModel,
    Train,
    Explain,
    DescribeForecast,
    PrepareForecast,
    Forecast,
    Route,
    PullBack,
    PrepareCascade,
    CopyAtRiver,
    Hashes,
    Open,
    ReadBasin,
    Compare,
    Score,
    Search,
    NextTrials,
    DescribeCombiner,
    Fit,
    Combine,
    Import,
    Export,
    Examine,
}

/// <summary>What a worker asks its host back.</summary>
internal enum BackCall
{
    Warn,
    Progress,
    ReadGrid,
    RouteRunoff,
    PullBackRunoff,
    Draw,
}

/// <summary>What a plugin is, as its worker tells once it is loaded.</summary>
/// <param name="Name">Its kind, for people.</param>
/// <param name="SettingsSchema">JSON Schema of its settings.</param>
internal sealed record LoadedKind(string Name, JsonElement SettingsSchema)
{
    public bool IsModel { get; init; }

    public bool IsRouting { get; init; }

    public bool Learns { get; init; }

    public bool Forecasts { get; init; }

    public bool IsForcing { get; init; }

    public bool Examines { get; init; }

    public MetricWords[] Metrics { get; init; } = [];

    public OptimiserWords[] Optimisers { get; init; } = [];

    public CombinerWords[] Combiners { get; init; } = [];

    public ImportFormat[] ImportFormats { get; init; } = [];

    public ExportFormat[] ExportFormats { get; init; } = [];
}

/// <summary>A routing that shares the water's way with others in one process.</summary>
/// <param name="Key">Where it stands in the workflow.</param>
/// <param name="Folder">Its plugin's folder.</param>
/// <param name="Locked">The hashes that its files must have; null where nothing keeps a record.</param>
/// <param name="ParameterCount">Number of its parameters.</param>
internal sealed record CascadePart(string Key, string Folder, LockedPlugin? Locked, int ParameterCount);

/// <summary>What a metric says of itself.</summary>
internal sealed record MetricWords(string Name, string Label, string Unit, double Best, string Definition, bool LargerIsBetter, bool NeedsQuantiles);

/// <summary>What an optimiser says of itself.</summary>
internal sealed record OptimiserWords(string Name, string Description, bool SeeksFront);

/// <summary>What a way of combining says of itself.</summary>
internal sealed record CombinerWords(string Name, JsonElement SettingsSchema);

/// <summary>The basins that a source holds.</summary>
internal sealed record SourceWords(string[]? BasinIds, string[]? AllIds);

/// <summary>A failure in a worker, as it crosses to the host.</summary>
/// <param name="Type">Name of an exception that is the plugin's own; null for one of Tributary's.</param>
/// <param name="Failure">What happened.</param>
/// <param name="IsCancelled">Whether the host had asked it to stop.</param>
internal sealed record ForeignFailure(string? Type, TaskFailure Failure, bool IsCancelled)
{
    public static ForeignFailure Of(Exception error) => error is TributaryException or OperationCanceledException
        ? new ForeignFailure(null, TaskFailure.Of(error), error is OperationCanceledException)
        : new ForeignFailure(PluginException.NameOf(error), new TaskFailure { Problem = error.Message, Detail = error.ToString() }, false);

    /// <summary>The failure as the exception that it was, or as one that says what it was.</summary>
    public Exception ToException(CancellationToken cancellation) => IsCancelled ? new OperationCanceledException(cancellation)
        : Type is null ? Failure.ToException()
        : new PluginException(Type, Failure.Problem, Failure.Detail);
}

/// <summary>What a plugin threw in another process.</summary>
/// <param name="type">Name of the exception.</param>
/// <param name="message">Its message.</param>
/// <param name="detail">All that it said, with its stack.</param>
internal sealed class PluginException(string type, string message, string? detail) : Exception(message)
{
    /// <summary>Name of the exception.</summary>
    public string Type => type;

    /// <summary>Name of an exception, of one from another process the name that it had there.</summary>
    public static string NameOf(Exception error) => error is PluginException foreign ? foreign.Type : error.GetType().Name;

    /// <inheritdoc/>
    public override string ToString() => detail ?? base.ToString();
}

/// <summary>What a training is told beside its series.</summary>
internal sealed record TrainingOrder
{
    public required IReadOnlyList<Gauge> Gauges { get; init; }

    public required IReadOnlyList<Variable> TargetVariables { get; init; }

    public required SplitPeriods Splits { get; init; }

    public required int Seed { get; init; }

    public required string ArtefactFolder { get; init; }

    public IReadOnlyList<bool>? ForcingProvided { get; init; }

    public required int ThreadCount { get; init; }
}

/// <summary>What a model is prepared on beside its units.</summary>
internal sealed record PreparationOrder
{
    public required TimeSpan Step { get; init; }

    public IReadOnlyList<bool>? ForcingProvided { get; init; }

    public IReadOnlyList<Gauge> Gauges { get; init; } = [];

    public string? ArtefactFolder { get; init; }
}

/// <summary>An attribution but for its values.</summary>
internal sealed record AttributionWords(string Name, string Description, AttributionAxis[] Axes, string Unit, string? Verdict);

/// <summary>What crosses between a host and a worker in words.</summary>
[JsonSourceGenerationOptions(
    NumberHandling = JsonNumberHandling.AllowNamedFloatingPointLiterals, IgnoreReadOnlyProperties = true, DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(LoadedKind))]
[JsonSerializable(typeof(LockedPlugin))]
[JsonSerializable(typeof(ForeignFailure))]
[JsonSerializable(typeof(ModelDescriptor))]
[JsonSerializable(typeof(ForecastDescriptor))]
[JsonSerializable(typeof(RoutingDescriptor))]
[JsonSerializable(typeof(StateVariable[]))]
[JsonSerializable(typeof(PreparationOrder))]
[JsonSerializable(typeof(TrainingOrder))]
[JsonSerializable(typeof(TrainingSummary))]
[JsonSerializable(typeof(TrainingProgress))]
[JsonSerializable(typeof(AttributionWords))]
[JsonSerializable(typeof(CascadePart))]
[JsonSerializable(typeof(SourceWords))]
[JsonSerializable(typeof(BasinRecord))]
[JsonSerializable(typeof(Variable))]
[JsonSerializable(typeof(CombinerDescriptor))]
[JsonSerializable(typeof(CombinationWeights[]))]
[JsonSerializable(typeof(ImportedWorkflow))]
[JsonSerializable(typeof(ModelExport))]
[JsonSerializable(typeof(Diagnosis[]))]
[JsonSerializable(typeof(string[]))]
[JsonSerializable(typeof(Dictionary<string, string>))]
internal sealed partial class IsolationJson : JsonSerializerContext;
