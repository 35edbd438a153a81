using System.Runtime.InteropServices;
using System.Security.Cryptography;

namespace Tributary.Geodata;

/// <summary>
/// A grid whose cells are rectangles on the plane of any coordinate system that PROJ knows. Corners and centres are transformed once, when the first is asked for.
/// </summary>
internal sealed class ProjectedGrid : CellGrid
{
    private readonly GridAxis _rows;
    private readonly GridAxis _columns;
    private readonly bool _rowsAreX;
    private readonly string _systemText;
    private readonly string _where;
    private readonly Lazy<(double[] Longitude, double[] Latitude)> _centres;
    private readonly Lazy<(double[] Longitude, double[] Latitude)> _corners;

    /// <param name="rows">The axis along which rows follow each other, in the system's own units.</param>
    /// <param name="columns">The axis along which columns follow each other.</param>
    /// <param name="rowsAreX">Whether the rows' axis is the eastward one.</param>
    /// <param name="systemText">The coordinate system as well-known text.</param>
    /// <param name="where">The file and variable, for messages.</param>
    public ProjectedGrid(GridAxis rows, GridAxis columns, bool rowsAreX, string systemText, string where)
        : base("projected", rows.Count, columns.Count)
    {
        (_rows, _columns, _rowsAreX, _systemText, _where) = (rows, columns, rowsAreX, systemText, where);
        _centres = new(() => Transform(_rows.Centres, _columns.Centres));
        _corners = new(() => Transform(_rows.Edges, _columns.Edges));
    }

    public override (double Longitude, double Latitude) Centre(int cell) => (Wrap(_centres.Value.Longitude[cell]), _centres.Value.Latitude[cell]);

    public override void Corners(int cell, Span<double> longitude, Span<double> latitude)
    {
        (double middle, _) = Centre(cell);
        int first = ((cell / Width) * (Width + 1)) + (cell % Width);
        ReadOnlySpan<int> around = [first, first + 1, first + Width + 2, first + Width + 1];
        for (int corner = 0; corner < 4; corner++)
        {
            longitude[corner] = Near(_corners.Value.Longitude[around[corner]], middle);
            latitude[corner] = Math.Clamp(_corners.Value.Latitude[around[corner]], -90, 90);
        }
    }

    private protected override void AppendTo(IncrementalHash hash)
    {
        hash.AppendData(System.Text.Encoding.UTF8.GetBytes($"{_rowsAreX} {_systemText}"));
        hash.AppendData(MemoryMarshal.AsBytes<double>(_rows.Edges));
        hash.AppendData(MemoryMarshal.AsBytes<double>(_columns.Edges));
    }

    private (double[] Longitude, double[] Latitude) Transform(double[] rows, double[] columns)
    {
        using var system = CoordinateSystem.Parse(_systemText, _where);
        using var world = CoordinateSystem.Wgs84();
        using var toWorld = new CoordinateTransform(system, world, _where);
        double[] longitude = new double[rows.Length * columns.Length];
        double[] latitude = new double[longitude.Length];
        for (int row = 0; row < rows.Length; row++)
        {
            Span<double> x = longitude.AsSpan(row * columns.Length, columns.Length);
            Span<double> y = latitude.AsSpan(row * columns.Length, columns.Length);
            if (_rowsAreX)
            {
                x.Fill(rows[row]);
                columns.CopyTo(y);
            }
            else
            {
                columns.CopyTo(x);
                y.Fill(rows[row]);
            }

            toWorld.ApplyWherePossible(x, y);
        }

        return (longitude, latitude);
    }
}
