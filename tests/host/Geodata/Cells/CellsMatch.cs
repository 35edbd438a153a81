using Tributary.Contracts;
using Tributary.Geodata;

namespace Tributary.Tests.Geodata.Cells;

/// <summary>What holds for every domain of cells.</summary>
internal static class CellsMatch
{
    /// <summary>Areas are conserved, there is no circle, all but the listed jumps go to one of the eight neighbours, and all drains to one outlet.</summary>
    public static void DemandSound(CellDomainResult result, SpatialDomain basin, double areaKm2)
    {
        RiverNetwork network = result.Domain.Network!;
        Assert.Equal(basin.Units.AreaKm2.ToArray().Sum(), result.Domain.Units.AreaKm2.ToArray().Sum(), 1e-9 * areaKm2);
        Assert.Empty(NetworkOrder.FindCircle(network.Downstream));
        Assert.Equal(areaKm2, result.Domain.UpstreamAreaKm2()[OnlyOutlet(result)], 1e-9 * areaKm2);
        Close.All(result.Domain.UpstreamAreaKm2(), network.Attributes[ChannelGeometry.DrainageAreaAttribute], 1e-12);
        HashSet<string> jumping = [.. result.Jumps.Select(jump => jump.From)];
        for (int cell = 0; cell < network.Count; cell++)
        {
            int next = network.Downstream[cell];
            (int row, int column) = Place(network.Ids[cell]);
            if (next >= 0)
            {
                (int nextRow, int nextColumn) = Place(network.Ids[next]);
                int apart = Math.Max(Math.Abs(row - nextRow), Math.Abs(column - nextColumn));
                Assert.Equal(!jumping.Contains(network.Ids[cell]), apart == 1);
            }

            Assert.True(network.LengthMetres[cell] > 0);
            Assert.True(network.Slope[cell] >= CellDomain.SmallestSlope);
            Assert.True(result.Domain.Outlines[cell].IsValid);
        }
    }

    public static int OnlyOutlet(CellDomainResult result) =>
        Assert.Single(Enumerable.Range(0, result.Domain.Network!.Count), cell => result.Domain.Network.Downstream[cell] < 0);

    public static (int Row, int Column) Place(string id)
    {
        int[] numbers = [.. id[1..].Split('c').Select(int.Parse)];
        return (numbers[0], numbers[1]);
    }
}
