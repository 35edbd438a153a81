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

    [Required]
    [Description("the part of the world that is simulated")]
    public DomainSection Domain { get; set; } = new();

    [Required]
    [Description("where the meteorological forcing (and by default the observed discharge) comes from")]
    public ForcingSection Forcing { get; set; } = new();

    [Description("where the observed discharge comes from, if not from the forcing's source")]
    public ForcingSection? Observations { get; set; }

    [Description("how water moves down the river network of a semi-distributed domain; left out, it reaches the gauges within its time step")]
    public RoutingSection? Routing { get; set; }

    [Required]
    [MinLength(1)]
    [Description("the members: models that run side by side; swap one line to swap a model")]
    public IReadOnlyList<MemberSection> Models { get; set; } = [];

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
    private const string Span = $$"""{ "type": "array", "items": { "type": "string", "pattern": "{{Dates.JsonPattern}}" }, "minItems": 2, "maxItems": 2 }""";

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

/// <summary>The part of the world that is simulated.</summary>
public sealed record DomainSection
{
    [Description("lumped: each basin stands alone; semi-distributed: basins drain into each other, with reaches between their gauges")]
    [AllowedValues("lumped", "semi-distributed")]
    public string Mode { get; set; } = "lumped";

    [Description("semi-distributed: whether areas, forcing and observed depths are those of the whole catchment above each gauge; what lies upstream is then taken out of each basin")]
    public bool Nested { get; set; }

    [Required]
    [Description("the basins: ids that the forcing's source knows, or mappings with an id and properties that the source does not give; or a file of ids, one a line")]
    [Schema("""
        {
          "description": "a list of basins, or { file: FILE }",
          "anyOf": [
            { "type": "array", "minItems": 1, "items": { "description": "a basin's id or a mapping with its id", "anyOf": [ { "type": ["string", "integer"] }, { "$ref": "#/definitions/basin" } ] } },
            { "type": "object", "properties": { "file": { "type": "string", "description": "file of ids, one a line" } }, "required": ["file"], "additionalProperties": false }
          ]
        }
        """)]
    public IReadOnlyList<BasinSection> Basins { get; set; } = [];

    [Description("division of each basin into bands by elevation")]
    public ElevationBandSection? ElevationBands { get; set; }
}

/// <summary>A basin, with what the forcing's source does not say of it.</summary>
public sealed record BasinSection
{
    [Required]
    [Description("the basin's id")]
    [Schema("""{ "type": ["string", "integer"] }""")]
    public string Id { get; set; } = string.Empty;

    [Description("semi-distributed: id of the basin that it drains into; left out at an outlet")]
    [Schema("""{ "type": ["string", "integer", "null"] }""")]
    public string? Downstream { get; set; }

    [Description("semi-distributed: the reach from this basin's gauge to the next one downstream")]
    public ReachSection? Reach { get; set; }

    [Description("area: a number in km2, or a value with its unit")]
    [Schema("""
        {
          "description": "a number in km2 or { value: NUMBER, unit: UNIT }",
          "anyOf": [
            { "type": "number" },
            { "type": "object", "properties": { "value": { "type": "number" }, "unit": { "type": "string" } }, "required": ["value", "unit"], "additionalProperties": false }
          ]
        }
        """)]
    public QuantitySection? Area { get; set; }

    [Description("latitude of the centroid in degrees north")]
    [Range(-90.0, 90.0)]
    public double? Latitude { get; set; }

    [Description("longitude of the centroid in degrees east")]
    [Range(-360.0, 360.0)]
    public double? Longitude { get; set; }

    [Description("elevation in m above sea level to which the forcing refers")]
    [Range(-500.0, 9000.0)]
    public double? Elevation { get; set; }

    [Description("elevations in m of equally spaced quantiles of the area, lowest first: a list, or a file of numbers in which 'key' picks the line that starts with it")]
    [Schema("""
        {
          "description": "a list of elevations or { file: FILE, key: WORD }",
          "anyOf": [
            { "type": "array", "items": { "type": "number" }, "minItems": 2 },
            { "type": "object", "properties": { "file": { "type": "string" }, "key": { "type": "string" } }, "required": ["file"], "additionalProperties": false }
          ]
        }
        """)]
    public HypsometrySection? Hypsometry { get; set; }

