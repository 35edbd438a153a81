using System.ComponentModel;
using System.ComponentModel.DataAnnotations;
using Tributary.Contracts;

namespace Tributary.Engine;

/// <summary>A workflow file, as the user wrote it: what runs, on which basins, with which models.</summary>
public sealed record Workflow
{
    [Description("version of this file's layout; 1")]
    [Schema("""{ "type": "integer", "enum": [1] }""")]
    public int SchemaVersion { get; set; } = 1;

    [Required]
    [Description("name of the workflow and of its run's folder")]
    [RegularExpression("^[A-Za-z0-9][A-Za-z0-9._-]*$")]
    public string Name { get; set; } = string.Empty;

    [Description("what the workflow is for, in a sentence")]
    public string? Description { get; set; }

    [Required]
    [Description("the simulated period and the time step")]
    public PeriodSection Period { get; set; } = new();

    [Description("parts of the period; each [first day, last day], both inclusive")]
    public SplitSection Splits { get; set; } = new();

    [Description("further folders to look for plugins in; relative to this file")]
    public IReadOnlyList<string> Plugins { get; set; } = [];

    [Description("file of SHA-256 hashes, one a line; an assembly of a plugin that is not on it is refused")]
    public string? PluginAllowList { get; set; }

    [Description("plugins that run in processes of their own wherever this workflow uses them, each by its id: models, routings, sources of forcing, and those that offer metrics, algorithms of calibration and combinations; 'isolation' beside a member's or a routing's plugin says so of that one alone")]
    [Schema($$"""{ "type": "object", "additionalProperties": {{IsolationSection.Form}} }""")]
    public IReadOnlyDictionary<string, IsolationSection> Isolation { get; set; } = new Dictionary<string, IsolationSection>();

    [Required]
    [Description("the part of the world that is simulated")]
    public DomainSection Domain { get; set; } = new();

    [Required]
    [Description("where the meteorological forcing (and by default the observed discharge) comes from")]
    public ForcingSection Forcing { get; set; } = new();

    [Description("where the observed discharge comes from, if not from the forcing's source")]
    public ForcingSection? Observations { get; set; }

    [Description("the weather's forecasts, for 'tributary forecast'")]
    public ForecastSection? Forecast { get; set; }

    [Description("how water moves down the river network of a semi-distributed or distributed domain; left out, it reaches the gauges within its time step")]
    public RoutingSection? Routing { get; set; }

    [Required]
    [MinLength(1)]
    [Description("the members: models that run side by side; swap one line to swap a model")]
    public IReadOnlyList<MemberSection> Models { get; set; } = [];

    [Description("variants of this workflow to try; the best by the validation period becomes the result")]
    public SweepSection? Sweep { get; set; }

    [Description("a study of transfer: members whose settings name {source} begin with a network that learned on other basins, from sources of several sizes and with several lengths of record")]
    public StudySection? Study { get; set; }

    [Description("invented catchments that 'tributary run' makes first, where they are not there yet")]
    public SyntheticSection? Synthetic { get; set; }

    [Description("how members are combined; left out, each stands alone")]
    public EnsembleSection? Ensemble { get; set; }

    [Description("how the results are scored")]
    public EvaluationSection Evaluate { get; set; } = new();

    [Description("how the workflow runs")]
    public RunSection Run { get; set; } = new();
}

/// <summary>The simulated period.</summary>
public sealed record PeriodSection
{
    [Required]
    [Description("first day (or hour), inclusive")]
    [RegularExpression(Dates.Pattern)]
    public string Start { get; set; } = string.Empty;

    [Required]
    [Description("last day, inclusive (or end hour, exclusive)")]
    [RegularExpression(Dates.Pattern)]
    public string End { get; set; } = string.Empty;

    [Description("time step: 1d, 6h, 1h, 15min")]
    [RegularExpression("^[0-9]+(d|h|min)$")]
    public string Step { get; set; } = "1d";
}

