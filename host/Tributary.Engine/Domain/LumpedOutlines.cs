using NetTopologySuite.Geometries;
using NetTopologySuite.Operation.OverlayNG;
using Tributary.Contracts;
using Tributary.Geodata;

namespace Tributary.Engine;

/// <summary>Joins all units above each gauge into one whose outline, area, elevation and attributes are theirs together.</summary>
internal static class LumpedOutlines
{
    /// <summary>The lumped basins, one a gauge and in the same order; gauges below each other have basins that contain each other.</summary>
    /// <param name="domain">The units and their network.</param>
    /// <param name="gauges">The gauges, each with a unit above it.</param>
    public static SpatialDomain Above(SpatialDomain domain, IReadOnlyList<Gauge> gauges)
    {
        RiverNetwork network = domain.Network!;
        int[][] members = [.. gauges.Select(gauge => UnitsAbove(network, domain.Units.Count, gauge.Reach))];
        double[] area = [.. members.Select(units => Sum(units, domain.Units.AreaKm2))];
        Geometry[] outlines = [.. members.Select(units => OverlayNGRobust.Union(units.Select(unit => domain.Outlines[unit]).Distinct()))];
        var attributes = new AttributeTable(gauges.Count);
        foreach (string name in domain.Units.Attributes.Names)
        {
            attributes.Set(name, domain.Units.Attributes.UnitOf(name), Means(members, domain.Units.AreaKm2, domain.Units.Attributes[name]));
        }

        var units = new CatchmentUnits(
            [.. gauges.Select(gauge => gauge.Id)],
            area,
            [.. outlines.Select(outline => outline.Centroid.Y)],
            [.. outlines.Select(outline => outline.Centroid.X)],
            Means(members, domain.Units.AreaKm2, domain.Units.Elevation),
            attributes: attributes);
        return new SpatialDomain(units, outlines, null, [], domain.Findings);
    }

    private static int[] UnitsAbove(RiverNetwork network, int unitCount, int reach)
    {
        bool[] isAbove = new bool[network.Count];
        NetworkOrder order = NetworkOrder.Of(network);
        for (int k = order.Count - 1; k >= 0; k--)
        {
            int at = order.Order[k];
            isAbove[at] = at == reach || (order.Downstream[at] >= 0 && isAbove[order.Downstream[at]]);
        }

        return [.. Enumerable.Range(0, unitCount).Where(unit => isAbove[network.ReachOfUnit[unit]])];
    }

    private static double Sum(int[] units, ReadOnlySpan<double> values)
    {
        double sum = 0;
        foreach (int unit in units)
        {
            sum += values[unit];
        }

        return sum;
    }

    private static double[] Means(int[][] members, ReadOnlySpan<double> area, ReadOnlySpan<double> values)
    {
        double[] means = new double[members.Length];
        for (int basin = 0; basin < members.Length; basin++)
        {
            double weight = 0;
            foreach (int unit in members[basin])
            {
                if (!double.IsNaN(values[unit]))
                {
                    weight += area[unit];
                    means[basin] += area[unit] * values[unit];
                }
            }

            means[basin] /= weight;
        }

        return means;
    }
}
