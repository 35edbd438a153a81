using System.ComponentModel;
using System.ComponentModel.DataAnnotations;
using Tributary.Contracts;

namespace Tributary.Engine;

/// <summary>A source of series.</summary>
public sealed record ForcingSection
{
    /// <summary>The source that the host reads itself: grids through time.</summary>
    public const string Gridded = "gridded";

    [Required]
    [Description("the forcing plugin that reads the source; 'gridded' for grids through time, which are averaged over each unit")]
    public string Source { get; set; } = string.Empty;

    [Description("path of the files, relative to this file; {basin} stands for a basin's id; gridded: *, ? and ** stand for anything")]
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
                  "unit": { "type": "string", "description": "its unit, where the source does not say" },
                  "files": { "type": "string", "description": "gridded: files of this variable, where they are others" },
                  "method": { "type": "string", "enum": ["sum", "mean", "minimum", "maximum", "point"], "description": "gridded: how several steps make one; left out, as the file's cell_methods say" },
                  "stamp": { "type": "string", "enum": ["start", "middle", "end"], "description": "gridded: which instant of its interval a stamp names" },
                  "accumulated": { "type": "string", "pattern": "^([0-9]+(d|h)|run)$", "description": "gridded: values are sums since a reset that comes every so often (1d), or since the start of the series (run)" }
                },
                "additionalProperties": false
              }
            ]
          }
        }
        """)]
    public IReadOnlyDictionary<string, SeriesSection> Variables { get; set; } = new Dictionary<string, SeriesSection>();

    [Description("basins by outline: series of stations, not of basins, and how they are spread over the units")]
    public StationSection? Stations { get; set; }

    [Description("gridded, where the files are GeoTIFFs or other rasters: how their bands make a series")]
    public RasterSection? Rasters { get; set; }

    [Description("gridded: MB of fields that grid models, as hydrotrace, may have in memory; more stay in their files and are read in blocks of time")]
    [Range(1, 10000000)]
    public int MostInMemory { get; set; } = 4096;

    [Description("gridded: elevation in m that the forcing stands for, a variable of a NetCDF file; air temperature is then moved to the units' own elevations")]
    public ForcingElevationSection? Elevation { get; set; }

    [Description("fall of air temperature with height in degC per 100 m, where the forcing's elevation is known (gridded or stations)")]
    [Range(-1.0, 2.0)]
    public double LapseRate { get; set; } = 0.65;

    [Description("gridded: least share of a unit's area that must lie inside the grid; left out, all of it")]
    [Range(0.0, 1.0)]
    public double? LeastCover { get; set; }

    [Description("least share of a unit's weight that must have values at a time step; else the unit has a gap")]
    [Range(0.000000001, 1.0)]
    public double LeastShare { get; set; } = 0.5;

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

    public string? Files { get; set; }

    public string? Method { get; set; }

    public string? Stamp { get; set; }

    public string? Accumulated { get; set; }

    /// <summary>The source's own names, of which several are summed or averaged.</summary>
    internal IReadOnlyList<string> NamesOr(string own) => Sum ?? Mean ?? [Name ?? own];
}

/// <summary>Series of stations that are spread over units.</summary>
public sealed record StationSection
{
    [Description("inverse-distance: weights fall with distance from the unit's centroid; thiessen: each part of a unit takes its nearest station")]
    [AllowedValues("inverse-distance", "thiessen")]
    public string Method { get; set; } = "inverse-distance";

    [Description("inverse-distance: power of the distance")]
    [Range(0.01, 20.0)]
    public double Power { get; set; } = 2;

    [Description("inverse-distance: how many of the nearest stations take part; left out, all")]
    [Range(1, 1000000)]
    public int? Nearest { get; set; }

    [Description("ids of the stations that take part; left out, all of the source")]
    [Schema("""{ "type": "array", "items": { "type": ["string", "integer"] }, "minItems": 1 }""")]
    public IReadOnlyList<string>? Ids { get; set; }
}

/// <summary>How rasters make a series, where their bands do not say it themselves.</summary>
public sealed record RasterSection
{
    [Description("how the date stands in a file's name, as tp_{yyyyMMdd}.tif or {yyyy}/tp_{MM-dd}*.tif")]
    public string? Dates { get; set; }

    [Description("date of the first band of a file whose name and bands bear none")]
    [RegularExpression(Engine.Dates.Pattern)]
    public string? Start { get; set; }

    [Description("time from band to band: 1d, 6h, 1h, 15min; left out, the workflow's time step")]
    [RegularExpression("^[0-9]+(d|h|min)$")]
    public string? Step { get; set; }
}

/// <summary>The elevation that gridded forcing stands for.</summary>
public sealed record ForcingElevationSection
{
    [Required]
    [Description("NetCDF file on the forcing's own grid, relative to this file")]
    public string File { get; set; } = string.Empty;

    [Required]
    [Description("the variable")]
    public string Variable { get; set; } = string.Empty;

    [Description("its unit, where the file does not say; 'm2 s-2' is a geopotential")]
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