/// <summary>Parts of the period.</summary>
public sealed record SplitSection
{
    private const string Span = $$"""
        {
          "description": "its first and last day, or its share of the whole period; shares follow each other in time",
          "anyOf": [
            { "type": "array", "items": { "type": "string", "pattern": "{{Dates.JsonPattern}}" }, "minItems": 2, "maxItems": 2 },
            { "type": "number", "exclusiveMinimum": 0, "maximum": 1 }
          ]
        }
        """;

    [Description("simulated, never scored")]
    [Schema(Span)]
    public IReadOnlyList<string>? Warmup { get; set; }

    [Description("parameters and weights are fitted here")]
    [Schema(Span)]
    public IReadOnlyList<string>? Calibration { get; set; }

    [Description("choices between fits are made here")]
    [Schema(Span)]
    public IReadOnlyList<string>? Validation { get; set; }

    [Description("scored only")]
    [Schema(Span)]
    public IReadOnlyList<string>? Test { get; set; }
}

/// <summary>How water moves down the river network.</summary>
public sealed record RoutingSection : RoutingPartSection
{
    [Description("the way of water from the units to their reach, before it is in the river; left out, it is there within its time step")]
    public RoutingPartSection? Hillslope { get; set; }

    [Description("what holds in lakes and reservoirs in place of the river's routing; left out, they are reaches like all others")]
    public RoutingPartSection? Lakes { get; set; }
}

/// <summary>A routing plugin with its settings and parameters.</summary>
public record RoutingPartSection
{
    [Required]
    [Description("the routing plugin")]
    public string Plugin { get; set; } = string.Empty;

    [Description("the plugin's own settings")]
    [Schema("""{ "type": "object" }""")]
    public System.Text.Json.JsonElement Settings { get; set; }

    [Description(IsolationSection.What)]
    [Schema(IsolationSection.Form)]
    public IsolationSection? Isolation { get; set; }

    [Description("values of its parameters, the same on all reaches; the others take their defaults")]
    [Schema("""{ "type": "object", "additionalProperties": { "type": "number" } }""")]
    public IReadOnlyDictionary<string, double> Parameters { get; set; } = new Dictionary<string, double>();
}

/// <summary>A member: a model with its settings, and how its parameters come about.</summary>
public sealed record MemberSection
{
    [Required]
    [Description("name of the member; unique")]
    [RegularExpression("^[A-Za-z0-9][A-Za-z0-9_-]*$")]
    public string Name { get; set; } = string.Empty;

    [Required]
    [Description("the model plugin")]
    public string Plugin { get; set; } = string.Empty;

    [Description("the plugin's own settings")]
    [Schema("""{ "type": "object" }""")]
    public System.Text.Json.JsonElement Settings { get; set; }

    [Description(IsolationSection.What)]
    [Schema(IsolationSection.Form)]
    public IsolationSection? Isolation { get; set; }

    [Description("fixed values of parameters; the others are calibrated or take their defaults")]
    [Schema("""{ "type": "object", "additionalProperties": { "type": "number" } }""")]
    public IReadOnlyDictionary<string, double> Parameters { get; set; } = new Dictionary<string, double>();

    [Description("how parameters are calibrated; left out, they are not")]
    public CalibrationSection? Calibrate { get; set; }

    [Description("forcing of this member alone, in place of the workflow's: another product of the same basins and period")]
    public ForcingSection? Forcing { get; set; }

    [Description("domain of this member alone, as 'domain' says the workflow's: another division of the same basins, with gauges of the same ids. Its discharge at them takes part; its maps and outputs are those of a run of its own")]
    [Schema("""{ "type": "object" }""")]
    public System.Text.Json.JsonElement Domain { get; set; }

    [Description("with 'domain': the routing on it, as 'routing' says the workflow's")]
    [Schema("""{ "type": "object" }""")]
    public System.Text.Json.JsonElement Routing { get; set; }

    [Description("seed of this member's calibration and training; left out, that of its calibration, else of the run")]
    public int? Seed { get; set; }

    [Description("which parameters matter, on each basin; left out, it is not told. Written to models/NAME/sensitivity.csv and the report")]
    public SensitivitySection? Sensitivity { get; set; }

