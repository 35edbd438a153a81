using Tributary.Contracts;

namespace Tributary.Geodata;

/// <summary>
/// How water runs over a DEM larger than memory: filled elevations, directions and accumulation lie in temporary GeoTIFFs; in memory are some tiles, what
/// crosses their rims, and the stream cells.
/// </summary>
internal sealed class TiledDrainage : IDisposable
{
    private const int Dry = -1;
    private const int Unknown = -2;

    private readonly CellMeasures _measures;
    private readonly Func<int, double> _weight;
    private readonly ElevationReader _elevation;
    private readonly DirectoryInfo _folder;
    private readonly HeldCells _held = new();
    private readonly ScratchRaster<double> _filled;
    private readonly ScratchRaster<sbyte> _directions;
    private readonly ScratchRaster<double> _accumulation;
    private readonly TiledFlow _flow;
    private readonly StreamStore _streams;
    private readonly int[] _streamOfRim;

    /// <param name="layout">The tiles.</param>
    /// <param name="elevation">Reads elevations.</param>
    /// <param name="measures">Sizes of cells.</param>
    /// <param name="weight">What a cell of a row brings to the accumulation: its area in km2.</param>
    /// <param name="threshold">Where more than this is accumulated, a cell is a stream.</param>
    /// <param name="folder">Where the temporary files lie; null for the system's place for them.</param>
    /// <exception cref="WorkException">There is no room for the files.</exception>
    public TiledDrainage(TileLayout layout, ElevationReader elevation, CellMeasures measures, Func<int, double> weight, double threshold, string? folder = null)
    {
        (Layout, _elevation, _measures, _weight, _streams) = (layout, elevation, measures, weight, new StreamStore(layout));
        _folder = Create(Path.Combine(folder ?? Path.GetTempPath(), $"tributary-dem-{Guid.NewGuid():N}"));
        try
        {
            _filled = new(At("filled.tif"), layout.Width, layout.Height);
            _directions = new(At("directions.tif"), layout.Width, layout.Height);
            _accumulation = new(At("accumulation.tif"), layout.Width, layout.Height);
            Visits = TiledFilling.Fill(layout, elevation, _filled, _held);
            _flow = TiledFlow.Direct(layout, _filled, measures, weight, _directions, _held);
            _streamOfRim = _held.Take<int>(layout.RimCount).Values;
            Accumulate(threshold);
        }
        catch
        {
            Dispose();
            throw;
        }
    }

    public TileLayout Layout { get; }

    /// <summary>How many times tiles were visited until the depressions were filled.</summary>
    public int Visits { get; }

    /// <summary>The most values per cell that were held in memory at once, the stream cells not among them.</summary>
    public long PeakCells => _held.Peak;

    public void ReadFilled(Tile window, double[] values) => _filled.Read(window, values);

    public void ReadDirections(Tile window, sbyte[] values) => _directions.Read(window, values);

    /// <summary>Reads what drains through cells; NaN where nothing is known.</summary>
    public void ReadAccumulation(Tile window, double[] values) => _accumulation.Read(window, values);

    /// <summary>The stream cells above a cell, itself the first; empty if it is none.</summary>
    public TiledStreams StreamsAbove(int column, int row) => _streams.Above(column, row);

    /// <summary>First and last column and row of the cells above one that is no stream, which cannot be many.</summary>
    public (int West, int North, int East, int South) ExtentAbove(int column, int row)
    {
        for (int reach = 64; ; reach *= 4)
        {
            (int left, int top) = (Math.Max(0, column - reach), Math.Max(0, row - reach));
            var window = new Tile(0, left, top, Math.Min(Layout.Width, column + reach + 1) - left, Math.Min(Layout.Height, row + reach + 1) - top);
            sbyte[] directions = new sbyte[window.Count];
            _directions.Read(window, directions);
            int[] cells = new FlowDirections(directions, window.Width).Catchment(((row - top) * window.Width) + column - left);
            (int west, int east) = (left + cells.Min(cell => cell % window.Width), left + cells.Max(cell => cell % window.Width));
            (int north, int south) = (top + (cells.Min() / window.Width), top + (cells.Max() / window.Width));
            bool cut = (west == left && left > 0) || (north == top && top > 0)
                || (east == left + window.Width - 1 && east < Layout.Width - 1) || (south == top + window.Height - 1 && south < Layout.Height - 1);
            if (!cut)
            {
                return (west, north, east, south);
            }
        }
    }

