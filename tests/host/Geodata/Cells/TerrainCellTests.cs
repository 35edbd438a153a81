using FsCheck.Fluent;
using NetTopologySuite.Geometries;
using Tributary.Contracts;
using Tributary.Geodata;

namespace Tributary.Tests.Geodata.Cells;

/// <summary>Cells connected by DEMs whose drainage is known.</summary>
public sealed class TerrainCellTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void On_a_plane_all_cells_drain_down_it_and_have_its_slope()
    {
        // Falling eastward by 1000 m a degree; cells of 10 x 10 pixels.
        string dem = MadeUpBasin.Dem(_folder.At("plane.tif"), 60, 40, 0.01, (column, _) => 1000 - (10 * (column + 0.5)));
        SpatialDomain basin = MadeUpBasin.Rectangle(10, 10.6, 50.6, 51);
        CellDomainResult result = CellDomain.Make(RegularGrid.Covering(basin.Outlines, 0.1), basin, dem);
        CellsMatch.DemandSound(result, basin, 1);
        RiverNetwork network = result.Domain.Network!;
        Assert.Equal(24, network.Count);
        foreach (string id in network.Ids)
        {
            (int row, int column) = CellsMatch.Place(id);
            int cell = (row * 6) + column;
            Assert.Equal(1000 - (100 * (column + 0.5)), result.Domain.Units.Elevation[cell], 1e-9);
            if (column < 4)
            {
                Assert.Equal(cell + 1, network.Downstream[cell]);
                Assert.Equal(100 / network.LengthMetres[cell], network.Slope[cell], 1e-9);
                Assert.Equal(Math.PI * 6378137 / 1800 * Math.Cos(double.DegreesToRadians(50.95 - (0.1 * row))), network.LengthMetres[cell], 0.004 * network.LengthMetres[cell]);
            }
        }

        Assert.Equal(5, CellsMatch.OnlyOutlet(result) % 6);
    }

    [Fact]
    public void In_a_valley_cells_drain_to_its_bottom_and_along_it()
    {
        SpatialDomain basin = MadeUpBasin.Rectangle(10, 10.5, 50.6, 51);
        CellDomainResult result = CellDomain.Make(RegularGrid.Covering(basin.Outlines, 0.1), basin, Valley());
        CellsMatch.DemandSound(result, basin, 1);
        int[] expected = [1, 2, 7, 2, 3, 6, 7, 12, 7, 8, 11, 12, 17, 12, 13, 16, 17, -1, 17, 18];
        Assert.Equal(expected, result.Domain.Network!.Downstream.ToArray());

        // All pixels of a cell row come together in the middle cell: 1/20 of the area a cell, nearly equal at these latitudes.
        Close.All([5 / 20.0, 10 / 20.0, 15 / 20.0, 1], [.. new[] { 2, 7, 12, 17 }.Select(cell => result.Domain.UpstreamAreaKm2()[cell])], 0.01);
        Close.All([.. new[] { 2, 7, 12, 17 }.Select(cell => result.FineAreaKm2[cell] / result.FineAreaKm2[17])], [.. new[] { 2, 7, 12, 17 }.Select(cell => result.Domain.UpstreamAreaKm2()[cell])], 1e-6);
        Assert.Equal(["r0c0 r0c1", "r3c4 r3c3"], new[] { 0, 19 }.Select(cell => $"{Id(cell)} {Id(result.Domain.Network.Downstream[cell])}"));
        Assert.Equal(17, result.AtPlace(10.26, 50.61, 1).Reach);
        Assert.Equal(12, result.AtPlace(10.26, 50.68, 0.75).Reach);

        // A gauge on the side of the valley that measures half of the basin stands on the river beside it.
        CellGauge beside = result.AtPlace(10.15, 50.85, 0.5);
        Assert.Equal(7, beside.Reach);
        Assert.Equal(beside.AreaKm2 / 0.5, 1 + beside.Mismatch, 1e-12);
        Assert.True(Math.Abs(beside.Mismatch) < 0.01);
        Assert.Contains("latitude 20, longitude 10.2 lies outside the basin", Assert.Throws<InputException>(() => result.AtPlace(10.2, 20, 1)).Message, StringComparison.Ordinal);
        Assert.Throws<InvalidOperationException>(() => result.AtReach(0));

        string Id(int cell) => result.Domain.Network!.Ids[cell];
    }

    [Fact]
    public void Cells_drain_alike_by_a_DEM_on_a_plane_map()
    {
        // The same valley on UTM zone 32, whose central meridian is 9 E; grids of km on either map.
        SpatialDomain basin = MadeUpBasin.Rectangle(10.02, 10.48, 50.62, 50.98);
        string degrees = Valley();
        string metres = _folder.At("utm.tif");
        using var world = CoordinateSystem.Wgs84();
        using var utm = CoordinateSystem.Parse("EPSG:32632", "test");
        using var back = new CoordinateTransform(utm, world, "test");
        double[] values = new double[90 * 90];
        for (int pixel = 0; pixel < values.Length; pixel++)
        {
            (double x, double y) = back.Apply(565_250 + (pixel % 90 * 500.0), 5_651_750 - (pixel / 90 * 500.0));
            values[pixel] = (1000 * Math.Abs(x - 10.245)) + (100 * (y - 50));
        }

        GeoTiffWriter.Write(metres, values, 90, new GeoTransform(565_000, 5_652_000, 500, 500), utm);
        CellGrid grid = RegularGrid.Covering(basin.Outlines, 0.1);
        CellDomainResult one = CellDomain.Make(grid, basin, degrees);
        CellDomainResult other = CellDomain.Make(grid, basin, metres);
        CellsMatch.DemandSound(other, basin, 1);
        int[] river = [2, 7, 12, 17];
        Assert.Equal([7, 12, 17, -1], river.Select(cell => other.Domain.Network!.Downstream[cell]));
        Close.All([.. river.Select(cell => one.Domain.UpstreamAreaKm2()[cell])], [.. river.Select(cell => other.Domain.UpstreamAreaKm2()[cell])], 0.15);
        Close.All(one.Domain.Units.Elevation, other.Domain.Units.Elevation, 0.03);
    }

    [Fact]
    public void Rough_ground_of_any_kind_drains_to_one_outlet() => Property.Holds(
        Gen.Choose(1, 1_000_000).Zip(Gen.Choose(2, 9)).Zip(Gen.Choose(20, 60)),
        (((int Seed, int Levels) Kind, int Size) each) =>
        {
            (int seed, int levels) = each.Kind;
            var random = new Random(seed);
            string dem = MadeUpBasin.Dem(_folder.At($"{seed}.tif"), 40, 30, 0.01, (_, _) => random.Next(levels));
            SpatialDomain basin = MadeUpBasin.Rectangle(10.005, 10.391, 50.704, 50.995);
            CellDomainResult result = CellDomain.Make(RegularGrid.Covering(basin.Outlines, each.Size / 1000.0), basin, dem);
            CellsMatch.DemandSound(result, basin, 1);
            Assert.Empty(result.Jumps);
        },
        60);

    [Fact]
    public void An_island_of_the_basin_drains_to_the_rest_of_it_by_a_jump()
    {
        var factory = new GeometryFactory();
        Geometry both = factory.CreateMultiPolygon([(Polygon)factory.ToGeometry(new Envelope(10, 10.2, 50.8, 51)), (Polygon)factory.ToGeometry(new Envelope(10.4, 10.45, 50.8, 50.9))]);
        SpatialDomain basin = MadeUpBasin.Of([both], null);
        CellDomainResult result = CellDomain.Make(RegularGrid.Covering(basin.Outlines, 0.1), basin, Valley());
        CellsMatch.DemandSound(result, basin, 1);
        Assert.Equal([new CellJump("r1c4", "r1c1")], result.Jumps);
    }

    [Fact]
    public void A_DEM_with_more_pixels_than_are_needed_is_averaged()
    {
        using var window = DemWindow.Open(Valley());
        ElevationGrid grid = window.Read([new GeometryFactory().ToGeometry(new Envelope(10.011, 10.489, 50.611, 50.989))], CancellationToken.None, 300);
        Assert.Equal((17, 14), (grid.Width, grid.Height));
        Close.All([10, 51, 0.03, 0.03], [grid.Transform.Left, grid.Transform.Top, grid.Transform.CellWidth, grid.Transform.CellHeight], 1e-9);
        Assert.Equal(Height(1, 1), grid.Elevation[0], 1e-9);

        // Of the last row and column two thirds and one third are left.
        Assert.Equal((Height(48, 39) + Height(49, 39)) / 2, grid.Elevation[^1], 1e-9);
    }

    [Fact]
    public void A_DEM_that_does_not_cover_the_basin_is_an_error()
    {
        SpatialDomain basin = MadeUpBasin.Rectangle(10.1, 10.6, 50.6, 51);
        CellGrid grid = RegularGrid.Covering(basin.Outlines, 0.1);
        string message = Assert.Throws<InputException>(() => CellDomain.Make(grid, basin, Valley())).Message;
        Assert.Contains("valley.tif: it does not cover the basin: it spans 10 to 10.5 by 50.6 to 51", message, StringComparison.Ordinal);
        string holes = MadeUpBasin.Dem(_folder.At("holes.tif"), 70, 50, 0.01, (column, row) => row < 4 ? double.NaN : column);
        message = Assert.Throws<InputException>(() => CellDomain.Make(grid, basin, holes)).Message;
        Assert.Contains("holes.tif: elevations are known in 90 % of the basin only. Give a DEM without gaps", message, StringComparison.Ordinal);
        message = Assert.Throws<InputException>(() => CellDomain.Make(grid, basin)).Message;
        Assert.Equal(
            "domain.grid: nothing tells how water flows from cell to cell: the basin has no river network. Give 'domain.dem', or polygons with a network.", message);
    }

    // Steep sides on both sides of 10.245 E, and a bottom that falls southward.
    private string Valley() => MadeUpBasin.Dem(_folder.At("valley.tif"), 50, 40, 0.01, Height);

    private static double Height(int column, int row) => (1000 * Math.Abs((0.01 * (column + 0.5)) - 0.245)) + (100 * (1 - (0.01 * (row + 0.5))));
}
