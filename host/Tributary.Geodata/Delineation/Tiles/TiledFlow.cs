using Tributary.Contracts;

namespace Tributary.Geodata;

/// <summary>
/// Directions and accumulation of a filled DEM larger than memory, in two passes over its tiles: Barnes (2017), Environmental Modelling and Software 92,
/// "Parallel non-divergent flow accumulation for trillion cell digital elevation models on desktops or clusters".
/// </summary>
internal sealed class TiledFlow
{
    private readonly TileLayout _layout;
    private readonly HeldCells _held;
    private readonly int[] _next;
    private readonly double[] _inflow;
    private int[] _order = [];

    private TiledFlow(TileLayout layout, HeldCells held)
    {
        (_layout, _held) = (layout, held);
        _next = held.Take<int>(layout.RimCount).Values;
        _inflow = held.Take<double>(layout.RimCount).Values;
    }

    /// <summary>Cells on rims, each after those from which water comes to it.</summary>
    public ReadOnlySpan<int> Order => _order;

    /// <summary>For each cell on a rim the cell on the rim of the next tile to which its water comes; -1 where it stays.</summary>
    public ReadOnlySpan<int> Next => _next;

    /// <summary>Writes the directions and learns what crosses from tile to tile.</summary>
    /// <param name="layout">The tiles.</param>
    /// <param name="filled">The filled elevations.</param>
    /// <param name="measures">Sizes of cells.</param>
    /// <param name="weight">What a cell of a row brings to the accumulation.</param>
    /// <param name="directions">Receives the directions.</param>
    /// <param name="held">Counts what is held.</param>
    public static TiledFlow Direct(
        TileLayout layout, ScratchRaster<double> filled, CellMeasures measures, Func<int, double> weight, ScratchRaster<sbyte> directions, HeldCells held)
    {
        var flow = new TiledFlow(layout, held);
        using HeldCells.Lease<int> exit = held.Take<int>(layout.RimCount);
        using HeldCells.Lease<int> target = held.Take<int>(layout.RimCount);
        Array.Fill(exit.Values, -1);
        Array.Fill(target.Values, -1);
        for (int number = 0; number < layout.Count; number++)
        {
            Tile tile = layout[number];
            using HeldCells.Lease<sbyte> direction = held.Take<sbyte>(tile.Count);
            flow.Direct(tile, filled, measures, direction.Values);
            directions.Write(tile, direction.Values);
            flow.Link(tile, new FlowDirections(direction.Values, tile.Width), weight, exit.Values, target.Values);
        }

        flow.Join(exit.Values, target.Values);
        return flow;
    }

    /// <summary>What drains through each cell of a tile.</summary>
    /// <param name="tile">The tile.</param>
    /// <param name="directions">Its directions.</param>
    /// <param name="order">Its known cells, each after those above it.</param>
    /// <param name="weight">What a cell of a row brings.</param>
    /// <param name="sums">Receives the sums; NaN where nothing is known.</param>
    public void Accumulate(Tile tile, FlowDirections directions, int[] order, Func<int, double> weight, double[] sums)
    {
        Sum(tile, directions, order, weight, sums, withInflow: true);
        for (int cell = 0; cell < sums.Length; cell++)
        {
            sums[cell] = directions.IsKnown(cell) ? sums[cell] : double.NaN;
        }
    }

    private void Direct(Tile tile, ScratchRaster<double> filled, CellMeasures measures, sbyte[] directions)
    {
        Tile around = tile.Around(_layout.Width, _layout.Height);
        using HeldCells.Lease<double> levels = _held.Take<double>(around.Count);
        filled.Read(around, levels.Values);
        Span<double> distance = stackalloc double[FlowDirections.Count];
        for (int row = 0; row < tile.Height; row++)
        {
            measures.Distances(tile.Row + row, distance);
            for (int column = 0; column < tile.Width; column++)
            {
                int cell = ((tile.Row - around.Row + row) * around.Width) + tile.Column - around.Column + column;
                directions[(row * tile.Width) + column] = double.IsNaN(levels.Values[cell])
                    ? FlowDirections.Unknown
                    : FlowDirections.Steepest(levels.Values, cell, around.Width, around.Height, distance);
            }
        }
    }

    // From which cell of the rim what comes in at another leaves again, to which cell of the next tile, and what the tile itself adds there.
    private void Link(Tile tile, FlowDirections directions, Func<int, double> weight, int[] exit, int[] target)
    {
        int[] order = directions.FromSources("directions");
        using HeldCells.Lease<int> ordered = _held.Take<int>(order.Length);
        using HeldCells.Lease<double> sums = _held.Take<double>(tile.Count);
        using HeldCells.Lease<int> leaving = _held.Take<int>(tile.Count);
        Sum(tile, directions, order, weight, sums.Values, withInflow: false);
        Array.Fill(leaving.Values, -1);
        for (int i = order.Length - 1; i >= 0; i--)
        {
            int cell = order[i];
            int next = directions.Downstream(cell);
            (int x, int y) = FlowDirections.StepOf(directions.Direction(cell));
            (int column, int row) = (tile.Column + (cell % tile.Width), tile.Row + (cell / tile.Width));
            if (next >= 0)
            {
                leaving.Values[cell] = leaving.Values[next];
            }
            else if ((x, y) != (0, 0))
            {
                int rim = leaving.Values[cell] = _layout.Rim(tile, column, row);
                target[rim] = _layout.Rim(_layout.At(column + x, row + y), column + x, row + y);
                _inflow[target[rim]] += sums.Values[cell];
            }
        }

        foreach ((int column, int row) in TileLayout.RimOf(tile))
        {
            exit[_layout.Rim(tile, column, row)] = leaving.Values[((row - tile.Row) * tile.Width) + column - tile.Column];
        }
    }

    private void Join(int[] exit, int[] target)
    {
        for (int rim = 0; rim < _next.Length; rim++)
        {
            _next[rim] = exit[rim] >= 0 ? target[exit[rim]] : -1;
        }

        // The order itself and, while it is made, the list of what lies above each.
        using HeldCells.Lease<int> making = _held.Take<int>(3 * _next.Length);
        _order = NetworkOrder.FromSources(_next);
        _ = _held.Take<int>(_order.Length);
        foreach (int rim in _order)
        {
            if (_next[rim] >= 0)
            {
                _inflow[_next[rim]] += _inflow[rim];
            }
        }
    }

    private void Sum(Tile tile, FlowDirections directions, int[] order, Func<int, double> weight, double[] sums, bool withInflow)
    {
        if (withInflow)
        {
            foreach ((int column, int row) in TileLayout.RimOf(tile))
            {
                sums[((row - tile.Row) * tile.Width) + column - tile.Column] = _inflow[_layout.Rim(tile, column, row)];
            }
        }

        foreach (int cell in order)
        {
            sums[cell] += weight(tile.Row + (cell / tile.Width));
            int next = directions.Downstream(cell);
            if (next >= 0)
            {
                sums[next] += sums[cell];
            }
        }
    }
}
