using FsCheck.Fluent;
using NetTopologySuite.Algorithm.Locate;
using NetTopologySuite.Geometries;
using Tributary.Contracts;
using Tributary.Geodata;

namespace Tributary.Tests.Geodata.Domains;

/// <summary>Elevations of units on an inclined plane, where the quantiles are known.</summary>
public sealed class HypsometryTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();
    private readonly GeometryFactory _factory = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void A_square_on_a_plane_has_evenly_spaced_elevations()
    {
        Geometry square = _factory.ToGeometry(new Envelope(10.2, 10.6, 50.1, 50.3));
        double[] quantiles = Hypsometry.Quantiles(Plane(), ["1"], [square], 5)[0];
        // 40 columns of 20 equal cells, 205 to 595 m: sorted, the 199.75th of the 800 lies between 295 and 305 m, and so on.
        Close.All([205, 302.5, 400, 497.5, 595], quantiles, 1e-9);
    }

    [Fact]
    public void A_unit_smaller_than_a_cell_has_that_cells_elevation() =>
        Assert.Equal([505.0, 505.0], Hypsometry.Quantiles(Plane(), ["1"], [_factory.ToGeometry(new Envelope(10.501, 10.502, 50.101, 50.102))], 2)[0].Select(z => Math.Round(z, 6)));

    [Fact]
    public void A_unit_outside_the_DEM_is_named()
    {
        InputException wrong = Assert.Throws<InputException>(() => Hypsometry.Quantiles(Plane(), ["77"], [_factory.ToGeometry(new Envelope(20, 21, 50, 51))]));
        Assert.Contains("plane.tif: no elevation is known in unit 77", wrong.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void All_units_that_the_DEM_does_not_cover_are_named_together()
    {
        Geometry[] outlines = [Box(20, 21, 50, 51), Box(10.1, 10.2, 50.1, 50.2), Box(10, 10.2, 48, 48.2)];
        InputException wrong = Assert.Throws<InputException>(() => Hypsometry.Read(Plane(), ["b", "in", "a"], outlines));
        Assert.Contains("plane.tif: no elevation is known in units a, b", wrong.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void The_share_of_a_unit_that_is_covered_is_told()
    {
        // A quarter of it lies to the west of the DEM, half of what is left to the north.
        UnitTerrain unit = Hypsometry.Read(Plane(), ["1"], [Box(9.9, 10.3, 50.9, 51.1)])[0];
        Assert.Equal(0.375, unit.Covered, 1e-9);
        Assert.Equal(150, unit.MeanElevation, 1e-6);

        // 1000 m a degree, whose length is that of the ellipsoid's parallel; the DEM's northernmost row lacks neighbours.
        double sine = Math.Sin(50.945 * Math.PI / 180);
        double degree = 6378137 / Math.Sqrt(1 - (0.0066943799901413165 * sine * sine)) * Math.Sqrt(1 - (sine * sine)) * Math.PI / 180;
        Assert.Equal(1000 / degree, unit.MeanSlope, 1e-4 * 1000 / degree);
    }

    [Fact]
    public void A_plane_in_metres_has_its_slope_and_mean_in_any_block_of_rows()
    {
        string path = _folder.At("utm.tif");
        double[] elevation = [.. Enumerable.Range(0, 60 * 50).Select(cell => (3.0 * (cell % 60)) + (4.0 * (cell / 60)))];
        elevation[(20 * 60) + 20] = double.NaN;
        using var system = CoordinateSystem.Parse("EPSG:32632", "test");
        GeoTiffWriter.Write(path, elevation, 60, new GeoTransform(400_000, 5_603_000, 100, 100), system);
        using var world = CoordinateSystem.Wgs84();
        using var toWorld = new CoordinateTransform(system, world, "test");
        Geometry outline = toWorld.Apply(Box(401_000, 404_000, 5_599_000, 5_602_000));
        UnitTerrain unit = Hypsometry.Read(path, ["1"], [outline])[0];
        Assert.Equal(0.05, unit.MeanSlope, 1e-12);
        double sum = (3.0 * 900 * 24.5) + (4.0 * 900 * 24.5) - 140;
        Assert.Equal(sum / 899, unit.MeanElevation, 1e-9);
        Assert.Equal(899.0 / 900, unit.Covered, 1e-12);
        UnitTerrain bitByBit = Hypsometry.Read(path, ["1"], [outline], 101, blockCells: 1)[0];
        Close.SameBits(unit.Quantiles, bitByBit.Quantiles);
        Close.SameBits([unit.MeanElevation, unit.MeanSlope, unit.Covered], [bitByBit.MeanElevation, bitByBit.MeanSlope, bitByBit.Covered]);
    }

    [Fact]
    public void The_cells_in_an_outline_are_those_whose_centres_lie_in_it() =>
        Property.Holds(Gen.Choose(0, 1_000_000), seed =>
        {
            var random = new Random(seed);
            var place = new GeoTransform(-3, 7, 0.5 + random.NextDouble(), 0.5 + random.NextDouble());
            Coordinate[] points = [.. Enumerable.Range(0, 12).Select(_ => new Coordinate(random.NextDouble() * 20, random.NextDouble() * 20 - 10))];
            Geometry hull = _factory.CreateMultiPointFromCoords(points).ConvexHull();
            Geometry hole = _factory.CreatePoint(hull.Centroid.Coordinate).Buffer(1.5);
            Geometry outline = hull.Difference(hole).Union(_factory.CreatePoint(new Coordinate(30, 0)).Buffer(2));
            var rows = new OutlineRows(outline, place);
            var locator = new IndexedPointInAreaLocator(outline);
            for (int row = -5; row < 40; row++)
            {
                HashSet<int> inside = row < rows.First || row >= rows.First + rows.Count ? [] : [.. rows.Runs(row).SelectMany(run => Enumerable.Range(run.First, run.Last - run.First + 1))];
                for (int column = -5; column < 80; column++)
                {
                    Location location = locator.Locate(new Coordinate(place.X(column), place.Y(row)));
                    Assert.True(location == Location.Boundary || (location == Location.Interior) == inside.Contains(column));
                }
            }
        });

    [Fact]
    public void Units_that_share_edges_through_centres_of_cells_share_out_the_cells()
    {
        // Quarters of the DEM, cut along centres of cells: 25 rows or columns and a half.
        double[] at = [10, 10.255, 10.505, 10.755, 11];
        Geometry[] outlines = [.. Enumerable.Range(0, 16).Select(i => Box(at[i % 4], at[(i % 4) + 1], 40 + at[i / 4], 40 + at[(i / 4) + 1]))];
        var place = new GeoTransform(10, 51, 0.01, 0.01);
        int cells = outlines.Sum(outline => new OutlineRows(outline, place) is var rows ? Enumerable.Range(rows.First, rows.Count).Sum(row => rows.Runs(row).Sum(run => run.Last - run.First + 1)) : 0);
        Assert.Equal(100 * 100, cells);
    }

    [Fact]
    public void Subbasins_drawn_from_a_DEM_have_the_mean_elevations_of_their_cells()
    {
        string dem = RealData.At("bow_at_banff", "attributes", "elevation", "dem", "domain_Bow_at_Banff_elv.tif");
        SpatialDomain domain = new BasinDelineation(new PourPoint(51.17, -115.57), 50).Draw(dem).Domain;
        UnitTerrain[] units = Hypsometry.Read(dem, domain.Units.Ids, domain.Outlines);
        Close.All(domain.Units.Elevation, Array.ConvertAll(units, unit => unit.MeanElevation), 1e-9);
        Assert.All(units, unit => Assert.Equal(1, unit.Covered));
        Assert.All(units, unit => Assert.InRange(unit.MeanSlope, 0.05, 1.5));
    }

    [Fact]
    public void The_units_of_the_Lievre_on_a_plane_have_the_elevations_of_their_centroids()
    {
        List<UnitOutline> outlines = Remapping.LievreUnits.Read();
        string dem = _folder.At("lievre.tif");
        const int Width = 1600;
        const int Height = 1500;
        using var system = CoordinateSystem.Wgs84();
        GeoTiffWriter.Write(dem, [.. Enumerable.Range(0, Width * Height).Select(cell => 2.0 * (cell / Width))], Width, new GeoTransform(-77, 48.6, 0.002, 0.002), system);
        UnitTerrain[] units = Hypsometry.Read(dem, [.. outlines.Select(unit => unit.Id)], [.. outlines.Select(unit => unit.Outline)]);

        // The ground falls by 1000 m a degree northward: the mean elevation is that of the centroid.
        for (int unit = 0; unit < units.Length; unit++)
        {
            Geometry outline = outlines[unit].Outline;
            double cells = outline.Area / (0.002 * 0.002);
            double expected = ((48.6 - outline.Centroid.Y) * 1000) - 1;
            Assert.Equal(1, units[unit].Covered);
            Assert.True(Math.Abs(expected - units[unit].MeanElevation) < 2 / Math.Max(0.3, Math.Sqrt(cells) / 10), $"unit {outlines[unit].Id} of {cells} cells: {units[unit].MeanElevation}, not {expected}");
        }
    }

    private Geometry Box(double west, double east, double south, double north) => _factory.ToGeometry(new Envelope(west, east, south, north));

    // 0.01 degree cells from 10 E, 51 N; elevation rises by 1000 m a degree eastward.
    private string Plane()
    {
        string path = _folder.At("plane.tif");
        double[] elevation = [.. Enumerable.Range(0, 100 * 100).Select(cell => ((cell % 100) + 0.5) * 10)];
        using var system = CoordinateSystem.Wgs84();
        GeoTiffWriter.Write(path, elevation, 100, new GeoTransform(10, 51, 0.01, 0.01), system);
        return path;
    }
}
