using NetTopologySuite.Geometries;

namespace Tributary.Report;

/// <summary>The map of a run: its units and rivers, and the results that colour them. All geometry is in longitude and latitude on WGS 84, in degrees.</summary>
/// <param name="Units">The units, or the grid cells of a distributed run; units of the same outline are drawn as one, in their area-weighted mean.</param>
/// <param name="Reaches">The river network; empty where there is none.</param>
/// <param name="Frames">The instants that the slider steps through, in order of time, as <see cref="MapFrames"/> chooses them; empty where no layer has a time.</param>
/// <param name="Layers">What can be shown, in the order in which it is offered; the layers of one name are the members of one result.</param>
public sealed record ReportMap(IReadOnlyList<MapUnit> Units, IReadOnlyList<MapReach> Reaches, IReadOnlyList<MapFrame> Frames, IReadOnlyList<MapLayer> Layers)
{
    /// <summary>The gauges.</summary>
    public IReadOnlyList<MapGauge> Gauges { get; init; } = [];

    /// <summary>What a unit is called, as <c>subbasin</c>, <c>HRU</c> or <c>cell</c>.</summary>
    public string UnitWord { get; init; } = "unit";

    /// <summary>What the lines' width shows, as <c>upstream area</c>.</summary>
    public string SizeLabel { get; init; } = "upstream area";

    /// <summary>Its unit as CF writes it.</summary>
    public string SizeUnit { get; init; } = "km2";
}

/// <summary>A unit on the map.</summary>
/// <param name="Id">Its id.</param>
/// <param name="Outline">Its polygon or polygons.</param>
/// <param name="AreaKm2">Its area, the weight among units of the same outline.</param>
public sealed record MapUnit(string Id, Geometry Outline, double AreaKm2 = 1);

/// <summary>A reach on the map.</summary>
/// <param name="Id">Its id.</param>
/// <param name="Line">Its line; where none is known, a straight one between the centroids of its unit and of the next downstream.</param>
/// <param name="Size">What the line's width shows, as the upstream area; not negative.</param>
public sealed record MapReach(string Id, Geometry Line, double Size);

/// <summary>A gauge on the map.</summary>
/// <param name="Id">Its id.</param>
/// <param name="Longitude">Degrees east.</param>
/// <param name="Latitude">Degrees north.</param>
/// <param name="Basin">Id of the report's basin that a click shows; null for none.</param>
public sealed record MapGauge(string Id, double Longitude, double Latitude, string? Basin = null);

/// <summary>What the map shows at one place of the slider.</summary>
/// <param name="Start">The first instant that it stands for.</param>
/// <param name="Label">What it is, as <c>mean of July 2003</c>.</param>
public sealed record MapFrame(DateTime Start, string Label);

/// <summary>What a layer's values belong to.</summary>
public enum MapItems
{
    /// <summary>The units, or cells.</summary>
    Units,

    /// <summary>The reaches.</summary>
    Reaches,
}

/// <summary>How values become colours.</summary>
public enum MapScale
{
    /// <summary>Evenly over the range.</summary>
    Linear,

    /// <summary>Evenly over the range of the logarithm; zeros get the lowest colour.</summary>
    Logarithmic,

    /// <summary>Two ramps away from zero, as for biases and differences.</summary>
    Diverging,
}

/// <summary>One result, or a static property, of all units or of all reaches.</summary>
/// <param name="Name">Its name; layers of the same name share their colour scale.</param>
/// <param name="Label">Its name for people, as <c>Discharge</c>.</param>
/// <param name="Unit">Its unit as CF writes it; <c>1</c> where it has none.</param>
/// <param name="On">What it belongs to.</param>
/// <param name="Values">The values, <c>[frame, item]</c>, or <c>[item]</c> where it is static; NaN where there is none. They are kept to 1 part in 65,000 of their range (of their logarithm on a logarithmic scale).</param>
public sealed record MapLayer(string Name, string Label, string Unit, MapItems On, float[] Values)
{
    /// <summary>The member that made it; null for what all members share, as forcing or elevation.</summary>
    public string? Member { get; init; }

    /// <summary>Whether it is the same in all frames.</summary>
    public bool IsStatic { get; init; }

    /// <summary>Frames of its own, as the months of a year; null for those of the map.</summary>
    public IReadOnlyList<MapFrame>? Frames { get; init; }

    /// <summary>What a reader must know before believing it, shown beside it; null for nothing.</summary>
    public string? Note { get; init; }

    /// <summary>The colour scale that it opens with.</summary>
    public MapScale Scale { get; init; } = MapScale.Linear;
}
