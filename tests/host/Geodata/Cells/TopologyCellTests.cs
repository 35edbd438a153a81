using FsCheck.Fluent;
using NetTopologySuite.Geometries;
using Tributary.Contracts;
using Tributary.Geodata;

namespace Tributary.Tests.Geodata.Cells;

/// <summary>Cells connected by networks of subbasins.</summary>
public sealed class TopologyCellTests
{
    [Fact]
    public void Cells_that_are_the_subbasins_drain_as_these_do()
    {
        // Rows from the south: everything comes to the middle column and goes south.
        int[] downstream = [1, -1, 1, 4, 1, 4, 7, 4, 7];
        SpatialDomain basin = MadeUpBasin.Squares(downstream, 3, 0.1, elevation: [5, 4, 5, 15, 14, 15, 25, 24, 25]);
        CellDomainResult result = CellDomain.Make(RegularGrid.Covering(basin.Outlines, 0.1), basin);
        double total = basin.Units.AreaKm2.ToArray().Sum();
        CellsMatch.DemandSound(result, basin, total);
        double[] expected = basin.UpstreamAreaKm2();
        RiverNetwork network = result.Domain.Network!;
        for (int subbasin = 0; subbasin < 9; subbasin++)
        {
            int cell = Cell(subbasin);
            Assert.Equal(downstream[subbasin] < 0 ? -1 : Cell(downstream[subbasin]), network.Downstream[cell]);
            CellGauge gauge = result.AtReach(subbasin);
            Assert.Equal((cell, expected[subbasin]), (gauge.Reach, Math.Round(gauge.AreaKm2, 9)));
            Assert.Equal(0, gauge.Mismatch, 1e-9);
        }

        Assert.Equal(1 / network.LengthMetres[Cell(0)], network.Slope[Cell(0)], 1e-9);
        Assert.Equal(10 / network.LengthMetres[Cell(4)], network.Slope[Cell(4)], 1e-9);

        static int Cell(int subbasin) => (3 * (2 - (subbasin / 3))) + (subbasin % 3);
    }

    [Fact]
    public void Where_elevations_do_not_fall_reaches_have_the_slope_of_the_network()
    {
        SpatialDomain basin = MadeUpBasin.Squares([1, 2, -1], 3, 0.1, elevation: [5, 7, 3]);
        double[] slope = CellDomain.Make(RegularGrid.Covering(basin.Outlines, 0.1), basin).Domain.Network!.Slope.ToArray();
        Assert.Equal(0.002, slope[0]);
        Assert.True(slope[1] is > 4 / 7200.0 and < 4 / 7100.0);

        // The outlet takes that of the river above it.
        Assert.Equal(slope[1], slope[2]);
    }

    [Fact]
    public void Elevations_and_attributes_are_means_by_area()
    {
        // Two subbasins with declared areas of 1 and 2 km2; the grid's edge cuts the second one at a fifth.
        SpatialDomain basin = MadeUpBasin.Squares([1, -1], 2, 0.25, elevation: [100, 400]);
        CellDomainResult result = CellDomain.Make(RegularGrid.Covering(basin.Outlines, 0.3), basin);
        double[] area = result.Domain.Units.AreaKm2.ToArray();
        double[] elevation = result.Domain.Units.Elevation.ToArray();
        Assert.Equal(3, area.Sum(), 1e-12);
        Assert.Equal((1 * 100) + (2 * 400), area.Zip(elevation).Sum(each => each.First * each.Second), 1e-9);
        Assert.Equal(2.0 / 7, area.Zip(result.Domain.Units.Attributes["forest"].ToArray()).Sum(each => each.First * each.Second), 1e-12);
        Assert.Equal(result.Domain.Outlines.Sum(outline => outline.Area), basin.Outlines.Sum(outline => outline.Area), 1e-12);
    }

    [Fact]
    public void A_basin_on_the_date_line_is_connected_as_it_would_be_elsewhere()
    {
        int[] downstream = Tree(new Random(7), 6, 0.2);
        SpatialDomain here = MadeUpBasin.Squares(downstream, 6, 0.125, 20);
        SpatialDomain there = MadeUpBasin.Squares(downstream, 6, 0.125, 179.625);
        Geometry[] turned = [.. there.Outlines.Select(outline => outline.EnvelopeInternal.MinX >= 180 ? outline.Factory.ToGeometry(Westward(outline.EnvelopeInternal)) : outline)];
        there = there with { Outlines = turned };
        Assert.Contains(turned, outline => outline.Centroid.X < 0);
        CellDomainResult one = CellDomain.Make(RegularGrid.Covering(here.Outlines, 0.0625), here);
        CellDomainResult other = CellDomain.Make(RegularGrid.Covering(there.Outlines, 0.0625), there);
        Assert.Equal(144, one.CellOfUnit.Count);
        Assert.Equal(one.Domain.Network!.Ids, other.Domain.Network!.Ids);
        Assert.Equal(one.Domain.Network.Downstream.ToArray(), other.Domain.Network.Downstream.ToArray());
        Close.All(one.Domain.Network.LengthMetres, other.Domain.Network.LengthMetres, 1e-9);

        static Envelope Westward(Envelope extent) => new(extent.MinX - 360, extent.MaxX - 360, extent.MinY, extent.MaxY);
    }

