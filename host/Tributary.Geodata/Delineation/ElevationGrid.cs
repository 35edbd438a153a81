using Tributary.Contracts;

namespace Tributary.Geodata;

/// <summary>A digital elevation model in memory.</summary>
public sealed class ElevationGrid
{
    private readonly double[] _cellArea;
    private readonly (double East, double South)[] _cellSize;

    /// <summary>Makes a grid.</summary>
    /// <param name="elevation">Elevations in m, <c>[y][x]</c>, rows from north to south; NaN where unknown.</param>
    /// <param name="width">Number of columns.</param>
    /// <param name="transform">Where the cells lie.</param>
    /// <param name="system">Their coordinate system.</param>
    /// <param name="where">The file, for messages.</param>
    /// <exception cref="InputException">The coordinate system has no place on the Earth.</exception>
    public ElevationGrid(double[] elevation, int width, GeoTransform transform, CoordinateSystem system, string where)
    {
        if (!system.IsOnEarth)
        {
            throw new InputException($"its coordinate system '{system.Name}' is unknown: it has no place on the Earth", where);
        }

        (Elevation, Width, Height, Transform, Where) = (elevation, width, elevation.Length / width, transform, where);
        SystemText = system.WellKnownText;
        _cellArea = new double[Height];
        _cellSize = new (double, double)[Height];
        Measure(system);
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
    public double CellAreaKm2(int row) => _cellArea[row];

    /// <summary>Width and height of a cell of a row in m.</summary>
    public (double East, double South) CellSize(int row) => _cellSize[row];

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

    private void Measure(CoordinateSystem system)
    {
        if (!system.IsGeographic)
        {
            double metres = system.MetresPerUnit;
            Array.Fill(_cellSize, (Transform.CellWidth * metres, Transform.CellHeight * metres));
            Array.Fill(_cellArea, Transform.CellWidth * Transform.CellHeight * metres * metres / 1e6);
            return;
        }

        (double a, double inverseFlattening) = system.Ellipsoid;
        double f = inverseFlattening > 0 ? 1 / inverseFlattening : 0;
        double e2 = f * (2 - f);
        for (int row = 0; row < Height; row++)
        {
            double latitude = double.DegreesToRadians(Transform.Y(row));
            double sine = Math.Sin(latitude);
            double w = 1 - (e2 * sine * sine);
            double east = a / Math.Sqrt(w) * Math.Cos(latitude) * double.DegreesToRadians(Transform.CellWidth);
            double south = a * (1 - e2) / (w * Math.Sqrt(w)) * double.DegreesToRadians(Transform.CellHeight);
            double north = double.DegreesToRadians(Transform.Top - (row * Transform.CellHeight));
            double below = double.DegreesToRadians(Transform.Top - ((row + 1) * Transform.CellHeight));
            _cellSize[row] = (east, south);
            _cellArea[row] = a * a / 2 * (Authalic(north, e2) - Authalic(below, e2)) * double.DegreesToRadians(Transform.CellWidth) / 1e6;
        }
    }

    // Snyder (1987), Map Projections: a working manual, equation 3-12.
    private static double Authalic(double latitude, double e2)
    {
        double sine = Math.Sin(latitude);
        double e = Math.Sqrt(e2);
        return e == 0 ? 2 * sine : (1 - e2) * ((sine / (1 - (e2 * sine * sine))) + (Math.Atanh(e * sine) / e));
    }
}
