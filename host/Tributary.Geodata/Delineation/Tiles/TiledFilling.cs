namespace Tributary.Geodata;

/// <summary>Reads a window of elevations in m, <c>[y][x]</c>; NaN where unknown.</summary>
internal delegate void ElevationReader(Tile window, Span<double> values);

/// <summary>
/// Fills the depressions of a DEM larger than memory to the very levels of <see cref="DepressionFilling"/>. A tile is flooded from what is known on the rims
/// around it, the one with the lowest news first, and again where a rim next to it fell so far that its own water would fall; the levels
/// are defined without any order, so the last ones are those of the whole. Between visits tiles lie in a file and rims in memory, as in Barnes (2016), Computers
/// and Geosciences 96, whose graph of watersheds does not carry the small steps that drain flats.
/// </summary>
internal sealed class TiledFilling
{
    private readonly TileLayout _layout;
    private readonly ElevationReader _elevation;
    private readonly ScratchRaster<double> _filled;
    private readonly HeldCells _held;
    private readonly double[] _level;
    private readonly bool[] _raised;
    private readonly bool[] _visited;
    private readonly double[] _news;
    private readonly PriorityQueue<int, double> _queue = new();

    private TiledFilling(TileLayout layout, ElevationReader elevation, ScratchRaster<double> filled, HeldCells held, double[] level, bool[] raised)
    {
        (_layout, _elevation, _filled, _held, _level, _raised) = (layout, elevation, filled, held, level, raised);
        _visited = new bool[layout.Count];
        _news = new double[layout.Count];
    }

    /// <summary>Writes the filled elevations; returns how many times tiles were visited in all.</summary>
    public static int Fill(TileLayout layout, ElevationReader elevation, ScratchRaster<double> filled, HeldCells held)
    {
        using HeldCells.Lease<double> level = held.Take<double>(layout.RimCount);
        using HeldCells.Lease<bool> raised = held.Take<bool>(layout.RimCount);
        Array.Fill(level.Values, double.PositiveInfinity);
        return new TiledFilling(layout, elevation, filled, held, level.Values, raised.Values).Run();
    }

    private int Run()
    {
        for (int number = 0; number < _layout.Count; number++)
        {
            Tile tile = _layout[number];
            bool rim = tile.Column == 0 || tile.Row == 0 || tile.Column + tile.Width == _layout.Width || tile.Row + tile.Height == _layout.Height;
            _news[number] = rim ? double.NegativeInfinity : double.PositiveInfinity;
            _queue.Enqueue(number, _news[number]);
        }

        int visits = 0;
        while (_queue.TryDequeue(out int number, out double news))
        {
            if (news == _news[number])
            {
                _news[number] = double.NaN;
                Visit(_layout[number]);
                visits++;
            }
        }

        return visits;
    }

    private void Visit(Tile tile)
    {
        Tile around = tile.Around(_layout.Width, _layout.Height);
        using HeldCells.Lease<double> elevation = _held.Take<double>(around.Count);
        using HeldCells.Lease<double> levels = _held.Take<double>(around.Count);
        _elevation(around, elevation.Values);
        CellHeap open = Begin(tile, around, elevation.Values, levels.Values);
        DepressionFilling.Spread(elevation.Values, levels.Values, around.Width, open);
        _visited[tile.Number] = true;
        using HeldCells.Lease<double> inner = _held.Take<double>(tile.Count);
        for (int row = 0; row < tile.Height; row++)
        {
            levels.Values.AsSpan(((tile.Row - around.Row + row) * around.Width) + tile.Column - around.Column, tile.Width).CopyTo(inner.Values.AsSpan(row * tile.Width));
        }

        _filled.Write(tile, inner.Values);
        foreach ((int column, int row) in TileLayout.RimOf(tile))
        {
            int cell = ((row - around.Row) * around.Width) + column - around.Column;
            Tell(tile, column, row, levels.Values[cell], elevation.Values[cell]);
        }
    }

    private CellHeap Begin(Tile tile, Tile around, double[] elevation, double[] levels)
    {
        bool again = _visited[tile.Number];
        using HeldCells.Lease<double> inner = _held.Take<double>(again ? tile.Count : 0);
        if (again)
        {
            _filled.Read(tile, inner.Values);
        }

        var open = new CellHeap();
        for (int cell = 0; cell < levels.Length; cell++)
        {
            (int column, int row) = (around.Column + (cell % around.Width), around.Row + (cell / around.Width));
            bool own = tile.Contains(column, row);
            bool edge = own && !again && DepressionFilling.IsOnEdge(elevation, cell, around.Width, around.Height);
            levels[cell] = double.IsNaN(elevation[cell]) || edge ? elevation[cell]
                : !own ? _level[_layout.Rim(_layout.At(column, row), column, row)]
                : again ? inner.Values[((row - tile.Row) * tile.Width) + column - tile.Column]
                : double.PositiveInfinity;
            if (edge || (!own && double.IsFinite(levels[cell])))
            {
                open.Push(levels[cell], cell);
            }
        }

        return open;
    }

    private void Tell(Tile tile, int column, int row, double level, double elevation)
    {
        int rim = _layout.Rim(tile, column, row);
        if (!(level < _level[rim]))
        {
            return;
        }

        (_level[rim], _raised[rim]) = (level, level > elevation);
        foreach ((int nextColumn, int nextRow) in _layout.Neighbours(column, row))
        {
            Tile next = _layout.At(nextColumn, nextRow);
            int nextRim = next.Number == tile.Number ? -1 : _layout.Rim(next, nextColumn, nextRow);
            bool falls = nextRim >= 0 && (!_visited[next.Number] || (_raised[nextRim] && DepressionFilling.Above(level) < _level[nextRim]));
            if (falls && !(_news[next.Number] <= level))
            {
                _news[next.Number] = level;
                _queue.Enqueue(next.Number, level);
            }
        }
    }
}
