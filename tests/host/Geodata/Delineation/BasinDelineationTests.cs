using NetTopologySuite.Geometries;
using NetTopologySuite.Operation.Union;
using Tributary.Contracts;
using Tributary.Geodata;

namespace Tributary.Tests.Geodata.Delineation;

/// <summary>Catchments, subbasins and reaches of made-up valleys and of the Bow River.</summary>
public sealed class BasinDelineationTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Two_valleys_that_meet_give_three_reaches_with_their_lengths_and_slopes()
    {
        // Slopes of 1 in 10 down to two streams in columns 2 and 6 that run south at 1 in 100, then along row 8 toward column 4 and out to the south. The ridge in
        // column 4 drains east, so that 20 cells come together in row 4 of the western stream and in row 3 of the eastern one; both meet in row 9.
        ElevationGrid grid = Terrain.Metric(Ypsilon(), 9);
        DelineatedBasin basin = new BasinDelineation(PointAt(grid, 4, 11) with { SnapMetres = 100 }, 0.195).Draw(grid);
        RiverNetwork network = basin.Domain.Network!;
        Assert.Equal(3, network.Count);
        Assert.Equal([2, 2, -1], network.Downstream.ToArray());
        Assert.Equal(basin.AreaKm2, Sum(basin.Domain.Units.AreaKm2), 1e-9);
        Assert.Equal(basin.CellCount * 0.01, basin.AreaKm2, 1e-9);
        Close.All([500 + (100 * Math.Sqrt(2)), 600 + (100 * Math.Sqrt(2))], network.LengthMetres[..2].ToArray().Order().ToArray(), 1e-12);
        Assert.Equal(basin.AreaKm2, basin.Domain.UpstreamAreaKm2()[2], 1e-9);

        // From row 9 to the middle of the lower edge of row 11.
        Assert.Equal(250, network.LengthMetres[2], 1e-9);
        Assert.Equal(2.0 / 250, network.Slope[2], 1e-9);
        Close.All([PointAt(grid, 4, 11).Latitude, PointAt(grid, 4, 11).Longitude], [basin.Outlet.Y, basin.Outlet.X], 1e-9);
    }

    [Fact]
    public void What_is_written_is_read_back_as_the_same_domain()
    {
        ElevationGrid grid = Terrain.Read(RealData.At("dem", "storml_elev.tif"));
        int cell = Deepest(grid);
        DelineatedBasin basin = new BasinDelineation(PointAt(grid, cell % grid.Width, cell / grid.Width), 0.1).Draw(grid);
        string path = _folder.At("basin.gpkg");
        basin.WriteGeoPackage(path);
        SpatialDomain back = new DomainReader(new UdUnits()).Read(new DomainSource(
            path, new UnitFields("id", new("area_km2", "km2"), new("elevation_m", "m")), "subbasins", Network: new NetworkSource(NetworkPresets.Find("delineated"), path, "reaches")));
        Assert.Equal(basin.Domain.Units.Ids, back.Units.Ids);
        Close.SameBits(basin.Domain.Units.AreaKm2, back.Units.AreaKm2);
        Close.SameBits(basin.Domain.Units.Elevation, back.Units.Elevation);
        Assert.Equal(basin.Domain.Network!.Downstream.ToArray(), back.Network!.Downstream.ToArray());
        Close.SameBits(basin.Domain.Network.LengthMetres, back.Network.LengthMetres);
        Close.SameBits(basin.Domain.Network.Slope, back.Network.Slope);
        Assert.Empty(back.Findings.Repaired);
        Assert.Empty(back.Findings.Areas);
        Assert.True(back.Units.Count > 5);
        Close.All(basin.Domain.Units.Latitude, back.Units.Latitude, 1e-6);
    }

    [Fact]
    public void The_Bow_at_Banff_has_the_published_area_in_disjoint_subbasins()
    {
        string dem = RealData.At("bow_at_banff", "attributes", "elevation", "dem", "domain_Bow_at_Banff_elv.tif");
        var delineation = new BasinDelineation(new PourPoint(51.17, -115.57), 50);
        DelineatedBasin basin = delineation.Draw(dem);
        TestContext.Current.TestOutputHelper?.WriteLine($"{basin.AreaKm2:0.0} km2, {basin.Domain.Units.Count} subbasins, edge {basin.ReachesEdge}");

        // Water Survey of Canada, station 05BB001.
        Assert.Equal(2210, basin.AreaKm2, 0.01 * 2210);
        Assert.False(basin.ReachesEdge);
        Assert.Equal(basin.AreaKm2, Sum(basin.Domain.Units.AreaKm2), 1e-6);
        Assert.All(basin.Domain.Outlines, outline => Assert.True(outline.IsValid));
        Assert.True(basin.Outline.IsValid);
        Geometry union = UnaryUnionOp.Union(basin.Domain.Outlines);
        Assert.Equal(basin.Outline.Area, union.Area, 1e-9);
        Assert.Equal(basin.Outline.Area, basin.Domain.Outlines.Sum(outline => outline.Area), 1e-9);
        Assert.Single(basin.Domain.Network!.Downstream.ToArray(), next => next < 0);
        Assert.All(basin.Domain.Network.LengthMetres.ToArray(), length => Assert.True(length > 0));

        // The ellipsoid's area once more, through the equal-area projection.
        using var from = CoordinateSystem.Wgs84();
        using var to = CoordinateSystem.EqualArea(51.3, -116);
        using var transform = new CoordinateTransform(from, to, "test");
        Assert.Equal(basin.AreaKm2, transform.Apply(basin.Outline).Area / 1e6, 1e-4 * basin.AreaKm2);

        // A window that has to grow comes to the same catchment.
        DelineatedBasin windowed = delineation.Draw(dem, firstCells: 150);
        Assert.Equal(basin.CellCount, windowed.CellCount);
        Assert.True(basin.Outline.EqualsTopologically(windowed.Outline));
    }

    [Fact]
    public void A_published_area_tells_the_river_from_its_brook()
    {
        string dem = RealData.At("bow_at_banff", "attributes", "elevation", "dem", "domain_Bow_at_Banff_elv.tif");
        DelineatedBasin river = new BasinDelineation(new PourPoint(51.17, -115.57, 3000, 2210), 100).Draw(dem);
        Assert.Equal(2210, river.AreaKm2, 0.01 * 2210);
    }

    [Fact]
    public void A_pour_point_outside_the_DEM_or_off_any_stream_is_an_error()
    {
        ElevationGrid grid = Terrain.Metric(Ypsilon(), 9);
        InputException wrong = Assert.Throws<InputException>(() => new BasinDelineation(new PourPoint(51.17, -115.57), 1).Draw(grid));
        Assert.Contains("test: the pour point at latitude 51.17, longitude -115.57 lies outside it", wrong.Message, StringComparison.Ordinal);
        wrong = Assert.Throws<InputException>(() => new BasinDelineation(PointAt(grid, 4, 11), 10).Draw(grid));
        Assert.Contains("less than the 10 km2 that make a stream", wrong.Message, StringComparison.Ordinal);
    }

    private static double[] Ypsilon()
    {
        double[] z = new double[9 * 12];
        for (int row = 0; row < 12; row++)
        {
            for (int column = 0; column < 9; column++)
            {
                double side = Math.Min(Math.Abs(column - 2), Math.Abs(column - 6)) * 10;
                double upper = 100 + ((8 - row) * 1.0) + side;
                double lower = 96 + (8 - row) + (Math.Abs(column - 4) * 10);
                z[(row * 9) + column] = row < 8 ? upper : row == 8 && column is >= 2 and <= 6 ? 96 + Math.Abs(column - 4) : lower;
            }
        }

        return z;
    }

    private static PourPoint PointAt(ElevationGrid grid, int column, int row)
    {
        using var from = CoordinateSystem.Parse(grid.SystemText, "test");
        using var to = CoordinateSystem.Wgs84();
        using var transform = new CoordinateTransform(from, to, "test");
        (double longitude, double latitude) = transform.Apply(grid.Transform.X(column), grid.Transform.Y(row));
        return new PourPoint(latitude, longitude, 10);
    }

    private static int Deepest(ElevationGrid grid)
    {
        var directions = FlowDirections.Steepest(grid, DepressionFilling.Fill(grid.Elevation, grid.Width));
        double[] area = FlowAccumulation.Along(directions, grid.CellAreaKm2, "test").AreaKm2;
        return Array.IndexOf(area, area.Max());
    }

    private static double Sum(ReadOnlySpan<double> values)
    {
        double sum = 0;
        foreach (double value in values)
        {
            sum += value;
        }

        return sum;
    }
}