    /// <summary>Adds up the cells that drain to links.</summary>
    /// <param name="streams">The stream cells of the catchment.</param>
    /// <param name="links">Their links.</param>
    /// <param name="tally">Receives them.</param>
    public void Tally(TiledStreams streams, StreamLinks links, SubbasinTally tally)
    {
        int[] linkOfStream = new int[_streams.Count];
        Array.Fill(linkOfStream, -1);
        for (int i = 0; i < streams.Found.Length; i++)
        {
            linkOfStream[streams.Found[i]] = links.LinkOf[i];
        }

        for (int number = 0; number < Layout.Count; number++)
        {
            Tile tile = Layout[number];
            bool concerned = linkOfStream.AsSpan(_streams.In(number)).ContainsAnyExcept(-1)
                || TileLayout.RimOf(tile).Any(cell => LinkOfRim(tile, cell.Column, cell.Row, linkOfStream) >= 0);
            if (concerned)
            {
                Tally(tile, linkOfStream, streams.Cells.Cells[0], tally);
            }
        }
    }

    public void Dispose()
    {
        _filled?.Dispose();
        _directions?.Dispose();
        _accumulation?.Dispose();
        _folder.Delete(recursive: true);
    }

    private static DirectoryInfo Create(string path)
    {
        try
        {
            return Directory.CreateDirectory(path);
        }
        catch (Exception wrong) when (wrong is IOException or UnauthorizedAccessException)
        {
            throw new WorkException($"no folder can be made for temporary files ({wrong.Message})", path, "Name another one.", wrong);
        }
    }

    private string At(string name) => Path.Combine(_folder.FullName, name);

    private void Accumulate(double threshold)
    {
        for (int number = 0; number < Layout.Count; number++)
        {
            Tile tile = Layout[number];
            using HeldCells.Lease<sbyte> stored = _held.Take<sbyte>(tile.Count);
            using HeldCells.Lease<double> sums = _held.Take<double>(tile.Count);
            using HeldCells.Lease<double> levels = _held.Take<double>(tile.Count);
            using HeldCells.Lease<int> streamOf = _held.Take<int>(tile.Count);
            _directions.Read(tile, stored.Values);
            _filled.Read(tile, levels.Values);
            var directions = new FlowDirections(stored.Values, tile.Width);
            int[] order = directions.FromSources("directions");
            using HeldCells.Lease<int> ordered = _held.Take<int>(order.Length);
            _flow.Accumulate(tile, directions, order, _weight, sums.Values);
            _accumulation.Write(tile, sums.Values);
            Array.Fill(streamOf.Values, Unknown);
            for (int cell = 0; cell < tile.Count; cell++)
            {
                if (sums.Values[cell] >= threshold)
                {
                    streamOf.Values[cell] = _streams.Count;
                    long at = ((long)(tile.Row + (cell / tile.Width)) * Layout.Width) + tile.Column + (cell % tile.Width);
                    _streams.Add(at, stored.Values[cell], levels.Values[cell]);
                }
            }

            _streams.Close(number);
            for (int i = order.Length - 1; i >= 0; i--)
            {
                int next = directions.Downstream(order[i]);
                if (streamOf.Values[order[i]] < 0)
                {
                    streamOf.Values[order[i]] = next >= 0 ? streamOf.Values[next] : Dry;
                }
            }

            foreach ((int column, int row) in TileLayout.RimOf(tile))
            {
                _streamOfRim[Layout.Rim(tile, column, row)] = streamOf.Values[((row - tile.Row) * tile.Width) + column - tile.Column];
            }
        }

        ReadOnlySpan<int> rims = _flow.Order;
        for (int i = rims.Length - 1; i >= 0; i--)
        {
            int next = _flow.Next[rims[i]];
            if (_streamOfRim[rims[i]] == Dry && next >= 0)
            {
                _streamOfRim[rims[i]] = _streamOfRim[next];
            }
        }
    }

