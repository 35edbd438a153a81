using Tributary.Contracts;

namespace Tributary.Geodata;

/// <summary>
/// Flow between pixels as a DEM tells it, inside the basin's outline. Water leaves where the network says that it does, or without a network where most
/// water comes to the outline; everywhere else the outline is a wall, so that a DEM that differs a little from the outline loses nothing.
/// </summary>
internal sealed class TerrainFlow
{
    private readonly PixelFrame _frame;
    private readonly double[] _elevation;
    private readonly int[] _label;
    private readonly int[] _piece;

    /// <param name="grid">Elevations, unknown outside the basin.</param>
    /// <param name="frame">The same pixels.</param>
    /// <param name="label">The reach that each drains to, or without a network its unit; -1 outside the basin.</param>
    /// <param name="network">The network; null where there is none.</param>
    public TerrainFlow(ElevationGrid grid, PixelFrame frame, int[] label, RiverNetwork? network)
    {
        (_frame, _elevation, _label) = (frame, grid.Elevation, label);
        _piece = Pieces(out int pieces);
        List<int> outlets = Outlets(grid, pieces, network);
        HashSet<int> drained = [.. outlets.Select(pixel => _piece[pixel])];
        int[] lowest = Lowest(pieces);
        int[] islands = [.. Enumerable.Range(0, pieces).Where(piece => !drained.Contains(piece)).Select(piece => lowest[piece])];

        Filled = DepressionFilling.Fill(_elevation, grid.Width, outlets.Concat(islands));
        var directions = FlowDirections.Steepest(grid, Filled);
        Downstream = new int[frame.Count];
        for (int pixel = 0; pixel < Downstream.Length; pixel++)
        {
            Downstream[pixel] = directions.Downstream(pixel);
        }

        outlets.ForEach(pixel => Downstream[pixel] = -1);
        foreach (int pixel in islands)
        {
            Downstream[pixel] = frame.Nearest((pixel % frame.Width, pixel / frame.Width), other => _piece[other] >= 0 && drained.Contains(_piece[other]));
        }
    }

    /// <summary>The next pixel of each; -1 where water leaves the basin, and outside it.</summary>
    public int[] Downstream { get; }

    /// <summary>Elevations in m without depressions.</summary>
    public double[] Filled { get; }

    // Parts of the basin that hang together, of which raster and outline may make several.
    private int[] Pieces(out int count)
    {
        int[] piece = new int[_frame.Count];
        Array.Fill(piece, -1);
        count = 0;
        var open = new Stack<int>();
        for (int start = 0; start < piece.Length; start++)
        {
            if (double.IsNaN(_elevation[start]) || piece[start] >= 0)
            {
                continue;
            }

            piece[start] = count;
            open.Push(start);
            while (open.TryPop(out int pixel))
            {
                for (int direction = 0; direction < FlowDirections.Count; direction++)
                {
                    int neighbour = _frame.Neighbour(pixel, direction);
                    if (neighbour >= 0 && piece[neighbour] < 0 && !double.IsNaN(_elevation[neighbour]))
                    {
                        piece[neighbour] = count;
                        open.Push(neighbour);
                    }
                }
            }

            count++;
        }

        return piece;
    }

    private List<int> Outlets(ElevationGrid grid, int pieces, RiverNetwork? network)
    {
        var directions = FlowDirections.Steepest(grid, DepressionFilling.Fill(_elevation, grid.Width));
        double[] area = FlowAccumulation.Along(directions, grid.CellAreaKm2, grid.Where).AreaKm2;
        int[] groups = network is null ? Homes(pieces) : Roots(network);
        var best = new Dictionary<int, (bool Leaves, double Area, int Pixel)>();
        for (int pixel = 0; pixel < area.Length; pixel++)
        {
            int group = double.IsNaN(_elevation[pixel]) ? -1 : groups[network is null ? _piece[pixel] : _label[pixel]];
            if (group < 0)
            {
                continue;
            }

            bool leaves = directions.Downstream(pixel) < 0 && (network is null || _label[pixel] == group);
            if (!best.TryGetValue(group, out var known) || (leaves, area[pixel]).CompareTo((known.Leaves, known.Area)) > 0)
            {
                best[group] = (leaves, area[pixel], pixel);
            }
        }

        return [.. best.OrderBy(each => each.Key).Select(each => each.Value.Pixel)];
    }

    // The last reach below each.
    private static int[] Roots(RiverNetwork network)
    {
        int[] root = new int[network.Count];
        int[] order = NetworkOrder.FromSources(network.Downstream);
        for (int i = order.Length - 1; i >= 0; i--)
        {
            int next = network.Downstream[order[i]];
            root[order[i]] = next >= 0 ? root[next] : order[i];
        }

        return root;
    }

    // Without a network every piece that holds most of some unit has an outlet of its own; -1 for the other pieces.
    private int[] Homes(int pieces)
    {
        var pixels = new Dictionary<(int Unit, int Piece), int>();
        for (int pixel = 0; pixel < _piece.Length; pixel++)
        {
            if (_piece[pixel] >= 0)
            {
                pixels[(_label[pixel], _piece[pixel])] = pixels.GetValueOrDefault((_label[pixel], _piece[pixel])) + 1;
            }
        }

        int[] homes = new int[pieces];
        Array.Fill(homes, -1);
        foreach (var unit in pixels.GroupBy(each => each.Key.Unit))
        {
            int home = unit.MaxBy(each => each.Value).Key.Piece;
            homes[home] = home;
        }

        return homes;
    }

    private int[] Lowest(int pieces)
    {
        int[] lowest = new int[pieces];
        Array.Fill(lowest, -1);
        for (int pixel = 0; pixel < _piece.Length; pixel++)
        {
            int piece = _piece[pixel];
            if (piece >= 0 && (lowest[piece] < 0 || _elevation[pixel] < _elevation[lowest[piece]]))
            {
                lowest[piece] = pixel;
            }
        }

        return lowest;
    }
}
