using System.Numerics;
using Tributary.Contracts;

namespace Tributary.Geodata;

/// <summary>To which of its eight neighbours each cell drains (D8; O'Callaghan and Mark 1984).</summary>
public sealed class FlowDirections
{
    /// <summary>Directions that there are: east, southeast, south, southwest, west, northwest, north, northeast.</summary>
    internal const int Count = 8;

    private const sbyte Outlet = -1;
    internal const sbyte Unknown = -2;

    private static readonly int[] StepColumn = [1, 1, 0, -1, -1, -1, 0, 1];
    private static readonly int[] StepRow = [0, 1, 1, 1, 0, -1, -1, -1];

    private readonly sbyte[] _direction;

    /// <param name="direction">The direction of each cell, 0 to 7; -1 where water leaves, <see cref="Unknown"/> where nothing is known.</param>
    /// <param name="width">Number of columns.</param>
    internal FlowDirections(sbyte[] direction, int width) => (_direction, Width, Height) = (direction, width, direction.Length / width);

    /// <summary>Number of columns.</summary>
    public int Width { get; }

    /// <summary>Number of rows.</summary>
    public int Height { get; }

    /// <summary>Number of cells.</summary>
    public int CellCount => _direction.Length;

    /// <summary>Directions down the steepest way, on a grid whose depressions are filled.</summary>
    /// <param name="grid">The grid, for the size of its cells.</param>
    /// <param name="filled">Its filled elevations, <c>[y][x]</c>.</param>
    public static FlowDirections Steepest(ElevationGrid grid, ReadOnlySpan<double> filled)
    {
        sbyte[] directions = new sbyte[filled.Length];
        Span<double> distance = stackalloc double[Count];
        for (int row = 0; row < grid.Height; row++)
        {
            grid.Measures.Distances(row, distance);
            for (int column = 0; column < grid.Width; column++)
            {
                int cell = (row * grid.Width) + column;
                directions[cell] = double.IsNaN(filled[cell]) ? Unknown : Steepest(filled, cell, grid.Width, grid.Height, distance);
            }
        }

        return new FlowDirections(directions, grid.Width);
    }

    /// <summary>Directions as HydroSHEDS, MERIT Hydro and ESRI publish them: E, SE, S, SW, W, NW, N, NE are 1, 2, 4 to 128.</summary>
    /// <param name="codes">The codes, <c>[y][x]</c>; 0 where water leaves, 255, 247 or -9 and below or NaN where there is none.</param>
    /// <param name="width">Number of columns.</param>
    /// <param name="where">The file, for messages.</param>
    /// <exception cref="InputException">A code is none of these.</exception>
    public static FlowDirections FromCodes(ReadOnlySpan<double> codes, int width, string where)
    {
        sbyte[] directions = new sbyte[codes.Length];
        for (int cell = 0; cell < codes.Length; cell++)
        {
            double code = codes[cell];
            directions[cell] = code switch
            {
                255 or 247 or <= -9 or double.NaN => Unknown,
                0 or -1 => Outlet,
                >= 1 and <= 128 when Math.Floor(code) == code && BitOperations.IsPow2((int)code) => (sbyte)BitOperations.Log2((uint)code),
                _ => throw new InputException(
                    $"row {(cell / width) + 1}, column {(cell % width) + 1} holds {code}, which is no direction", where, "Directions are 1, 2, 4, 8, 16, 32, 64, 128."),
            };
        }

        return new FlowDirections(directions, width);
    }

    /// <summary>The directions as published codes: 1 to 128, 0 where water leaves, 255 where nothing is known.</summary>
    public int[] ToCodes() => Array.ConvertAll(_direction, direction => direction switch { Unknown => 255, Outlet => 0, _ => 1 << direction });

    /// <summary>Whether anything is known of a cell.</summary>
    public bool IsKnown(int cell) => _direction[cell] != Unknown;

