using Tributary.Contracts;

namespace Tributary.Geodata;

/// <summary>A digital elevation model in memory.</summary>
public sealed class ElevationGrid
{
    /// <summary>Makes a grid.</summary>
    /// <param name="elevation">Elevations in m, <c>[y][x]</c>, rows from north to south; NaN where unknown.</param>
    /// <param name="width">Number of columns.</param>
    /// <param name="transform">Where the cells lie.</param>
    /// <param name="system">Their coordinate system.</param>
    /// <param name="where">The file, for messages.</param>
    /// <exception cref="InputException">The coordinate system has no place on the Earth.</exception>
    public ElevationGrid(double[] elevation, int width, GeoTransform transform, CoordinateSystem system, string where)
    {
        (Elevation, Width, Height, Transform, Where) = (elevation, width, elevation.Length / width, transform, where);
        SystemText = system.WellKnownText;
        Measures = new CellMeasures(transform, Height, system, where);
    }

    /// <summary>Elevations in m, <c>[y][x]</c>; NaN where unknown.</summary>
    public double[] Elevation { get; }

    /// <summary>Number of columns.</summary>
    public int Width { get; }

    /// <summary>Number of rows.</summary>
    public int Height { get; }

    /// <summary>Where the cells lie.</summary>
    public GeoTransform Transform { get; }

    /// <summary>Its coordinate system as well-known text.</summary>
    public string SystemText { get; }

    /// <summary>The file that it comes from, for messages.</summary>
    public string Where { get; }

    /// <summary>Area of a cell of a row in km2, on the ellipsoid where the grid is in degrees.</summary>
    public double CellAreaKm2(int row) => Measures.AreaKm2(row);

    /// <summary>Width and height of a cell of a row in m.</summary>
    public (double East, double South) CellSize(int row) => Measures.Size(row);

    internal CellMeasures Measures { get; }

    /// <summary>Reads a raster, or a window of it.</summary>
    /// <param name="raster">The raster; its first band holds elevations in m.</param>
    /// <param name="column">First column.</param>
    /// <param name="row">First row.</param>
    /// <param name="width">Number of columns; null for all from the first.</param>
    /// <param name="height">Number of rows; null for all from the first.</param>
    /// <exception cref="InputException">It cannot be read, or states no coordinate system.</exception>
    public static ElevationGrid Read(RasterFile raster, int column = 0, int row = 0, int? width = null, int? height = null)
    {
        CoordinateSystem system = raster.CoordinateSystem
            ?? throw new InputException("it states no coordinate system", raster.Path, "Give a GeoTIFF that does, as from gdal_translate -a_srs.");
        int columns = width ?? raster.Width - column;
        int rows = height ?? raster.Height - row;
        double[] elevation = new double[checked(columns * rows)];
        raster.Read(1, column, row, columns, rows, elevation);
        return new ElevationGrid(elevation, columns, raster.Transform.Window(column, row), system, raster.Path);
    }
}