    [Fact]
    public void Subbasins_that_do_not_touch_the_next_one_jump_to_it()
    {
        // From the first of five squares straight to the fourth.
        SpatialDomain basin = MadeUpBasin.Squares([3, 2, 3, 4, -1], 5, 0.1);
        CellDomainResult result = CellDomain.Make(RegularGrid.Covering(basin.Outlines, 0.1), basin);
        CellsMatch.DemandSound(result, basin, basin.Units.AreaKm2.ToArray().Sum());
        Assert.Equal([3, 2, 3, 4, -1], result.Domain.Network!.Downstream.ToArray());
        Assert.Equal([new CellJump("r0c0", "r0c3")], result.Jumps.Select(jump => jump with { From = "r0" + jump.From[^2..], To = "r0" + jump.To[^2..] }));
    }

    [Fact]
    public void Water_crosses_a_border_at_the_end_of_the_reach_line_or_else_in_its_middle()
    {
        SpatialDomain basin = MadeUpBasin.Squares([1, -1], 2, 0.1);
        Assert.Equal(2, RowOfCrossing(basin));
        var line = new LineString([new Coordinate(10.02, 50.05), new Coordinate(10.098, 50.091)]);
        Assert.Equal(0, RowOfCrossing(basin with { ReachLines = [line, null] }));
        Assert.Equal(0, RowOfCrossing(basin with { ReachLines = [line.Reverse(), null] }));

        static int RowOfCrossing(SpatialDomain basin)
        {
            SpatialDomain cells = CellDomain.Make(RegularGrid.Covering(basin.Outlines, 0.02), basin).Domain;
            int[] crossing = [.. Enumerable.Range(0, 50).Where(cell => cell % 10 == 4 && cells.Network!.Downstream[cell] % 10 == 5)];
            return crossing.MaxBy(cell => cells.UpstreamAreaKm2()[cell]) / 10;
        }
    }

    [Fact]
    public void A_network_with_two_outlets_gives_two()
    {
        SpatialDomain basin = MadeUpBasin.Squares([-1, 0, 3, -1], 4, 0.1);
        CellDomainResult result = CellDomain.Make(RegularGrid.Covering(basin.Outlines, 0.1), basin);
        Assert.Equal([-1, 0, 3, -1], result.Domain.Network!.Downstream.ToArray());
        Assert.Equal(["r0c0", "r0c3"], result.Domain.Findings.Outlets.Select(outlet => "r0" + outlet.Reach[^2..]));
    }

    [Fact]
    public void On_a_grid_around_the_globe_the_last_column_is_beside_the_first()
    {
        SpatialDomain basin = MadeUpBasin.Squares([1, 2, 3, -1], 4, 10, 160);
        CellGrid globe = RegularGrid.Covering([new GeometryFactory().ToGeometry(new Envelope(-180, 180, 40, 70))], 10);
        CellDomainResult result = CellDomain.Make(globe, basin);
        Assert.Equal(["r1c0", "r1c1", "r1c34", "r1c35"], result.Domain.Network!.Ids);
        Assert.Equal([1, -1, 3, 0], result.Domain.Network.Downstream.ToArray());
        Assert.Empty(result.Jumps);
    }

    [Fact]
    public void Random_networks_of_subbasins_drain_to_one_outlet() => Property.Holds(
        Gen.Choose(1, 1_000_000).Zip(Gen.Choose(1, 7)).Zip(Gen.Choose(20, 300)),
        (((int Seed, int Width) Kind, int Size) each) =>
        {
            (int seed, int width) = each.Kind;
            var random = new Random(seed);
            int[] downstream = Tree(random, width, 0.2);
            SpatialDomain basin = MadeUpBasin.Squares(downstream, width, 0.1, lakes: seed % 2 == 0);
            CellGrid grid = RegularGrid.Covering(basin.Outlines, each.Size / 1000.0);
            CellDomainResult result = CellDomain.Make(grid, basin);
            CellsMatch.DemandSound(result, basin, basin.Units.AreaKm2.ToArray().Sum());
            double total = result.Domain.Outlines.Sum(outline => outline.Area);
            Assert.Equal(downstream.Length * 0.01, total, 1e-9 * total);
        },
        60);

    [Fact]
    public void Cells_are_the_same_whenever_they_are_made()
    {
        SpatialDomain basin = MadeUpBasin.Squares(Tree(new Random(3), 7, 0.1), 7, 0.1);
        CellGrid grid = RegularGrid.Covering(basin.Outlines, 0.03);
        CellDomainResult one = CellDomain.Make(grid, basin);
        CellDomainResult other = CellDomain.Make(grid, basin);
        Assert.Equal(one.Domain.Network!.Downstream.ToArray(), other.Domain.Network!.Downstream.ToArray());
        Close.SameBits(one.Domain.Units.AreaKm2, other.Domain.Units.AreaKm2);
        Close.SameBits(one.FineAreaKm2.ToArray(), other.FineAreaKm2.ToArray());
    }

    // A tree over a square of squares, grown from one of them; some drain past their neighbour to the one below it.
    private static int[] Tree(Random random, int width, double skipping)
    {
        int[] downstream = new int[width * width];
        Array.Fill(downstream, -2);
        var grown = new List<int> { random.Next(downstream.Length) };
        downstream[grown[0]] = -1;
        while (grown.Count < downstream.Length)
        {
            int from = grown[random.Next(grown.Count)];
            int direction = random.Next(8);
            int to = FlowDirections.Neighbour(from, direction, width, width);
            if (to >= 0 && downstream[to] == -2)
            {
                downstream[to] = downstream[from] >= 0 && random.NextDouble() < skipping ? downstream[from] : from;
                grown.Add(to);
            }
        }

        return downstream;
    }
}
