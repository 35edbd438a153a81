using NetTopologySuite.Geometries;
using Tributary.Geodata;
using Tributary.Report;

namespace Tributary.Tests.Report;

public sealed class MapShapesTests
{
    private static readonly ReportTime Time = new(new DateTime(1990, 10, 1), 86400, 730);

    [Fact]
    public void Neighbours_keep_the_same_border_whatever_is_left_out()
    {
        ReportMap map = SyntheticMap.Of(Time, "A");
        foreach (int points in (int[])[int.MaxValue, 1000, 10])
        {
            var shapes = MapShapes.Of(map, points);

            // Each side of an inner subbasin is walked once each way; each side on the divide once.
            int[] walks = [.. shapes.Outlines.SelectMany(rings => rings).SelectMany(ring => ring)];
            Assert.Equal(walks.Length, walks.Distinct().Count());
            int divide = walks.GroupBy(arc => arc >> 1).Count(arc => arc.Count() == 1);
            Assert.Equal(2 * (SyntheticMap.Rows + SyntheticMap.Columns) - 4, divide);

            // So the areas of all add up to that of the ground inside the divide, to the last step of the grid.
            double sum = shapes.Outlines.Sum(rings => rings.Sum(ring => MapSimplification.Area(shapes.Arcs.Ring(ring))));
            Assert.Equal(Inside(shapes, walks), sum);
        }
    }

    [Fact]
    public void The_plane_keeps_areas_and_its_middle_keeps_distances()
    {
        var plane = MapPlane.Around([new Coordinate(-77, 45), new Coordinate(-73, 48)]);
        foreach (double latitude in (double[])[45.2, 46.5, 47.8])
        {
            // A small cell of the sphere has the area R^2 dlon (sin lat2 - sin lat1).
            const double h = 1e-3;
            (double x0, double y0) = plane.Project(-76, latitude);
            (double x1, double y1) = plane.Project(-76 + h, latitude);
            (double x2, double y2) = plane.Project(-76, latitude + h);
            double cell = Math.Abs(((x1 - x0) * (y2 - y0)) - ((x2 - x0) * (y1 - y0)));
            double expected = Math.Pow(MapPlane.RadiusKm * Math.PI / 180 * h, 2) * Math.Cos((latitude + (h / 2)) * Math.PI / 180);
            Assert.Equal(1, cell / expected, 4);
        }

        (double _, double north) = plane.Project(plane.Longitude, plane.Latitude + 0.5);
        Assert.Equal(MapPlane.RadiusKm * Math.PI / 360, north, 0.001);
    }

    [Fact]
    public void A_map_over_the_date_line_is_in_one_piece()
    {
        var plane = MapPlane.Around([new Coordinate(179.5, -17), new Coordinate(-179.5, -16)]);
        Assert.InRange(plane.StepKm * MapPlane.Steps, 90, 160);
        Assert.True(plane.Snap(179.5, -16.5).X < plane.Snap(-179.5, -16.5).X);
    }

    [Fact]
    public void Small_rings_keep_a_shape_when_nearly_all_points_go()
    {
        var shapes = MapShapes.Of(Of([Circle(0, 0, 1), Circle(0, 0.9, 0.001), Circle(3, 0, 1e-9)]), mostPoints: 4);
        Assert.All(shapes.Outlines, rings => Assert.True(MapSimplification.Area(shapes.Arcs.Ring(rings[0])) > 0));
        Assert.True(shapes.Arcs.Arcs[0].Length < 60);
    }

    [Fact]
    public void Units_of_one_outline_are_one_shape_wherever_their_rings_begin()
    {
        Coordinate[] land = Circle(0, 0, 1).Coordinates[..^1];
        Coordinate[] lake = [.. land.Skip(31), .. land.Take(31)];
        Array.Reverse(lake);
        var shapes = MapShapes.Of(Of([Circle(0, 0, 1), Circle(3, 0, 1), new Polygon(new LinearRing([.. lake, lake[0]]))]));
        Assert.Equal([0, 1, 0], shapes.ShapeOfUnit);
    }

    [Fact]
    public void A_hole_and_its_island_share_their_ring()
    {
        LinearRing hole = new([.. Enumerable.Reverse(Circle(0, 0, 0.4).Coordinates)]);
        var shapes = MapShapes.Of(Of([new Polygon(new LinearRing(Circle(0, 0, 1).Coordinates), [hole]), Circle(0, 0, 0.4)]));
        Assert.Equal(2, shapes.Arcs.Shared);
        Assert.Equal(shapes.Outlines[0][1][0] >> 1, shapes.Outlines[1][0][0] >> 1);
    }

