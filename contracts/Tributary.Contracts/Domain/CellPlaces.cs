namespace Tributary.Contracts;

/// <summary>Where the units of a distributed domain lie, in a grid that just holds them all.</summary>
public sealed record CellPlaces
{
    /// <summary>Places units by their rows and columns in a grid of which the domain is a part.</summary>
    /// <param name="rows">The row of each unit.</param>
    /// <param name="columns">The column of each unit.</param>
    /// <exception cref="ArgumentException">There are no units, or not as many rows as columns.</exception>
    public CellPlaces(IReadOnlyList<int> rows, IReadOnlyList<int> columns)
    {
        if (rows.Count == 0 || rows.Count != columns.Count)
        {
            throw new ArgumentException($"There are {rows.Count} rows and {columns.Count} columns of units.", nameof(rows));
        }

        (int top, int left) = (rows.Min(), columns.Min());
        (Height, Width) = (rows.Max() - top + 1, columns.Max() - left + 1);
        Cell = [.. rows.Zip(columns, (row, column) => ((row - top) * Width) + column - left)];
    }

    /// <summary>Number of rows.</summary>
    public int Height { get; }

    /// <summary>Number of columns.</summary>
    public int Width { get; }

    /// <summary>The cell of each unit, row by row from the grid's first: row x <see cref="Width"/> + column.</summary>
    public IReadOnlyList<int> Cell { get; }
}
