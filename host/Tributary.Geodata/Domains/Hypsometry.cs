using NetTopologySuite.Algorithm.Locate;
using NetTopologySuite.Geometries;
using Tributary.Contracts;

namespace Tributary.Geodata;

/// <summary>Elevations of units from a DEM.</summary>
public static class Hypsometry
{
    /// <summary>
    /// For each unit the elevations in m of equally spaced quantiles of its cells, lowest first. A cell belongs to the unit in which its centre lies; a unit in
    /// which none lies has the elevation of the cell around its middle.
    /// </summary>
    /// <param name="dem">The DEM, of which each unit's window is read by itself.</param>
    /// <param name="ids">The units' ids, for messages.</param>
    /// <param name="outlines">Their outlines in longitude and latitude on WGS 84.</param>
    /// <param name="count">Number of quantiles, the lowest and the highest elevation among them.</param>
    /// <exception cref="InputException">The DEM cannot be read, or a unit lies outside it or where nothing is known.</exception>
    public static double[][] Quantiles(string dem, IReadOnlyList<string> ids, IReadOnlyList<Geometry> outlines, int count = 101)
    {
        using var raster = RasterFile.Open(dem);
        CoordinateSystem system = raster.CoordinateSystem ?? throw new InputException("it states no coordinate system", dem, "Give a GeoTIFF that does.");
        using var world = CoordinateSystem.Wgs84();
        using var toRaster = new CoordinateTransform(world, system, dem);
        double[][] quantiles = new double[outlines.Count][];
        for (int unit = 0; unit < quantiles.Length; unit++)
        {
            List<double> elevations = Inside(raster, toRaster.Apply(outlines[unit]));
            if (elevations.Count == 0)
            {
                throw new InputException($"no elevation is known in unit {ids[unit]}", dem, "Give a DEM that covers all units.");
            }

            elevations.Sort();
            quantiles[unit] = [.. Enumerable.Range(0, count).Select(i => Quantile(elevations, (double)i / (count - 1)))];
        }

        return quantiles;
    }

    private static List<double> Inside(RasterFile raster, Geometry outline)
    {
        GeoTransform place = raster.Transform;
        Envelope extent = outline.EnvelopeInternal;
        int left = Math.Max(0, place.Column(extent.MinX));
        int right = Math.Min(raster.Width - 1, place.Column(extent.MaxX));
        int top = Math.Max(0, place.Row(extent.MaxY));
        int bottom = Math.Min(raster.Height - 1, place.Row(extent.MinY));
        var elevations = new List<double>();
        if (left > right || top > bottom)
        {
            return elevations;
        }

        var locator = new IndexedPointInAreaLocator(outline);
        double[] cells = new double[right - left + 1];
        for (int row = top; row <= bottom; row++)
        {
            raster.Read(1, left, row, cells.Length, 1, cells);
            for (int i = 0; i < cells.Length; i++)
            {
                if (!double.IsNaN(cells[i]) && locator.Locate(new Coordinate(place.X(left + i), place.Y(row))) == Location.Interior)
                {
                    elevations.Add(cells[i]);
                }
            }
        }

        Point middle = outline.InteriorPoint;
        (int column, int line) = (place.Column(middle.X), place.Row(middle.Y));
        if (elevations.Count == 0 && column >= 0 && column < raster.Width && line >= 0 && line < raster.Height)
        {
            raster.Read(1, column, line, 1, 1, cells);
            elevations.AddRange(cells.Take(1).Where(elevation => !double.IsNaN(elevation)));
        }

        return elevations;
    }

    private static double Quantile(List<double> sorted, double share)
    {
        double place = share * (sorted.Count - 1);
        int below = (int)place;
        return below + 1 < sorted.Count ? sorted[below] + ((place - below) * (sorted[below + 1] - sorted[below])) : sorted[below];
    }
}
