using System.ComponentModel;
using System.ComponentModel.DataAnnotations;
using Tributary.Contracts;

namespace Tributary.Engine;

/// <summary>A layer of polygons: subbasins, hydrological response units or whole basins.</summary>
public sealed record UnitsSection
{
    [Required]
    [Description("shapefile, GeoPackage or GeoJSON, relative to this file")]
    public string File { get; set; } = string.Empty;

    [Description("the layer, where the file has several")]
    public string? Layer { get; set; }

    [Description("coordinate system as EPSG:4326, instead of the one that the file states")]
    public string? Crs { get; set; }

    [Required]
    [Description("field of unique ids")]
    public string Id { get; set; } = string.Empty;

    [Description("field that names the reach into which a unit drains; left out, the network's own id")]
    public string? Subbasin { get; set; }

    [Description("field of areas (km2 where no unit is given); left out, computed from the outlines")]
    [Schema(FieldSection.Form)]
    public FieldSection? Area { get; set; }

    [Description("field of mean elevations (m where no unit is given); left out, from the digital elevation model where there is one")]
    [Schema(FieldSection.Form)]
    public FieldSection? Elevation { get; set; }

    [Description("fields of numbers to keep as static attributes")]
    public IReadOnlyList<string> Attributes { get; set; } = [];
}

/// <summary>A river network, by a data set's own field names or by named fields.</summary>
public sealed record NetworkSection
{
    [Description("names the fields as a data set does")]
    [AllowedValues("merit-basins", "hydrobasins", "nhdplus", "tdx-hydro", "mizuroute", "nwm", "basinmaker", "delineated")]
    public string? Preset { get; set; }

    [Description("vector file, CSV or mizuRoute NetCDF file of reaches, relative to this file; left out, the layer of units holds the network")]
    public string? File { get; set; }

    [Description("the layer, where the file has several")]
    public string? Layer { get; set; }

    [Description("field of unique ids of reaches")]
    public string? Id { get; set; }

    [Description("field with the id of the next reach downstream")]
    public string? Downstream { get; set; }

    [Description("field in which 'downstream' is looked up, where it is not the id, as the upper node")]
    public string? DownstreamRefersTo { get; set; }

    [Description("field of lengths (m where no unit is given)")]
    [Schema(FieldSection.Form)]
    public FieldSection? Length { get; set; }

    [Description("field of slopes (m per m where no unit is given)")]
    [Schema(FieldSection.Form)]
    public FieldSection? Slope { get; set; }

    [Description("length in m of reaches whose stated length is zero or missing; left out, such a reach is an error")]
    [Range(0.001, 100000.0)]
    public double? ShortestLength { get; set; }

    [Description("slope in m per m of reaches whose stated slope is zero or missing")]
    [Range(0.0000001, 1.0)]
    public double? SmallestSlope { get; set; }

    [Description("further properties of reaches for the routing plugin (width, roughness, ...), each a field")]
    [Schema("""{ "type": "object", "additionalProperties": """ + FieldSection.Form + " }")]
    public IReadOnlyDictionary<string, FieldSection> Attributes { get; set; } = new Dictionary<string, FieldSection>();
}

/// <summary>A field of numbers with its unit.</summary>
public sealed record FieldSection
{
    internal const string Form = """
        {
          "description": "a field's name or { field: NAME, unit: UNIT }",
          "anyOf": [
            { "type": "string" },
            { "type": "object", "properties": { "field": { "type": "string" }, "unit": { "type": "string" } }, "required": ["field"], "additionalProperties": false }
          ]
        }
        """;

    public string Field { get; set; } = string.Empty;

    public string? Unit { get; set; }
}

/// <summary>A basin that is drawn from a digital elevation model.</summary>
public sealed record DelineationSection
{
    [Required]
    [Description("latitude of the pour point in degrees north")]
    [Range(-90.0, 90.0)]
    public double Latitude { get; set; }

    [Required]
    [Description("longitude of the pour point in degrees east")]
    [Range(-360.0, 360.0)]
    public double Longitude { get; set; }

    [Description("how far in m the pour point may be moved onto the river")]
    [Range(0.0, 1000000.0)]
    public double Snap { get; set; } = 500;

    [Description("catchment area in km2 that is known of the pour point; it is then moved to where the area fits best")]
    [Range(0.000001, 100000000.0)]
    public double? Area { get; set; }

    [Description("area in km2 from which on a river begins; it decides the number of subbasins")]
    [Range(0.000001, 100000000.0)]
    public double StreamArea { get; set; } = 25;
}

/// <summary>A regular grid.</summary>
public sealed record CellsSection
{
    [Required]
    [Description("size of the cells")]
    [Range(0.0001, 10000.0)]
    public double Size { get; set; }

    [Description("degree: cells of longitude and latitude; km: squares on an equal-area projection")]
    [AllowedValues("degree", "km")]
    public string Unit { get; set; } = "degree";
}

/// <summary>A place where discharge is wanted.</summary>
public sealed record GaugeSection
{
    [Required]
    [Description("the gauge's id")]
    [Schema("""{ "type": ["string", "integer"] }""")]
    public string Id { get; set; } = string.Empty;

    [Description("the reach at whose end it stands (without a network, the unit that it drains); left out where there is only one outlet")]
    [Schema("""{ "type": ["string", "integer", "null"] }""")]
    public string? Reach { get; set; }

    [Description("its observed discharge, in a NetCDF file of its own; left out, from 'observations' by the gauge's id")]
    public ObservedSection? Observed { get; set; }
}

/// <summary>The observed discharge of a gauge.</summary>
public sealed record ObservedSection
{
    [Required]
    [Description("NetCDF file, relative to this file")]
    public string File { get; set; } = string.Empty;

    [Required]
    [Description("the variable")]
    public string Variable { get; set; } = string.Empty;

    [Description("its unit, where the file does not say")]
    public string? Unit { get; set; }
}

/// <summary>A static attribute that comes from a grid.</summary>
public sealed record StaticGridSection
{
    /// <summary>Its file, relative to the workflow's.</summary>
    public string File { get; set; } = string.Empty;

    /// <summary>The variable; null for the attribute's own name.</summary>
    public string? Variable { get; set; }

    /// <summary>Its unit, where the file does not say.</summary>
    public string? Unit { get; set; }
}
