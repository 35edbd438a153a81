using NetTopologySuite.Geometries;
using Tributary.Contracts;

namespace Tributary.Geodata;

/// <summary>Elevations and slopes of units from a DEM in any coordinate system.</summary>
public static class Hypsometry
{
    private const int BlockCells = 1 << 22;

    /// <summary>For each unit the elevations in m of equally spaced quantiles of its cells, lowest first.</summary>
    /// <inheritdoc cref="Read(string, IReadOnlyList{string}, IReadOnlyList{Geometry}, int)"/>
    public static double[][] Quantiles(string dem, IReadOnlyList<string> ids, IReadOnlyList<Geometry> outlines, int count = 101) =>
        Array.ConvertAll(Read(dem, ids, outlines, count), unit => unit.Quantiles);

    /// <summary>
    /// The ground of each unit. A cell belongs to the unit in which its centre lies; a unit in which none lies has the cell around its middle. The DEM is read by
    /// windows; of the unit at hand 8 bytes are held for each cell.
    /// </summary>
    /// <param name="dem">The DEM.</param>
    /// <param name="ids">The units' ids, for messages.</param>
    /// <param name="outlines">Their outlines in longitude and latitude on WGS 84.</param>
    /// <param name="count">Number of quantiles, the lowest and the highest elevation among them.</param>
    /// <exception cref="InputException">The DEM cannot be read, or units lie outside it or where nothing is known; they are named.</exception>
    public static UnitTerrain[] Read(string dem, IReadOnlyList<string> ids, IReadOnlyList<Geometry> outlines, int count = 101) =>
        Read(dem, ids, outlines, count, BlockCells);

    internal static UnitTerrain[] Read(string dem, IReadOnlyList<string> ids, IReadOnlyList<Geometry> outlines, int count, int blockCells)
    {
        using var raster = RasterFile.Open(dem);
        CoordinateSystem system = raster.CoordinateSystem ?? throw new InputException("it states no coordinate system", dem, "Give a GeoTIFF that does.");
        using var world = CoordinateSystem.Wgs84();
        using var toRaster = new CoordinateTransform(world, system, dem);
        var measures = new CellMeasures(raster.Transform, raster.Height, system, dem);
        var units = new UnitTerrain[outlines.Count];
        var missing = new List<string>();

        // From north to south, so that what the raster's library remembers serves the next unit too.
        foreach (int unit in Enumerable.Range(0, units.Length).OrderByDescending(unit => outlines[unit].EnvelopeInternal.MaxY))
        {
            var ground = new UnitGround(raster, measures, blockCells);
            ground.Add(toRaster.Apply(outlines[unit]));
            if (ground.Count == 0)
            {
                missing.Add(ids[unit]);
            }
            else
            {
                units[unit] = ground.Close(count);
            }
        }

        if (missing.Count > 0)
        {
            missing.Sort(StringComparer.Ordinal);
            throw new InputException($"no elevation is known in unit{(missing.Count > 1 ? "s" : string.Empty)} {NetworkReader.List(missing)}", dem, "Give a DEM that covers all units.");
        }

        return units;
    }
}
