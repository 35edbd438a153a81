using NetTopologySuite.Geometries;

using Tributary.Contracts;

namespace Tributary.Geodata;

/// <summary>
/// Flow between pixels as a network of subbasins tells it: within a subbasin by the shortest way to its outlet, which is the pixel next to the
/// subbasin downstream; where a line of the reach is known, the one nearest to the line's end, and else the one in the middle of the common border.
/// </summary>
internal sealed class TopologyFlow
{
    private static readonly double Diagonal = Math.Sqrt(2);

    private readonly PixelFrame _frame;
    private readonly int[] _reachOfPixel;
    private readonly int[] _next;
    private readonly int[][] _pixels;
    private readonly double[] _upstreamKm2;
    private readonly IReadOnlyList<Coordinate[]> _lineEnds;
    private readonly bool[] _reached;

    /// <param name="frame">The pixels.</param>
    /// <param name="reachOfPixel">The reach that each drains to; -1 outside the basin.</param>
    /// <param name="downstream">The next reach of each; -1 where water leaves the basin.</param>
    /// <param name="upstreamKm2">Area above the end of each reach.</param>
    /// <param name="lineEnds">Ends of the reaches' lines in the frame's coordinates; empty where a reach has none.</param>
    /// <param name="cancellation">Stops the work.</param>
    public TopologyFlow(
        PixelFrame frame, int[] reachOfPixel, ReadOnlySpan<int> downstream, double[] upstreamKm2, IReadOnlyList<Coordinate[]> lineEnds, CancellationToken cancellation)
    {
        (_frame, _reachOfPixel, _upstreamKm2, _lineEnds) = (frame, reachOfPixel, upstreamKm2, lineEnds);
        _pixels = Collect(reachOfPixel, downstream.Length);
        _next = Skip(downstream);
        _reached = new bool[frame.Count];
        Downstream = new int[frame.Count];
        Array.Fill(Downstream, -1);
        Outlet = new int[downstream.Length];
        Array.Fill(Outlet, -1);

        int[] reaches = [.. Enumerable.Range(0, Outlet.Length).Where(reach => _pixels[reach].Length > 0)];
        var options = new ParallelOptions { CancellationToken = cancellation, MaxDegreeOfParallelism = Environment.ProcessorCount };
        int[] inner = Array.FindAll(reaches, reach => _next[reach] >= 0);
        _ = Parallel.For(0, inner.Length, options, i => Connect(inner[i]));
        foreach (int root in reaches.Where(reach => _next[reach] < 0))
        {
            Outlet[root] = WayOut(root);
        }

        _ = Parallel.For(0, reaches.Length, options, i => Drain(reaches[i]));
    }

    /// <summary>The next pixel of each; -1 where water leaves the basin, and outside it.</summary>
    public int[] Downstream { get; }

    /// <summary>The pixel at the end of each reach; -1 where no pixel lies in its subbasin.</summary>
    public int[] Outlet { get; }

    private static int[][] Collect(int[] reachOfPixel, int count)
    {
        var pixels = new List<int>[count];
        for (int pixel = 0; pixel < reachOfPixel.Length; pixel++)
        {
            if (reachOfPixel[pixel] >= 0)
            {
                (pixels[reachOfPixel[pixel]] ??= []).Add(pixel);
            }
        }

        return Array.ConvertAll(pixels, list => list?.ToArray() ?? []);
    }

    // Subbasins too small to hold a pixel are left out of the chain.
    private int[] Skip(ReadOnlySpan<int> downstream)
    {
        int[] next = downstream.ToArray();
        int[] order = NetworkOrder.FromSources(downstream);
        for (int i = order.Length - 1; i >= 0; i--)
        {
            int reach = order[i];
            if (next[reach] >= 0 && _pixels[next[reach]].Length == 0)
            {
                next[reach] = next[next[reach]];
            }
        }

        return next;
    }

    private void Connect(int reach)
    {
        int next = _next[reach];
        int[] border = Array.FindAll(_pixels[reach], pixel => Beside(pixel, next) >= 0);
        if (border.Length > 0)
        {
            Outlet[reach] = Nearest(border, Anchors(reach, border));
            Downstream[Outlet[reach]] = Beside(Outlet[reach], next);
            return;
        }

        (int from, int to) = (-1, -1);
        double least = double.PositiveInfinity;
        int[] opposite = Array.FindAll(_pixels[next], IsOnRim);
        foreach (int pixel in _pixels[reach].Where(IsOnRim))
        {
            foreach (int other in opposite)
            {
                double apart = _frame.Apart(Spot(pixel), other);
                (from, to, least) = apart < least ? (pixel, other, apart) : (from, to, least);
            }
        }

        Outlet[reach] = from;
        Downstream[from] = to;
    }

