namespace Tributary.Geodata;

/// <summary>The stream cells of all tiles, those of a tile together, row by row.</summary>
internal sealed class StreamStore(TileLayout layout)
{
    private readonly List<(long Cell, sbyte Direction, double Filled)> _cells = [];
    private readonly int[] _start = new int[layout.Count + 1];

    /// <summary>Number of stream cells.</summary>
    public int Count => _cells.Count;

    /// <summary>Adds a cell of the tile at hand.</summary>
    public void Add(long cell, sbyte direction, double filled) => _cells.Add((cell, direction, filled));

    /// <summary>Says that a tile has no more; tiles come by their numbers.</summary>
    public void Close(int tile) => _start[tile + 1] = _cells.Count;

    /// <summary>The stream cells of a tile.</summary>
    public Range In(int tile) => _start[tile].._start[tile + 1];

    /// <summary>The number of a stream cell in the grid.</summary>
    public long Cell(int stream) => _cells[stream].Cell;

    /// <summary>The stream cells above a cell, itself the first; empty if it is none.</summary>
    public TiledStreams Above(int column, int row)
    {
        var found = new List<int>();
        var downstream = new List<int>();
        if (Find(column, row) is >= 0 and var outlet)
        {
            found.Add(outlet);
            downstream.Add(-1);
        }

        for (int i = 0; i < found.Count; i++)
        {
            long cell = _cells[found[i]].Cell;
            (int x, int y) = ((int)(cell % layout.Width), (int)(cell / layout.Width));
            for (int direction = 0; direction < FlowDirections.Count; direction++)
            {
                (int right, int down) = FlowDirections.StepOf(direction);
                int above = Find(x + right, y + down);
                if (above >= 0 && _cells[above].Direction >= 0 && ((_cells[above].Direction + 4) & 7) == direction)
                {
                    found.Add(above);
                    downstream.Add(i);
                }
            }
        }

        var streams = new StreamCells(
            layout.Width,
            [.. found.Select(stream => _cells[stream].Cell)],
            [.. found.Select(stream => _cells[stream].Direction)],
            [.. found.Select(stream => _cells[stream].Filled)],
            [.. downstream]);
        return new TiledStreams(streams, [.. found]);
    }

    private int Find(int column, int row)
    {
        if (column < 0 || row < 0 || column >= layout.Width || row >= layout.Height)
        {
            return -1;
        }

        int number = layout.At(column, row).Number;
        (int low, int high) = (_start[number], _start[number + 1] - 1);
        long wanted = ((long)row * layout.Width) + column;
        while (low <= high)
        {
            int middle = (low + high) / 2;
            int side = _cells[middle].Cell.CompareTo(wanted);
            if (side == 0)
            {
                return middle;
            }

            (low, high) = side < 0 ? (middle + 1, high) : (low, middle - 1);
        }

        return -1;
    }
}

/// <summary>The stream cells of a catchment among those of all tiles.</summary>
/// <param name="Cells">The cells.</param>
/// <param name="Found">The number of each among all.</param>
internal sealed record TiledStreams(StreamCells Cells, int[] Found);
