namespace Tributary.Geodata;

/// <summary>A rectangle of cells.</summary>
/// <param name="Number">Its number among the tiles of a grid.</param>
/// <param name="Column">First column.</param>
/// <param name="Row">First row.</param>
/// <param name="Width">Number of columns.</param>
/// <param name="Height">Number of rows.</param>
internal readonly record struct Tile(int Number, int Column, int Row, int Width, int Height)
{
    public int Count => Width * Height;

    public bool Contains(int column, int row) => column >= Column && column < Column + Width && row >= Row && row < Row + Height;

    /// <summary>It and the cells around it that lie in the grid.</summary>
    public Tile Around(int width, int height)
    {
        int left = Math.Max(0, Column - 1);
        int top = Math.Max(0, Row - 1);
        return new Tile(Number, left, top, Math.Min(width, Column + Width + 1) - left, Math.Min(height, Row + Height + 1) - top);
    }
}

/// <summary>A grid cut into tiles. The cells on the rims of all tiles have numbers of their own, so that what crosses from tile to tile can be held in memory.</summary>
internal sealed class TileLayout
{
    private readonly int _columns;
    private readonly int[] _rimStart;

    public TileLayout(int width, int height, int size)
    {
        (Width, Height, Size) = (width, height, size);
        _columns = (width + size - 1) / size;
        Count = checked(_columns * ((height + size - 1) / size));
        _rimStart = new int[Count + 1];
        for (int number = 0; number < Count; number++)
        {
            Tile tile = this[number];
            int sides = tile.Width > 1 ? 2 : 1;
            _rimStart[number + 1] = checked(_rimStart[number] + (tile.Width * Math.Min(2, tile.Height)) + (sides * Math.Max(0, tile.Height - 2)));
        }
    }

    public int Width { get; }

    public int Height { get; }

    public int Size { get; }

    public int Count { get; }

    /// <summary>Number of cells on the rims of all tiles.</summary>
    public int RimCount => _rimStart[Count];

    public Tile this[int number]
    {
        get
        {
            int column = number % _columns * Size;
            int row = number / _columns * Size;
            return new Tile(number, column, row, Math.Min(Size, Width - column), Math.Min(Size, Height - row));
        }
    }

    /// <summary>The tile in which a cell lies.</summary>
    public Tile At(int column, int row) => this[(row / Size * _columns) + (column / Size)];

    /// <summary>The number of a cell among those on rims; -1 inside its tile.</summary>
    public int Rim(Tile tile, int column, int row)
    {
        (int x, int y) = (column - tile.Column, row - tile.Row);
        int first = _rimStart[tile.Number];
        return y == 0 ? first + x
            : y == tile.Height - 1 ? first + tile.Width + x
            : x == 0 ? first + (2 * tile.Width) + y - 1
            : x == tile.Width - 1 ? first + (2 * tile.Width) + tile.Height - 2 + y - 1
            : -1;
    }

    /// <summary>The cells on the rim of a tile.</summary>
    public static IEnumerable<(int Column, int Row)> RimOf(Tile tile)
    {
        for (int row = tile.Row; row < tile.Row + tile.Height; row++)
        {
            bool whole = row == tile.Row || row == tile.Row + tile.Height - 1;
            int step = whole ? 1 : Math.Max(1, tile.Width - 1);
            for (int column = tile.Column; column < tile.Column + tile.Width; column += step)
            {
                yield return (column, row);
            }
        }
    }

    /// <summary>The cells of the grid around a cell.</summary>
    public IEnumerable<(int Column, int Row)> Neighbours(int column, int row)
    {
        for (int direction = 0; direction < FlowDirections.Count; direction++)
        {
            (int x, int y) = FlowDirections.StepOf(direction);
            if (column + x >= 0 && column + x < Width && row + y >= 0 && row + y < Height)
            {
                yield return (column + x, row + y);
            }
        }
    }
}