    // Where water leaves the basin nobody says: at the end of the reach's line, or else as far as can be from where most of it comes in.
    private int WayOut(int reach)
    {
        int[] rim = Array.FindAll(_pixels[reach], IsOnBorderOfBasin);
        int[] candidates = rim.Length > 0 ? rim : _pixels[reach];
        if (_lineEnds[reach].Length > 0)
        {
            return Nearest(candidates, [.. _lineEnds[reach].Select(_frame.At)]);
        }

        int above = -1;
        for (int other = 0; other < _next.Length; other++)
        {
            bool joins = _next[other] == reach && Outlet[other] >= 0;
            above = joins && (above < 0 || _upstreamKm2[other] > _upstreamKm2[above]) ? other : above;
        }

        (double, double) from = above >= 0 ? Spot(Downstream[Outlet[above]]) : Middle(_pixels[reach]);
        return candidates.MaxBy(pixel => _frame.Apart(from, pixel));
    }

    private void Drain(int reach)
    {
        Spread(reach, Outlet[reach]);
        foreach (int pixel in _pixels[reach])
        {
            if (!_reached[pixel])
            {
                int target = _frame.Nearest(Spot(pixel), other => _reachOfPixel[other] == reach && _reached[other]);
                int start = Nearest(Island(reach, pixel), [Spot(target)]);
                Downstream[start] = target;
                Spread(reach, start);
            }
        }
    }

    // Dijkstra's shortest paths, from the outlet up.
    private void Spread(int reach, int start)
    {
        var length = new Dictionary<int, double> { [start] = 0 };
        var open = new CellHeap();
        open.Push(0, start);
        while (open.Count > 0)
        {
            double here = open.LowestElevation;
            int pixel = open.Pop();
            if (_reached[pixel])
            {
                continue;
            }

            _reached[pixel] = true;
            for (int direction = 0; direction < FlowDirections.Count; direction++)
            {
                int neighbour = _frame.Neighbour(pixel, direction);
                if (neighbour < 0 || _reachOfPixel[neighbour] != reach || _reached[neighbour])
                {
                    continue;
                }

                double way = here + (direction % 2 == 0 ? 1 : Diagonal);
                if (!length.TryGetValue(neighbour, out double known) || way < known)
                {
                    length[neighbour] = way;
                    Downstream[neighbour] = pixel;
                    open.Push(way, neighbour);
                }
            }
        }
    }

    private List<int> Island(int reach, int pixel)
    {
        var island = new List<int> { pixel };
        var seen = new HashSet<int> { pixel };
        for (int i = 0; i < island.Count; i++)
        {
            for (int direction = 0; direction < FlowDirections.Count; direction++)
            {
                int neighbour = _frame.Neighbour(island[i], direction);
                if (neighbour >= 0 && _reachOfPixel[neighbour] == reach && !_reached[neighbour] && seen.Add(neighbour))
                {
                    island.Add(neighbour);
                }
            }
        }

        return island;
    }

    private (double Column, double Row)[] Anchors(int reach, int[] border) =>
        _lineEnds[reach].Length > 0 ? [.. _lineEnds[reach].Select(_frame.At)] : [Middle(border)];

    private int Nearest(IEnumerable<int> pixels, (double Column, double Row)[] anchors) => pixels.MinBy(pixel => anchors.Min(anchor => _frame.Apart(anchor, pixel)));

    private (double Column, double Row) Spot(int pixel) => (pixel % _frame.Width, pixel / _frame.Width);

    private (double Column, double Row) Middle(int[] pixels) => (pixels.Average(pixel => pixel % _frame.Width), pixels.Average(pixel => pixel / _frame.Width));

    private bool IsOnRim(int pixel) => Differs(pixel, label => label != _reachOfPixel[pixel]);

    private bool IsOnBorderOfBasin(int pixel) => Differs(pixel, label => label < 0);

    private bool Differs(int pixel, Predicate<int> differs)
    {
        for (int direction = 0; direction < FlowDirections.Count; direction++)
        {
            int neighbour = _frame.Neighbour(pixel, direction);
            if (differs(neighbour < 0 ? PixelFrame.Outside : _reachOfPixel[neighbour]))
            {
                return true;
            }
        }

        return false;
    }

    // A neighbour over an edge before one over a corner; -1 where there is none.
    private int Beside(int pixel, int reach)
    {
        for (int i = 0; i < FlowDirections.Count; i++)
        {
            int neighbour = _frame.Neighbour(pixel, i < 4 ? 2 * i : (2 * i) - 7);
            if (neighbour >= 0 && _reachOfPixel[neighbour] == reach)
            {
                return neighbour;
            }
        }

        return -1;
    }
}
