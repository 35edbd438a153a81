using NetTopologySuite.Geometries;
using Tributary.Contracts;

namespace Tributary.Geodata;

/// <summary>Units with their outlines and the network below them.</summary>
/// <param name="Units">The units.</param>
/// <param name="Outlines">Their outlines in longitude and latitude on WGS 84, valid polygons, <c>[unit]</c>.</param>
/// <param name="Network">The network; null where there is none.</param>
/// <param name="ReachLines">The reaches' lines in longitude and latitude, <c>[reach]</c>; null where the source has none.</param>
/// <param name="Findings">What was found and mended.</param>
public sealed record SpatialDomain(
    CatchmentUnits Units, IReadOnlyList<Geometry> Outlines, RiverNetwork? Network, IReadOnlyList<Geometry?> ReachLines, DomainFindings Findings)
{
    /// <summary>Area in km2 of the units that drain to each reach and to those above it, <c>[reach]</c>; empty without a network.</summary>
    public double[] UpstreamAreaKm2()
    {
        if (Network is null)
        {
            return [];
        }

        double[] area = new double[Network.Count];
        for (int unit = 0; unit < Units.Count; unit++)
        {
            area[Network.ReachOfUnit[unit]] += Units.AreaKm2[unit];
        }

        foreach (int reach in NetworkOrder.FromSources(Network.Downstream))
        {
            if (Network.Downstream[reach] >= 0)
            {
                area[Network.Downstream[reach]] += area[reach];
            }
        }

        return area;
    }
}