    private void Tally(Tile tile, int[] linkOfStream, long outlet, SubbasinTally tally)
    {
        using HeldCells.Lease<sbyte> stored = _held.Take<sbyte>(tile.Count);
        using HeldCells.Lease<double> elevation = _held.Take<double>(tile.Count);
        using HeldCells.Lease<int> links = _held.Take<int>(tile.Count);
        _directions.Read(tile, stored.Values);
        _elevation(tile, elevation.Values);
        Label(tile, new FlowDirections(stored.Values, tile.Width), linkOfStream, links.Values);
        for (int cell = 0; cell < tile.Count; cell++)
        {
            int link = links.Values[cell];
            if (link < 0)
            {
                continue;
            }

            (int column, int row) = (tile.Column + (cell % tile.Width), tile.Row + (cell / tile.Width));
            tally.Add(
                link, column, row, _measures.AreaKm2(row), elevation.Values[cell],
                (LinkAt(column, row + 1), LinkAt(column + 1, row), LinkAt(column, row - 1), LinkAt(column - 1, row)));
            tally.ReachesEdge |= ((long)row * Layout.Width) + column != outlet && IsOnEdge(column, row);
        }

        int LinkAt(int column, int row) => tile.Contains(column, row) ? links.Values[((row - tile.Row) * tile.Width) + column - tile.Column]
            : column < 0 || row < 0 || column >= Layout.Width || row >= Layout.Height ? -1
            : LinkOfRim(Layout.At(column, row), column, row, linkOfStream);

        bool IsOnEdge(int column, int row)
        {
            int known = 0;
            foreach ((int x, int y) in Layout.Neighbours(column, row))
            {
                bool isKnown = tile.Contains(x, y)
                    ? stored.Values[((y - tile.Row) * tile.Width) + x - tile.Column] != FlowDirections.Unknown
                    : _streamOfRim[Layout.Rim(Layout.At(x, y), x, y)] != Unknown;
                known += isKnown ? 1 : 0;
            }

            return known < FlowDirections.Count;
        }
    }

    private void Label(Tile tile, FlowDirections directions, int[] linkOfStream, int[] links)
    {
        Array.Fill(links, Unknown);
        Range own = _streams.In(tile.Number);
        for (int stream = own.Start.Value; stream < own.End.Value; stream++)
        {
            long cell = _streams.Cell(stream);
            links[(((int)(cell / Layout.Width) - tile.Row) * tile.Width) + (int)(cell % Layout.Width) - tile.Column] = linkOfStream[stream];
        }

        int[] order = directions.FromSources("directions");
        using HeldCells.Lease<int> ordered = _held.Take<int>(order.Length);
        for (int i = order.Length - 1; i >= 0; i--)
        {
            int cell = order[i];
            if (links[cell] == Unknown)
            {
                int next = directions.Downstream(cell);
                links[cell] = next >= 0 ? links[next] : LinkOfRim(tile, tile.Column + (cell % tile.Width), tile.Row + (cell / tile.Width), linkOfStream);
            }
        }
    }

    private int LinkOfRim(Tile tile, int column, int row, int[] linkOfStream) => Layout.Rim(tile, column, row) is >= 0 and var rim && _streamOfRim[rim] is >= 0 and var stream ? linkOfStream[stream] : -1;
}