    [Description("static attributes by name")]
    [Schema("""{ "type": "object", "additionalProperties": { "type": "number" } }""")]
    public IReadOnlyDictionary<string, double> Attributes { get; set; } = new Dictionary<string, double>();
}

/// <summary>The reach between a gauge and the next one downstream.</summary>
public sealed record ReachSection
{
    [Required]
    [Description("length in km")]
    [Range(0.001, 100000.0)]
    public double Length { get; set; }

    [Description("slope in m per m")]
    [Range(0.0000001, 1.0)]
    public double Slope { get; set; } = 0.001;

    [Description("further properties by name, as the routing plugin wants them")]
    [Schema("""{ "type": "object", "additionalProperties": { "type": "number" } }""")]
    public IReadOnlyDictionary<string, double> Attributes { get; set; } = new Dictionary<string, double>();
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

    [Description("values of its parameters, the same on all reaches; the others take their defaults")]
    [Schema("""{ "type": "object", "additionalProperties": { "type": "number" } }""")]
    public IReadOnlyDictionary<string, double> Parameters { get; set; } = new Dictionary<string, double>();
}

/// <summary>A number with its unit.</summary>
public sealed record QuantitySection
{
    public double Value { get; set; }

    public string Unit { get; set; } = string.Empty;
}

/// <summary>The distribution of a basin's area over elevation.</summary>
public sealed record HypsometrySection
{
    public IReadOnlyList<double> Elevations { get; set; } = [];

    public string? File { get; set; }

    public string? Key { get; set; }
}

/// <summary>Division of each basin into bands by elevation.</summary>
public sealed record ElevationBandSection
{
    [Description("number of bands of equal area")]
    [Range(1, 100)]
    public int Count { get; set; } = 5;

    [Description("fall of air temperature with height in degC per 100 m, or 'seasonal' for the values of Valéry (2010)")]
    [Schema("""{ "description": "a number in degC per 100 m, or 'seasonal'", "anyOf": [ { "type": "number", "minimum": -1, "maximum": 2 }, { "type": "string", "enum": ["seasonal"] } ] }""")]
    public string TemperatureLapseRate { get; set; } = "seasonal";

    [Description("growth of precipitation with height per m: it is multiplied by exp(gradient * height difference) (Valéry, 2010)")]
    [Range(-0.01, 0.01)]
    public double PrecipitationGradient { get; set; } = 0.00041;
}

/// <summary>A source of series.</summary>
public sealed record ForcingSection
{
    [Required]
    [Description("the forcing plugin that reads the source")]
    public string Source { get; set; } = string.Empty;

    [Description("path of the files, relative to this file; {basin} stands for a basin's id")]
    public string? Files { get; set; }

    [Description("which series of the source is which variable: its name, a mapping with its name and unit, or a sum or mean of several; only where the source does not say")]
    [Schema("""
        {
          "type": "object",
          "additionalProperties": {
            "description": "a name, { name: NAME, unit: UNIT }, { sum: [NAME, ...] } or { mean: [NAME, ...] }",
            "anyOf": [
              { "type": "string" },
              {
                "type": "object",
                "properties": {
                  "name": { "type": "string", "description": "the source's own name" },
                  "sum": { "type": "array", "items": { "type": "string" }, "minItems": 1 },
                  "mean": { "type": "array", "items": { "type": "string" }, "minItems": 1 },
                  "unit": { "type": "string", "description": "its unit, where the source does not say" }
                },
                "additionalProperties": false
              }
            ]
          }
        }
        """)]
    public IReadOnlyDictionary<string, SeriesSection> Variables { get; set; } = new Dictionary<string, SeriesSection>();

    [Description("potential evapotranspiration: from the source, or computed by Oudin (2005) or Hargreaves and Samani (1985); left out, from the source where it has it, else by Oudin")]
    [AllowedValues("source", "oudin", "hargreaves")]
    public string? PotentialEvapotranspiration { get; set; }