    [Description("lumped basins: after its calibration each basin gets the parameters that the other basins' suggest for its attributes, so that all scores are those of ungauged basins (leave one out); basins without observations get theirs so too")]
    public RegionalisationSection? Regionalise { get; set; }

    [Description("a model that learns: trainings from different seeds, whose results are averaged")]
    [Range(1, 1000)]
    public int Seeds { get; set; } = 1;

    [Description("a model that learns: the member whose simulation, with its given or default parameters, it learns before the observed discharge (as transfer's pretrain-on-model does)")]
    public string? PretrainOn { get; set; }

    [Description("stores and fluxes to keep in results.nc beside discharge at the gauges; specific_discharge is that of the gauges in mm d-1, on a river network 'discharge' is that of every reach")]
    public IReadOnlyList<string> Outputs { get; set; } = [];

    [Description("methods by which the model explains its results over the test period (or the last other split), as attention or integrated_gradients; written to explanation.nc")]
    public IReadOnlyList<string> Explain { get; set; } = [];
}

/// <summary>How parameters are calibrated.</summary>
public sealed record CalibrationSection
{
    internal const string ObjectiveSchema = """
        {
          "description": "a metric, as nse, kge, log_nse or rmse, or a mapping of metrics to weights",
          "anyOf": [
            { "type": "string" },
            { "type": "object", "minProperties": 1, "additionalProperties": { "type": "number" } }
          ]
        }
        """;

    [Description("optimiser, as cma-es, dds, sce-ua or de; of the Pareto front that nsga-ii seeks of several metrics, the point nearest to the best of each is taken, by their weights")]
    public string Algorithm { get; set; } = "cma-es";

    [Description("what is maximised on the calibration period: one metric, or a mapping of metrics to weights; one that is not the better the larger counts as minus its distance from the best")]
    [Schema(ObjectiveSchema)]
    public IReadOnlyDictionary<string, double> Objective { get; set; } = new Dictionary<string, double> { ["nse"] = 1 };

    [Description("model runs of each start")]
    [Range(1, 100000000)]
    public int Budget { get; set; } = 1000;

    [Description("independent searches from different seeds; the best is kept")]
    [Range(1, 10000)]
    public int Starts { get; set; } = 1;

    [Description("seed of the first start; left out, that of the run")]
    public int? Seed { get; set; }

    [Description("lumped basins: one parameter set for all of them, which maximises the mean, the median or the worst of their objectives; left out, each has its own. On a river network, how the gauges' objectives are brought together, the mean where it is left out")]
    [AllowedValues("mean", "median", "worst")]
    public string? Region { get; set; }

    [Description("semi-distributed and distributed: the gauges whose objectives are averaged; left out, all that are observed")]
    [Schema("""{ "type": "array", "items": { "type": ["string", "integer"] }, "minItems": 1 }""")]
    public IReadOnlyList<string>? Gauges { get; set; }

    [Description("narrower bounds of parameters: [lowest, highest]")]
    [Schema("""{ "type": "object", "additionalProperties": { "type": "array", "items": { "type": "number" }, "minItems": 2, "maxItems": 2 } }""")]
    public IReadOnlyDictionary<string, IReadOnlyList<double>> Bounds { get; set; } = new Dictionary<string, IReadOnlyList<double>>();
}

/// <summary>How the results are scored.</summary>
public sealed record EvaluationSection
{
    [Description("scores to print and to put first; all are computed")]
    [Schema("""{ "type": "array", "items": { "type": "string" } }""")]
    public IReadOnlyList<string> Metrics { get; set; } = ["nse", "kge", "log_nse", "pbias"];

    [Description("the member that the others are compared with over all basins: comparison.csv and gains.csv tell what each gains on it and in what share of the basins it does harm")]
    public string? Baseline { get; set; }

    [Description("beside the split periods, scores by season or by calendar month")]
    [Schema("""{ "type": "array", "items": { "type": "string", "enum": ["calibration", "validation", "test", "season", "month"] } }""")]
    public IReadOnlyList<string> By { get; set; } = ["calibration", "validation", "test", "season"];
}
