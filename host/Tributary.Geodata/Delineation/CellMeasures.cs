using Tributary.Contracts;

namespace Tributary.Geodata;

/// <summary>Size and area of the cells of each row of a grid.</summary>
internal sealed class CellMeasures
{
    private readonly double[] _area;
    private readonly (double East, double South)[] _size;

    /// <param name="transform">Where the cells lie.</param>
    /// <param name="height">Number of rows.</param>
    /// <param name="system">The coordinate system.</param>
    /// <param name="where">The file, for messages.</param>
    /// <exception cref="InputException">The coordinate system has no place on the Earth.</exception>
    public CellMeasures(GeoTransform transform, int height, CoordinateSystem system, string where)
    {
        if (!system.IsOnEarth)
        {
            throw new InputException($"its coordinate system '{system.Name}' is unknown: it has no place on the Earth", where);
        }

        _area = new double[height];
        _size = new (double, double)[height];
        Measure(transform, system);
    }

    /// <summary>Area of a cell of a row in km2, on the ellipsoid where the grid is in degrees.</summary>
    public double AreaKm2(int row) => _area[row];

    /// <summary>Width and height of a cell of a row in m.</summary>
    public (double East, double South) Size(int row) => _size[row];

    /// <summary>Distances in m from a cell of a row to its eight neighbours, by direction.</summary>
    public void Distances(int row, Span<double> distance)
    {
        (double east, double south) = _size[row];
        for (int direction = 0; direction < FlowDirections.Count; direction++)
        {
            (int columns, int rows) = FlowDirections.StepOf(direction);
            distance[direction] = double.Hypot(columns * east, rows * south);
        }
    }

    private void Measure(GeoTransform transform, CoordinateSystem system)
    {
        if (!system.IsGeographic)
        {
            double metres = system.MetresPerUnit;
            Array.Fill(_size, (transform.CellWidth * metres, transform.CellHeight * metres));
            Array.Fill(_area, transform.CellWidth * transform.CellHeight * metres * metres / 1e6);
            return;
        }

        (double a, double inverseFlattening) = system.Ellipsoid;
        double f = inverseFlattening > 0 ? 1 / inverseFlattening : 0;
        double e2 = f * (2 - f);
        for (int row = 0; row < _size.Length; row++)
        {
            double latitude = double.DegreesToRadians(transform.Y(row));
            double sine = Math.Sin(latitude);
            double w = 1 - (e2 * sine * sine);
            double east = a / Math.Sqrt(w) * Math.Cos(latitude) * double.DegreesToRadians(transform.CellWidth);
            double south = a * (1 - e2) / (w * Math.Sqrt(w)) * double.DegreesToRadians(transform.CellHeight);
            double north = double.DegreesToRadians(transform.Top - (row * transform.CellHeight));
            double below = double.DegreesToRadians(transform.Top - ((row + 1) * transform.CellHeight));
            _size[row] = (east, south);
            _area[row] = a * a / 2 * (Authalic(north, e2) - Authalic(below, e2)) * double.DegreesToRadians(transform.CellWidth) / 1e6;
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
