using System.ComponentModel;
using System.ComponentModel.DataAnnotations;
using Tributary.Contracts;

namespace Tributary.Engine;

/// <summary>The part of the world that is simulated.</summary>
public sealed record DomainSection
{
    [Description("lumped: each basin stands alone, its forcing the mean over its outline; semi-distributed: subbasins drain into each other along reaches; distributed: grid cells drain into each other")]
    [AllowedValues("lumped", "semi-distributed", "distributed")]
    public string Mode { get; set; } = "lumped";

    [Description("semi-distributed basins by table: whether areas, forcing and observed depths are those of the whole catchment above each gauge; what lies upstream is then taken out of each basin")]
    public bool Nested { get; set; }

    [Description("the basins by table: ids that the forcing's source knows, or mappings with an id and properties that the source does not give; or a file of ids, one a line")]
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

    [Description("basins by outline: a layer of polygons")]
    public UnitsSection? Units { get; set; }

    [Description("the river network below the polygons")]
    public NetworkSection? Network { get; set; }

    [Description("basins drawn from a digital elevation model and a pour point, instead of 'units' and 'network'")]
    public DelineationSection? Delineate { get; set; }

    [Description("digital elevation model (a raster): elevations and bands of the units, and the directions of flow between grid cells")]
    public string? Dem { get; set; }

    [Description("static attributes of the units by name, as shares of glaciers or land cover, from grids: means over each unit")]
    [Schema("""
        {
          "type": "object",
          "additionalProperties": {
            "type": "object",
            "properties": {
              "file": { "type": "string", "description": "NetCDF file, GeoTIFF or other raster, relative to this file" },
              "variable": { "type": "string", "description": "the variable; left out, the attribute's own name" },
              "unit": { "type": "string", "description": "its unit, where the file does not say" }
            },
            "required": ["file"],
            "additionalProperties": false
          }
        }
        """)]
    public IReadOnlyDictionary<string, StaticGridSection> StaticGrids { get; set; } = new Dictionary<string, StaticGridSection>();

    [Description("distributed: the grid; left out, the cells of the forcing's own grid")]
    public CellsSection? Cells { get; set; }

    [Description("where discharge is wanted; left out, at every outlet of the network")]
    public IReadOnlyList<GaugeSection> Gauges { get; set; } = [];

    [Description("division of each basin into bands by elevation")]
    public ElevationBandSection? ElevationBands { get; set; }

    /// <summary>Whether the basins come as outlines and not by table.</summary>
    internal bool HasOutlines => Units is not null || Delineate is not null;

    /// <summary>The mode as models declare it.</summary>
    internal SpatialModes SpatialMode => Mode switch
    {
        "semi-distributed" => SpatialModes.SemiDistributed,
        "distributed" => SpatialModes.Distributed,
        _ => SpatialModes.Lumped,
    };
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

    [Description("the basin's own forcing (and observed discharge), where it comes from another source than that of the others; it stands in the place of 'forcing'")]
    public ForcingSection? Forcing { get; set; }
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

    /// <summary>Makes the bands of all units.</summary>
    /// <param name="hypsometry">As of <see cref="ElevationBanding.Divide"/>.</param>
    /// <param name="elevation">Elevation in m to which each unit's forcing refers.</param>
    internal ElevationBands Divide(IReadOnlyList<double[]?> hypsometry, ReadOnlySpan<double> elevation)
    {
        double? lapseRate = TemperatureLapseRate == "seasonal" ? null : double.Parse(TemperatureLapseRate, System.Globalization.CultureInfo.InvariantCulture);
        return ElevationBanding.Divide(hypsometry, elevation, Count, lapseRate, PrecipitationGradient);
    }
}