    /// <summary>The next cell downstream; -1 where water leaves the grid or its known cells.</summary>
    public int Downstream(int cell)
    {
        sbyte direction = _direction[cell];
        int next = direction < 0 ? -1 : Neighbour(cell, direction, Width, Height);
        return next >= 0 && IsKnown(next) ? next : -1;
    }

    /// <summary>The cells that drain straight into one.</summary>
    /// <param name="cell">The cell.</param>
    /// <param name="upstream">Room for eight cells.</param>
    /// <returns>How many there are.</returns>
    public int Upstream(int cell, Span<int> upstream)
    {
        int count = 0;
        for (int direction = 0; direction < Count; direction++)
        {
            int neighbour = Neighbour(cell, direction, Width, Height);
            if (neighbour >= 0 && _direction[neighbour] >= 0 && ((_direction[neighbour] + 4) & 7) == direction)
            {
                upstream[count++] = neighbour;
            }
        }

        return count;
    }

    /// <summary>All known cells, each after those above it.</summary>
    /// <exception cref="InputException">Water flows in a circle, as directions from elsewhere may have it.</exception>
    public int[] FromSources(string where)
    {
        byte[] above = new byte[CellCount];
        int known = 0;
        for (int cell = 0; cell < CellCount; cell++)
        {
            known += IsKnown(cell) ? 1 : 0;
            int next = Downstream(cell);
            if (next >= 0)
            {
                above[next]++;
            }
        }

        int[] order = new int[known];
        int count = 0;
        for (int cell = 0; cell < CellCount; cell++)
        {
            if (IsKnown(cell) && above[cell] == 0)
            {
                order[count++] = cell;
            }
        }

        for (int i = 0; i < count; i++)
        {
            int next = Downstream(order[i]);
            if (next >= 0 && --above[next] == 0)
            {
                order[count++] = next;
            }
        }

        if (count < known)
        {
            int member = Array.FindIndex(above, inflows => inflows > 0);
            throw new InputException($"water flows in a circle that row {(member / Width) + 1}, column {(member % Width) + 1} is part of", where);
        }

        return order;
    }

    /// <summary>All cells that drain through one, itself among them, each after the one that it drains to.</summary>
    public int[] Catchment(int outlet)
    {
        var cells = new List<int> { outlet };
        Span<int> upstream = stackalloc int[Count];
        for (int i = 0; i < cells.Count; i++)
        {
            int count = Upstream(cells[i], upstream);
            foreach (int cell in upstream[..count])
            {
                cells.Add(cell);
            }
        }

        return [.. cells];
    }

    /// <summary>A neighbour of a cell; -1 outside the grid.</summary>
    internal static int Neighbour(int cell, int direction, int width, int height)
    {
        int column = (cell % width) + StepColumn[direction];
        int row = (cell / width) + StepRow[direction];
        return column >= 0 && column < width && row >= 0 && row < height ? (row * width) + column : -1;
    }

    /// <summary>The direction of a cell, 0 to 7; below 0 where water leaves or nothing is known.</summary>
    internal sbyte Direction(int cell) => _direction[cell];

    /// <summary>The step in columns and rows along a direction; none where it is below 0.</summary>
    internal static (int Column, int Row) StepOf(int direction) => direction < 0 ? (0, 0) : (StepColumn[direction], StepRow[direction]);

    /// <summary>The direction down the steepest way from a cell, by the distances to its neighbours.</summary>
    internal static sbyte Steepest(ReadOnlySpan<double> filled, int cell, int width, int height, ReadOnlySpan<double> distance)
    {
        sbyte best = Outlet;
        double steepest = 0;
        for (sbyte direction = 0; direction < Count; direction++)
        {
            int neighbour = Neighbour(cell, direction, width, height);
            if (neighbour < 0)
            {
                continue;
            }

            double slope = (filled[cell] - filled[neighbour]) / distance[direction];
            if (slope > steepest)
            {
                (steepest, best) = (slope, direction);
            }
        }

        return best;
    }
}
