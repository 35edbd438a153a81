using System.Runtime.InteropServices;

namespace Tributary.Report;

/// <summary>
/// Outlines and lines cut into arcs where borders meet, each arc kept once and simplified once, so that what two neighbours share stays shared.
/// </summary>
internal sealed class MapArcs
{
    private readonly List<GridPoint[]> _arcs = [];
    private readonly Dictionary<GridPoint[], int> _numbers = new(new SamePoints());
    private readonly Dictionary<GridPoint, (GridPoint Low, GridPoint High)> _neighbours = [];
    private readonly HashSet<GridPoint> _junctions = [];

    /// <summary>Cuts the rings of all units, each without its closing point.</summary>
    public MapArcs(IReadOnlyList<IReadOnlyList<GridPoint[]>> units)
    {
        foreach (GridPoint[] ring in units.SelectMany(rings => rings))
        {
            FindJunctions(ring);
        }

        Units = [.. units.Select(rings => rings.Select(Cut).ToArray())];
        Shared = _arcs.Count;
    }

    /// <summary>The arcs; those from <see cref="Shared"/> on are lines.</summary>
    public IReadOnlyList<GridPoint[]> Arcs => _arcs;

    /// <summary>The number of arcs of outlines.</summary>
    public int Shared { get; }

    /// <summary>The rings of each unit as arcs, <c>[unit][ring][arc]</c>: twice an arc's number, and one more where it runs backwards.</summary>
    public int[][][] Units { get; }

    /// <summary>Adds a line; returns its number.</summary>
    public int AddLine(GridPoint[] line)
    {
        _arcs.Add(line);
        return _arcs.Count - 1;
    }

    /// <summary>Replaces every arc by a simpler one.</summary>
    public void Replace(Func<int, GridPoint[], GridPoint[]> simpler)
    {
        for (int arc = 0; arc < _arcs.Count; arc++)
        {
            _arcs[arc] = simpler(arc, _arcs[arc]);
        }
    }

    /// <summary>The points of a ring of arcs, without its closing point.</summary>
    public List<GridPoint> Ring(int[] arcs)
    {
        var points = new List<GridPoint>();
        foreach (int arc in arcs)
        {
            IEnumerable<GridPoint> run = (arc & 1) == 1 ? Enumerable.Reverse(_arcs[arc >> 1]) : _arcs[arc >> 1];
            points.AddRange(run.SkipLast(1));
        }

        return points;
    }

    // A point is where borders meet if rings pass it by different neighbours.
    private void FindJunctions(GridPoint[] ring)
    {
        for (int i = 0; i < ring.Length; i++)
        {
            GridPoint before = ring[i == 0 ? ring.Length - 1 : i - 1];
            GridPoint after = ring[i == ring.Length - 1 ? 0 : i + 1];
            (GridPoint, GridPoint) pair = Compare(before, after) <= 0 ? (before, after) : (after, before);
            ref (GridPoint Low, GridPoint High) seen = ref CollectionsMarshal.GetValueRefOrAddDefault(_neighbours, ring[i], out bool isThere);
            if (!isThere)
            {
                seen = pair;
            }
            else if (seen != pair)
            {
                _junctions.Add(ring[i]);
            }
        }
    }

    private int[] Cut(GridPoint[] ring)
    {
        int start = Array.FindIndex(ring, _junctions.Contains);
        if (start < 0)
        {
            start = Array.IndexOf(ring, ring.Min(Comparer<GridPoint>.Create(Compare)));
        }

        var arcs = new List<int>();
        var run = new List<GridPoint> { ring[start] };
        for (int i = 1; i <= ring.Length; i++)
        {
            GridPoint point = ring[(start + i) % ring.Length];
            run.Add(point);
            if (i == ring.Length || _junctions.Contains(point))
            {
                arcs.Add(Reference([.. run]));
                run.Clear();
                run.Add(point);
            }
        }

        return [.. arcs];
    }

    // Both neighbours of a border find the same arc, since its direction is that of its lower end, or of a loop's lower second point.
    private int Reference(GridPoint[] run)
    {
        int order = Compare(run[0], run[^1]);
        bool isReversed = (order != 0 ? order : Compare(run[1], run[^2])) > 0;
        if (isReversed)
        {
            Array.Reverse(run);
        }

        if (!_numbers.TryGetValue(run, out int number))
        {
            number = _arcs.Count;
            _arcs.Add(run);
            _numbers.Add(run, number);
        }

        return (2 * number) + (isReversed ? 1 : 0);
    }

    private static int Compare(GridPoint a, GridPoint b) => a.X != b.X ? a.X.CompareTo(b.X) : a.Y.CompareTo(b.Y);

    private sealed class SamePoints : IEqualityComparer<GridPoint[]>
    {
        public bool Equals(GridPoint[]? x, GridPoint[]? y) => x.AsSpan().SequenceEqual(y);

        public int GetHashCode(GridPoint[] points) => HashCode.Combine(points.Length, points[0], points[^1], points[points.Length / 2], points[points.Length / 3]);
    }
}