    [Description("gaps in the forcing: an error, or filled by straight lines up to the longest length")]
    public GapSection Gaps { get; set; } = new();

    [Description("the plugin's own settings")]
    [Schema("""{ "type": "object" }""")]
    public System.Text.Json.JsonElement Settings { get; set; }
}

/// <summary>Which series of a source make a variable.</summary>
public sealed record SeriesSection
{
    public string? Name { get; set; }

    public IReadOnlyList<string>? Sum { get; set; }

    public IReadOnlyList<string>? Mean { get; set; }

    public string? Unit { get; set; }
}

/// <summary>What happens to gaps in the forcing.</summary>
public sealed record GapSection
{
    [Description("error: refuse them; fill: straight lines between neighbours (no precipitation)")]
    [AllowedValues("error", "fill")]
    public string Policy { get; set; } = "error";

    [Description("longest gap to fill in time steps")]
    [Range(1, 100000)]
    public int Longest { get; set; } = 5;
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

    [Description("fixed values of parameters; the others are calibrated or take their defaults")]
    [Schema("""{ "type": "object", "additionalProperties": { "type": "number" } }""")]
    public IReadOnlyDictionary<string, double> Parameters { get; set; } = new Dictionary<string, double>();

    [Description("how parameters are calibrated; left out, they are not")]
    public CalibrationSection? Calibrate { get; set; }

    [Description("stores and fluxes to keep in results.nc beside discharge")]
    public IReadOnlyList<string> Outputs { get; set; } = [];
}

/// <summary>How parameters are calibrated.</summary>
public sealed record CalibrationSection
{
    [Description("search algorithm: covariance matrix adaptation, dynamically dimensioned search, shuffled complex evolution or differential evolution")]
    [AllowedValues("cma-es", "dds", "sce-ua", "de")]
    public string Algorithm { get; set; } = "cma-es";

    [Description("what is maximised on the calibration period: one score, or a mapping of scores to weights")]
    [Schema("""
        {
          "description": "nse, kge, kge_2012, log_nse or rmse, or a mapping of these to weights",
          "anyOf": [
            { "type": "string", "enum": ["nse", "kge", "kge_2012", "log_nse", "rmse"] },
            {
              "type": "object", "minProperties": 1, "additionalProperties": false,
              "properties": {
                "nse": { "type": "number" }, "kge": { "type": "number" }, "kge_2012": { "type": "number" }, "log_nse": { "type": "number" }, "rmse": { "type": "number" }
              }
            }
          ]
        }
        """)]
    public IReadOnlyDictionary<string, double> Objective { get; set; } = new Dictionary<string, double> { ["nse"] = 1 };

    [Description("model runs of each start")]
    [Range(1, 100000000)]
    public int Budget { get; set; } = 1000;

    [Description("independent searches from different seeds; the best is kept")]
    [Range(1, 10000)]
    public int Starts { get; set; } = 1;

    [Description("seed of the first start; left out, that of the run")]
    public int? Seed { get; set; }

    [Description("semi-distributed: the gauges whose objectives are averaged; left out, all that are observed")]
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

    [Description("beside the split periods, scores by season or by calendar month")]
    [Schema("""{ "type": "array", "items": { "type": "string", "enum": ["calibration", "validation", "test", "season", "month"] } }""")]
    public IReadOnlyList<string> By { get; set; } = ["calibration", "validation", "test", "season"];
}

/// <summary>How the workflow runs.</summary>
public sealed record RunSection
{
    [Description("where tasks run; local: threads of this process")]
    [AllowedValues("local")]
    public string Engine { get; set; } = "local";

    [Description("threads; left out, one a processor core")]
    [Range(1, 4096)]
    public int? Workers { get; set; }

    [Description("folder of the runs, relative to this file; left out, 'runs' in the current folder")]
    public string? Folder { get; set; }

    [Description("seed of everything random")]
    public int Seed { get; set; } = 1;

    [Description("time steps of a simulation block; left out, the whole period. It changes memory, never results")]
    [Range(1, 1000000000)]
    public int? BlockLength { get; set; }
}