    [Fact]
    public void The_1132_units_of_the_Lievre_take_300_kilobytes_and_keep_their_areas()
    {
        SpatialDomain domain = LievreMap.Domain();
        var shapes = MapShapes.Of(LievreMap.Of(domain, Time));
        Assert.Equal(681, shapes.Outlines.Length);
        Assert.InRange(shapes.Encode().Length, 10_000, 300_000);

        int[] walks = [.. shapes.Outlines.SelectMany(rings => rings).SelectMany(ring => ring)];
        Assert.All(walks.GroupBy(arc => arc >> 1), arc => Assert.InRange(arc.Count(), 1, 2));
        double cell = shapes.Plane.StepKm * shapes.Plane.StepKm;
        double whole = 0;
        for (int outline = 0; outline < shapes.Outlines.Length; outline++)
        {
            double area = cell * shapes.Outlines[outline].Sum(ring => MapSimplification.Area(shapes.Arcs.Ring(ring)));
            double declared = Enumerable.Range(0, 1132).Where(unit => shapes.ShapeOfUnit[unit] == outline).Sum(unit => domain.Units.AreaKm2[unit]);
            Assert.Equal(1, area / declared, 0.35);
            whole += area;
        }

        Assert.Equal(1, whole / domain.Units.AreaKm2.ToArray().Sum(), 0.01);
    }

    [Fact]
    public void Ten_thousand_units_of_two_million_points_stay_below_two_megabytes()
    {
        const int side = 100;
        Polygon[] units = [.. Enumerable.Range(0, side * side).Select(unit => Crooked(unit / side, unit % side))];
        Assert.InRange(units.Sum(unit => unit.NumPoints), 1_900_000, 2_100_000);
        var shapes = MapShapes.Of(Of(units));
        Assert.Equal(side * side, shapes.Outlines.Length);
        Assert.InRange(shapes.Encode().Length, 100_000, 1_500_000);
    }

    [Fact]
    public void A_line_for_a_unit_and_an_empty_outline_are_refused_by_name()
    {
        ArgumentException line = Assert.Throws<ArgumentException>(() => MapShapes.Of(Of([new LineString([new Coordinate(0, 0), new Coordinate(1, 1)])])));
        Assert.Contains("Unit U0 is drawn by a LineString", line.Message, StringComparison.Ordinal);
        ArgumentException empty = Assert.Throws<ArgumentException>(() => MapShapes.Of(Of([Circle(0, 0, 1), Polygon.Empty])));
        Assert.Contains("Unit U1 has no outline", empty.Message, StringComparison.Ordinal);
    }

    private static ReportMap Of(IReadOnlyList<Geometry> outlines) => new([.. outlines.Select((outline, i) => new MapUnit($"U{i}", outline))], [], [], []);

    // The area inside the divide, walked ring by ring from the arcs that one subbasin alone has.
    private static double Inside(MapShapes shapes, int[] walks)
    {
        Dictionary<GridPoint, GridPoint[]> next = walks.GroupBy(arc => arc >> 1).Where(arc => arc.Count() == 1)
            .Select(arc => (arc.First() & 1) == 1 ? [.. Enumerable.Reverse(shapes.Arcs.Arcs[arc.Key])] : shapes.Arcs.Arcs[arc.Key])
            .ToDictionary(arc => arc[0]);
        var ring = new List<GridPoint>();
        GridPoint start = next.Keys.First();
        for (GridPoint at = start; ring.Count == 0 || at != start; at = next[at][^1])
        {
            ring.AddRange(next[at].SkipLast(1));
        }

        return MapSimplification.Area(ring);
    }

    private static Polygon Circle(double longitude, double latitude, double radius)
    {
        Coordinate[] ring = [.. Enumerable.Range(0, 200).Select(i => new Coordinate(longitude + (radius * Math.Cos(i * Math.PI / 100)), latitude + (radius * Math.Sin(i * Math.PI / 100))))];
        return new Polygon(new LinearRing([.. ring, ring[0]]));
    }

    // Borders are crooked in a way that depends on the place alone, so neighbours agree.
    private static Polygon Crooked(int row, int column)
    {
        const int pieces = 50;
        var ring = new List<Coordinate>();
        for (int i = 0; i < 4 * pieces; i++)
        {
            double along = (double)(i % pieces) / pieces;
            (double x, double y) = (i / pieces) switch { 0 => (along, 0.0), 1 => (1.0, along), 2 => (1 - along, 1.0), _ => (0.0, 1 - along) };
            (x, y) = (x + column, y + row);
            ring.Add(new Coordinate(0.03 * (x + (0.1 * Math.Sin(31 * y) * Math.Cos(7 * x))), 0.03 * (y + (0.1 * Math.Sin(29 * x)))));
        }

        return new Polygon(new LinearRing([.. ring, ring[0]]));
    }
}
