using NetTopologySuite.Geometries;

namespace Tributary.Geodata;

/// <summary>A catchment drawn from a DEM.</summary>
/// <param name="Domain">Its subbasins and reaches, with outlines and lines in longitude and latitude on WGS 84.</param>
/// <param name="Outline">Its outline.</param>
/// <param name="Outlet">The centre of the cell at its outlet.</param>
/// <param name="AreaKm2">Its area in km2.</param>
/// <param name="CellCount">Number of its cells.</param>
/// <param name="ReachesEdge">Whether it comes to the edge of the DEM or of its known cells, so that a part may be missing.</param>
public sealed record DelineatedBasin(SpatialDomain Domain, Geometry Outline, Point Outlet, double AreaKm2, long CellCount, bool ReachesEdge)
{
    /// <summary>
    /// Writes the layers <c>subbasins</c>, <c>reaches</c>, <c>catchment</c> and <c>outlet</c>; the first two are a domain with the network preset <c>delineated</c>.
    /// </summary>
    /// <exception cref="Contracts.WorkException">It cannot be written.</exception>
    public void WriteGeoPackage(string path)
    {
        var (units, outlines, network, lines, _) = Domain;
        double[] upstream = Domain.UpstreamAreaKm2();
        object? Next(int reach) => network!.Downstream[reach] < 0 ? null : network.Ids[network.Downstream[reach]];
        using var world = CoordinateSystem.Wgs84();
        using var writer = new GeoPackageWriter(path);
        writer.WriteLayer(
            "subbasins", world, OgcGeometryType.MultiPolygon,
            [new("id", FieldKind.Text), new("downstream", FieldKind.Text), new("area_km2", FieldKind.Number), new("elevation_m", FieldKind.Number)],
            outlines.Select((outline, i) => (outline, new object?[] { units.Ids[i], Next(i), units.AreaKm2[i], units.Elevation[i] })));
        writer.WriteLayer(
            "reaches", world, OgcGeometryType.LineString,
            [
                new("id", FieldKind.Text), new("downstream", FieldKind.Text), new("length_m", FieldKind.Number), new("slope", FieldKind.Number),
                new("upstream_km2", FieldKind.Number),
            ],
            lines.Select((line, i) => (line!, new object?[] { network!.Ids[i], Next(i), network.LengthMetres[i], network.Slope[i], upstream[i] })));
        writer.WriteLayer("catchment", world, OgcGeometryType.MultiPolygon, [new("area_km2", FieldKind.Number)], [(Outline, [AreaKm2])]);
        writer.WriteLayer("outlet", world, OgcGeometryType.Point, [new("area_km2", FieldKind.Number)], [(Outlet, [AreaKm2])]);
    }
}
