using System.Runtime.InteropServices;
using System.Security.Cryptography;

namespace Tributary.Geodata;

/// <summary>A grid whose cells are rectangles on some map: in degrees, on the sphere of a rotated pole, or on a projection's plane.</summary>
internal sealed class AxisGrid : CellGrid
{
    private readonly GridAxis _rows;
    private readonly GridAxis _columns;
    private readonly bool _rowsAreX;
    private readonly MapInverse? _inverse;
    private readonly string _map;

    /// <param name="kind">The kind of grid, for messages.</param>
    /// <param name="rows">The axis along which rows follow each other.</param>
    /// <param name="columns">The axis along which columns follow each other.</param>
    /// <param name="rowsAreX">Whether the rows' axis is the eastward one.</param>
    /// <param name="inverse">From the map to longitude and latitude; null where the axes are those.</param>
    /// <param name="map">All numbers that define the map, for the grid's key.</param>
    public AxisGrid(string kind, GridAxis rows, GridAxis columns, bool rowsAreX, MapInverse? inverse = null, string map = "")
        : base(kind, rows.Count, columns.Count)
    {
        (_rows, _columns, _rowsAreX, _inverse, _map) = (rows, columns, rowsAreX, inverse, map);
    }

    public override (double Longitude, double Latitude) Centre(int cell)
    {
        (double longitude, double latitude) = Place(_rows.Centres[cell / Width], _columns.Centres[cell % Width]);
        return (Wrap(longitude), latitude);
    }

    public override void Corners(int cell, Span<double> longitude, Span<double> latitude)
    {
        (int row, int column) = (cell / Width, cell % Width);
        (double middle, _) = Centre(cell);
        for (int corner = 0; corner < 4; corner++)
        {
            double alongRows = _rows.Edges[row + (corner is 2 or 3 ? 1 : 0)];
            double alongColumns = _columns.Edges[column + (corner is 1 or 2 ? 1 : 0)];
            (double east, double north) = Place(alongRows, alongColumns);
            longitude[corner] = Near(east, middle);
            latitude[corner] = Math.Clamp(north, -90, 90);
        }
    }

    private protected override void AppendTo(IncrementalHash hash)
    {
        hash.AppendData(System.Text.Encoding.UTF8.GetBytes($"{_rowsAreX} {_map}"));
        hash.AppendData(MemoryMarshal.AsBytes<double>(_rows.Edges));
        hash.AppendData(MemoryMarshal.AsBytes<double>(_columns.Edges));
    }

    private (double Longitude, double Latitude) Place(double row, double column)
    {
        (double x, double y) = _rowsAreX ? (row, column) : (column, row);
        return _inverse is null ? (x, y) : _inverse(x, y);
    }
}

/// <summary>From a map's coordinates to longitude and latitude in degrees.</summary>
internal delegate (double Longitude, double Latitude) MapInverse(double x, double y);
