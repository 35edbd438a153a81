using NetTopologySuite.Geometries;
using NetTopologySuite.Geometries.Utilities;
using NetTopologySuite.Operation.Valid;
using Tributary.Contracts;

namespace Tributary.Geodata;

/// <summary>The polygons of a layer in longitude and latitude, valid, with their areas and centroids.</summary>
internal sealed class Outlines
{
    private Outlines(Geometry[] polygons, double[] areaKm2, double[] latitude, double[] longitude, List<RepairedOutline> repaired) =>
        (Polygons, AreaKm2, Latitude, Longitude, Repaired) = (polygons, areaKm2, latitude, longitude, repaired);

    public Geometry[] Polygons { get; }

    public double[] AreaKm2 { get; }

    public double[] Latitude { get; }

    public double[] Longitude { get; }

    public List<RepairedOutline> Repaired { get; }

    public static Outlines Read(VectorLayer layer, IReadOnlyList<VectorFeature> features, string[] ids, string? coordinateSystem)
    {
        using CoordinateSystem system = LayerSystem.Find(layer, coordinateSystem);
        using var world = CoordinateSystem.Wgs84();
        using var toWorld = new CoordinateTransform(system, world, layer.Path);
        var polygons = new Geometry[features.Count];
        var problems = new string?[features.Count];
        var extent = new Envelope();
        for (int unit = 0; unit < polygons.Length; unit++)
        {
            Geometry polygon = toWorld.Apply(Demand(features[unit], ids[unit], layer.Path));
            LayerSystem.DemandDegrees(polygon, ids[unit], layer.Path, system);
            problems[unit] = Repair(ref polygon, ids[unit], layer.Path);
            polygons[unit] = polygon;
            extent.ExpandToInclude(polygon.EnvelopeInternal);
        }

        return Measure(polygons, ids, problems, extent, world, layer.Path);
    }

    private static Outlines Measure(Geometry[] polygons, string[] ids, string?[] problems, Envelope extent, CoordinateSystem world, string path)
    {
        var repaired = new List<RepairedOutline>();
        double[] area = new double[polygons.Length];
        double[] x = new double[polygons.Length];
        double[] y = new double[polygons.Length];
        using var plane = CoordinateSystem.EqualArea(extent.Centre.Y, extent.Centre.X);
        using var toPlane = new CoordinateTransform(world, plane, path);
        using var back = new CoordinateTransform(plane, world, path);
        for (int unit = 0; unit < polygons.Length; unit++)
        {
            Geometry flat = toPlane.Apply(polygons[unit]);
            Point centre = flat.Centroid;
            (x[unit], y[unit]) = (centre.X, centre.Y);
            area[unit] = flat.Area / 1e6;
            if (problems[unit] is { } problem)
            {
                repaired.Add(new RepairedOutline(ids[unit], problem, area[unit]));
            }
        }

        back.Apply(x, y);
        return new Outlines(polygons, area, y, x, repaired);
    }

    private static Geometry Demand(VectorFeature feature, string id, string path) => feature.Geometry switch
    {
        null or { IsEmpty: true } => throw new InputException($"unit {id} has no outline", path, "Leave the unit out, or draw it."),
        Polygon or MultiPolygon => feature.Geometry,
        { } other => throw new InputException($"unit {id} is a {other.GeometryType}, not a polygon", path, "Give the layer of the units' outlines."),
    };

    private static string? Repair(ref Geometry polygon, string id, string path)
    {
        if (new IsValidOp(polygon).ValidationError is not { } wrong)
        {
            return null;
        }

        Geometry mended = GeometryFixer.Fix(polygon);
        if (mended.IsEmpty || mended is not (Polygon or MultiPolygon))
        {
            throw new InputException($"the outline of unit {id} is invalid ({wrong}) and nothing is left of it after repair", path, "Draw it anew.");
        }

        polygon = mended;
        return string.Create(System.Globalization.CultureInfo.InvariantCulture, $"{wrong.Message} at {wrong.Coordinate.X:0.#####}, {wrong.Coordinate.Y:0.#####}");
    }
}
