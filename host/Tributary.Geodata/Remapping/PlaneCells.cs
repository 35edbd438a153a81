using NetTopologySuite.Geometries;
using NetTopologySuite.Index.Strtree;
using Tributary.Contracts;

namespace Tributary.Geodata;

/// <summary>The cells of a grid around some area, as polygons on the equal-area plane with an index of where they lie.</summary>
internal sealed class PlaneCells
{
    private readonly CellGrid _grid;
    private readonly string _where;
    private readonly List<int> _cells = [];
    private readonly List<double> _corners = [];
    private readonly STRtree<int> _tree = new();

    /// <param name="grid">The grid.</param>
    /// <param name="reach">The area on the plane, in km.</param>
    /// <param name="where">The grid's file and variable, for messages.</param>
    public PlaneCells(CellGrid grid, Envelope reach, string where)
    {
        (_grid, _where) = (grid, where);
        Span<double> longitude = stackalloc double[4];
        Span<double> latitude = stackalloc double[4];
        for (int cell = 0; cell < grid.Count; cell++)
        {
            grid.Corners(cell, longitude, latitude);
            if (Around(longitude, latitude) is { } envelope && TouchesOnAnyTurn(reach, envelope))
            {
                for (int i = 0; i < 4; i++)
                {
                    _corners.Add(EqualAreaPlane.X(longitude[i]));
                    _corners.Add(EqualAreaPlane.Y(latitude[i]));
                }

                _tree.Insert(envelope, _cells.Count);
                _cells.Add(cell);
            }
        }

        _tree.Build();
    }

    /// <summary>Cells that may touch an area, numbered as they are kept here, in order.</summary>
    public IList<int> Near(Envelope area) => _tree.Count > 0 ? _tree.Query(area) : [];

    /// <summary>The index in the grid of a cell that is kept here.</summary>
    public int IndexOf(int kept) => _cells[kept];

    /// <summary>The polygon of a cell that is kept here.</summary>
    /// <exception cref="InputException">Its sides cross each other.</exception>
    public Polygon Outline(int kept)
    {
        var ring = new Coordinate[5];
        for (int i = 0; i < 4; i++)
        {
            ring[i] = new Coordinate(_corners[(8 * kept) + (2 * i)], _corners[(8 * kept) + (2 * i) + 1]);
        }

        ring[4] = ring[0].Copy();
        if (Cross(ring[0], ring[1], ring[2], ring[3]) || Cross(ring[1], ring[2], ring[3], ring[0]))
        {
            int cell = _cells[kept];
            throw new InputException($"the sides of the cell in row {cell / _grid.Width} and column {cell % _grid.Width} cross each other", _where, "Check its corners: they must go around the cell.");
        }

        return new Polygon(new LinearRing(ring));
    }

    // A cell without a place, or one that goes around a pole and has no outline on the plane, is no neighbour of anything.
    private static Envelope? Around(ReadOnlySpan<double> longitude, ReadOnlySpan<double> latitude)
    {
        (double west, double east) = (double.PositiveInfinity, double.NegativeInfinity);
        (double south, double north) = (double.PositiveInfinity, double.NegativeInfinity);
        for (int i = 0; i < 4; i++)
        {
            if (double.IsNaN(longitude[i]) || double.IsNaN(latitude[i]))
            {
                return null;
            }

            (west, east) = (Math.Min(west, longitude[i]), Math.Max(east, longitude[i]));
            (south, north) = (Math.Min(south, latitude[i]), Math.Max(north, latitude[i]));
        }

        return east - west < 180 ? new Envelope(EqualAreaPlane.X(west), EqualAreaPlane.X(east), EqualAreaPlane.Y(south), EqualAreaPlane.Y(north)) : null;
    }

    private static bool TouchesOnAnyTurn(Envelope reach, Envelope cell)
    {
        bool between = cell.MaxY >= reach.MinY && cell.MinY <= reach.MaxY;
        return between && (Overlaps(0) || Overlaps(EqualAreaPlane.Turn) || Overlaps(-EqualAreaPlane.Turn));

        bool Overlaps(double shift) => cell.MaxX + shift >= reach.MinX && cell.MinX + shift <= reach.MaxX;
    }

    private static bool Cross(Coordinate a, Coordinate b, Coordinate c, Coordinate d) =>
        Side(a, b, c) * Side(a, b, d) < 0 && Side(c, d, a) * Side(c, d, b) < 0;

    private static double Side(Coordinate a, Coordinate b, Coordinate c) => ((b.X - a.X) * (c.Y - a.Y)) - ((b.Y - a.Y) * (c.X - a.X));
}
