using NetTopologySuite.Geometries;

namespace Tributary.Report;

/// <summary>The shapes of a map on its grid: arcs, the outlines made of them, and the reaches' lines.</summary>
internal sealed class MapShapes
{
    private MapShapes(MapPlane plane, MapArcs arcs, int[] shapeOfUnit, int[][][] outlines, int[][] lines) =>
        (Plane, Arcs, ShapeOfUnit, Outlines, Lines) = (plane, arcs, shapeOfUnit, outlines, lines);

    public MapPlane Plane { get; }

    public MapArcs Arcs { get; }

    /// <summary>The outline of each unit; units that cover the same ground, as the land and the lake of a subbasin, have one.</summary>
    public int[] ShapeOfUnit { get; }

    /// <summary>The arcs of the rings of each outline, <c>[outline][ring][arc]</c>; inside is what an odd number of rings surrounds.</summary>
    public int[][][] Outlines { get; }

    /// <summary>The arcs of each reach, <c>[reach][part]</c>.</summary>
    public int[][] Lines { get; }

    /// <exception cref="ArgumentException">A unit or reach has no geometry, or one of another kind.</exception>
    public static MapShapes Of(ReportMap map, int mostPoints = MapSimplification.MostPoints)
    {
        List<Coordinate> points =
        [
            .. map.Units.SelectMany(unit => unit.Outline.Coordinates),
            .. map.Reaches.SelectMany(reach => reach.Line.Coordinates),
            .. map.Gauges.Select(gauge => new Coordinate(gauge.Longitude, gauge.Latitude)),
        ];
        if (points.Count == 0)
        {
            throw new ArgumentException("The map has nothing to draw.", nameof(map));
        }

        var plane = MapPlane.Around(points);
        var arcs = new MapArcs([.. map.Units.Select(unit => Rings(unit, plane))]);
        int[][] lines = [.. map.Reaches.Select(reach => Parts(reach, plane).Select(arcs.AddLine).ToArray())];
        MapSimplification.Simplify(arcs, mostPoints);
        (int[] shapeOfUnit, int[][][] outlines) = Stack(arcs.Units);
        return new MapShapes(plane, arcs, shapeOfUnit, outlines, lines);
    }

    /// <summary>
    /// All shapes in whole numbers of variable length: the arcs (their count; for each its points and the differences from point to point),
    /// how many of them are borders, the outlines (rings, arcs, references) and the lines (parts, arcs).
    /// </summary>
    public byte[] Encode()
    {
        var bytes = new MapBytes();
        bytes.Count(Arcs.Arcs.Count);
        bytes.Count(Arcs.Shared);
        GridPoint last = default;
        foreach (GridPoint[] arc in Arcs.Arcs)
        {
            bytes.Count(arc.Length);
            foreach (GridPoint point in arc)
            {
                bytes.Signed(point.X - last.X);
                bytes.Signed(point.Y - last.Y);
                last = point;
            }
        }

        bytes.Count(Outlines.Length);
        foreach (int[][] rings in Outlines)
        {
            bytes.Count(rings.Length);
            foreach (int[] ring in rings)
            {
                bytes.Counts(ring);
            }
        }

        bytes.Count(Lines.Length);
        foreach (int[] parts in Lines)
        {
            bytes.Counts(parts);
        }

        return bytes.ToArray();
    }

    private static GridPoint[][] Rings(MapUnit unit, MapPlane plane)
    {
        if (unit.Outline.IsEmpty)
        {
            throw new ArgumentException($"Unit {unit.Id} has no outline.", nameof(unit));
        }

        var rings = new List<GridPoint[]>();
        for (int part = 0; part < unit.Outline.NumGeometries; part++)
        {
            if (unit.Outline.GetGeometryN(part) is not Polygon polygon)
            {
                throw new ArgumentException($"Unit {unit.Id} is drawn by a {unit.Outline.GeometryType}, not by polygons.", nameof(unit));
            }

            rings.AddRange(polygon.Holes.Prepend(polygon.Shell).Where(ring => !ring.IsEmpty).Select(ring => Snapped(ring, plane)[..^1]));
        }

        GridPoint[][] wide = [.. rings.Where(ring => MapSimplification.Area(ring) > 0)];
        return wide.Length > 0 ? wide : [Speck(unit, plane)];
    }

    // A unit smaller than the grid is still there to be found.
    private static GridPoint[] Speck(MapUnit unit, MapPlane plane)
    {
        GridPoint at = plane.Snap(unit.Outline.Coordinate.X, unit.Outline.Coordinate.Y);
        return [at, at with { X = at.X + 1 }, new(at.X + 1, at.Y + 1), at with { Y = at.Y + 1 }];
    }

    private static IEnumerable<GridPoint[]> Parts(MapReach reach, MapPlane plane)
    {
        for (int part = 0; part < reach.Line.NumGeometries; part++)
        {
            yield return reach.Line.GetGeometryN(part) is LineString { IsEmpty: false } line
                ? Snapped(line, plane)
                : throw new ArgumentException($"Reach {reach.Id} is drawn by a {reach.Line.GeometryType}, not by lines.", nameof(reach));
        }
    }

    private static GridPoint[] Snapped(LineString line, MapPlane plane)
    {
        var points = new List<GridPoint>();
        foreach (Coordinate coordinate in line.Coordinates)
        {
            GridPoint point = plane.Snap(coordinate.X, coordinate.Y);
            if (points.Count == 0 || points[^1] != point)
            {
                points.Add(point);
            }
        }

        return points.Count > 1 ? [.. points] : [points[0], points[0]];
    }

    // Outlines of the same arcs surround the same ground, whatever the order of their rings.
    private static (int[] ShapeOfUnit, int[][][] Outlines) Stack(int[][][] units)
    {
        var numbers = new Dictionary<string, int>(StringComparer.Ordinal);
        var outlines = new List<int[][]>();
        int[] shapeOfUnit = new int[units.Length];
        for (int unit = 0; unit < units.Length; unit++)
        {
            string key = string.Join(',', units[unit].SelectMany(ring => ring).Select(arc => arc >> 1).Order());
            if (!numbers.TryGetValue(key, out shapeOfUnit[unit]))
            {
                shapeOfUnit[unit] = outlines.Count;
                numbers.Add(key, outlines.Count);
                outlines.Add(units[unit]);
            }
        }

        return (shapeOfUnit, [.. outlines]);
    }
}
