namespace Tributary.Geodata;

/// <summary>Where a domain comes from: a layer of polygons, and a network in it or beside it.</summary>
/// <param name="File">Shapefile, GeoPackage or GeoJSON of the units' outlines.</param>
/// <param name="Fields">What its fields mean.</param>
/// <param name="Layer">The layer; null where the file has one.</param>
/// <param name="CoordinateSystem">Its coordinate system, instead of the one that the file states; null to take that.</param>
/// <param name="Network">The river network; null where units drain straight to gauges.</param>
public sealed record DomainSource(
    string File, UnitFields Fields, string? Layer = null, string? CoordinateSystem = null, NetworkSource? Network = null);

/// <summary>What the fields of a layer of units mean.</summary>
/// <param name="Id">The field of unique ids.</param>
/// <param name="Area">The field of areas; null to compute them in an equal-area projection.</param>
/// <param name="Elevation">The field of mean elevations; null where there is none.</param>
/// <param name="Reach">The field that names the reach to which a unit drains; null for the network's own id field, or else the unit's id.</param>
/// <param name="Attributes">Further fields of numbers to keep as static attributes.</param>
public sealed record UnitFields(
    string Id, MeasuredField? Area = null, MeasuredField? Elevation = null, string? Reach = null, IReadOnlyList<string>? Attributes = null);

/// <summary>A field of numbers with their unit of measurement.</summary>
/// <param name="Field">Its name.</param>
/// <param name="Unit">The unit of measurement, as <c>km2</c>.</param>
public sealed record MeasuredField(string Field, string Unit);

/// <summary>Where a river network comes from.</summary>
/// <param name="Alternatives">What the fields mean, in one or several ways; the first way whose fields are all there is taken.</param>
/// <param name="File">A vector file of reaches or mizuRoute's NetCDF file; null where the layer of units holds the network too.</param>
/// <param name="Layer">The layer; null where the file has one.</param>
public sealed record NetworkSource(IReadOnlyList<NetworkFields> Alternatives, string? File = null, string? Layer = null);

/// <summary>What the fields of a network mean.</summary>
/// <param name="Id">The field of unique ids of reaches.</param>
/// <param name="Downstream">The field that says what comes next downstream.</param>
/// <param name="RefersTo">The field in which that value is looked up: null for the ids; the upper node where the network is told by nodes.</param>
/// <param name="Length">The field of lengths; null where unknown.</param>
/// <param name="Slope">The field of slopes; null where unknown.</param>
public sealed record NetworkFields(string Id, string Downstream, string? RefersTo = null, MeasuredField? Length = null, MeasuredField? Slope = null)
{
    /// <summary>
    /// Length in m of a reach whose stated length is zero or missing. 0: such a reach is an error. Subbasins without channel of their own,
    /// as BasinMaker's headwaters, have length zero on purpose.
    /// </summary>
    public double ShortestLengthMetres { get; init; }

    /// <summary>Slope of a reach whose stated slope is zero or missing; negative ones are an error.</summary>
    public double SmallestSlope { get; init; } = 1e-5;

    /// <summary>Numbers that mean that a length or slope is missing, as -9998.</summary>
    public IReadOnlyList<double> MissingMarks { get; init; } = [];

    /// <summary>Further fields of numbers to keep as attributes of reaches, those that are there.</summary>
    public IReadOnlyList<ReachField> Attributes { get; init; } = [];

    /// <summary>All fields that must be there.</summary>
    internal IEnumerable<string> Required =>
        new[] { Id, Downstream, RefersTo, Length?.Field, Slope?.Field }.OfType<string>();
}

/// <summary>A field that holds a property of reaches.</summary>
/// <param name="Name">The property's name, as routing plugins know it.</param>
/// <param name="Field">The field.</param>
/// <param name="Unit">The field's unit of measurement.</param>
/// <param name="Wanted">The unit in which the property is kept.</param>
/// <param name="Inverse">Whether the field holds one over the property.</param>
/// <param name="IsDemanded">Whether it must be there.</param>
public sealed record ReachField(string Name, string Field, string Unit, string Wanted, bool Inverse = false, bool IsDemanded = false);
