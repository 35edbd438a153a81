using NetTopologySuite.Algorithm;
using NetTopologySuite.Geometries;

namespace Tributary.Geodata;

/// <summary>
/// Draws the outlines of labelled cells along their edges, with holes and in as many parts as there are. Cells that only touch at a corner are parts
/// of their own, so that every outline is valid.
/// </summary>
internal sealed class OutlineTracing
{
    private const int East = 0;
    private const int North = 1;
    private const int West = 2;
    private const int South = 3;

    private static readonly GeometryFactory Factory = new();

    private readonly GeoTransform _transform;
    private readonly long _corners;

    // For each corner of a cell the directions in which an edge begins there, as bits; the label lies to the left of each edge.
    private readonly Dictionary<long, int> _edges = [];

    /// <param name="transform">Where the cells lie.</param>
    /// <param name="width">Number of columns.</param>
    public OutlineTracing(GeoTransform transform, int width) => (_transform, _corners) = (transform, width + 1);

    /// <summary>Adds the edges of a cell toward neighbours with another label.</summary>
    public void Add(int column, int row, bool south, bool east, bool north, bool west)
    {
        long corner = (row * _corners) + column;
        if (south) { Add(corner + _corners, East); }
        if (east) { Add(corner + _corners + 1, North); }
        if (north) { Add(corner + 1, West); }
        if (west) { Add(corner, South); }
    }

    /// <summary>The outline of all cells that were added.</summary>
    public Geometry Assemble()
    {
        var shells = new List<LinearRing>();
        var holes = new List<LinearRing>();
        foreach (long start in _edges.Keys.Order().ToArray())
        {
            while (_edges[start] != 0)
            {
                foreach (List<long> corners in Walk(start))
                {
                    LinearRing ring = Ring(corners);
                    (ring.IsCCW ? shells : holes).Add(ring);
                }
            }
        }

        var polygons = new List<LinearRing>[shells.Count];
        foreach (LinearRing hole in holes)
        {
            int shell = Around(hole, shells);
            (polygons[shell] ??= []).Add(hole);
        }

        Polygon[] parts = [.. shells.Select((shell, i) => Factory.CreatePolygon(shell, [.. polygons[i] ?? []]))];
        return parts.Length == 1 ? parts[0] : Factory.CreateMultiPolygon(parts);
    }

    private void Add(long corner, int direction) => _edges[corner] = _edges.GetValueOrDefault(corner) | (1 << direction);

    // One walk along edges back to its start, cut into rings wherever it comes to a corner again.
    private List<List<long>> Walk(long start)
    {
        var rings = new List<List<long>>();
        var path = new List<long> { start };
        var placeOf = new Dictionary<long, int> { [start] = 0 };
        int heading = -1;
        do
        {
            long corner = path[^1];
            heading = Turn(_edges[corner], heading);
            _edges[corner] &= ~(1 << heading);
            long next = corner + heading switch { East => 1, North => -_corners, West => -1, _ => _corners };
            if (!placeOf.TryGetValue(next, out int place))
            {
                placeOf[next] = path.Count;
                path.Add(next);
                continue;
            }

            rings.Add(path[place..]);
            path[(place + 1)..].ForEach(passed => placeOf.Remove(passed));
            path.RemoveRange(place + 1, path.Count - place - 1);
        }
        while (path.Count > 1);
        return rings;
    }

    // To the left where there is a choice, around the same cell.
    private static int Turn(int edges, int heading)
    {
        if (heading >= 0)
        {
            foreach (int turn in stackalloc int[] { 1, 0, 3 })
            {
                int direction = (heading + turn) & 3;
                if ((edges & (1 << direction)) != 0)
                {
                    return direction;
                }
            }
        }

        return System.Numerics.BitOperations.TrailingZeroCount(edges);
    }

    private LinearRing Ring(List<long> corners)
    {
        var points = new List<Coordinate>();
        for (int i = 0; i < corners.Count; i++)
        {
            long before = corners[(i + corners.Count - 1) % corners.Count];
            long after = corners[(i + 1) % corners.Count];
            if (corners[i] - before != after - corners[i])
            {
                points.Add(Point(corners[i]));
            }
        }

        points.Add(points[0].Copy());
        return Factory.CreateLinearRing([.. points]);
    }

    private Coordinate Point(long corner) =>
        new(_transform.Left + (corner % _corners * _transform.CellWidth), _transform.Top - (corner / _corners * _transform.CellHeight));

    private int Around(LinearRing hole, List<LinearRing> shells)
    {
        // The centre of a cell in the hole, to the right of one of its edges, lies on no edge.
        Coordinate from = hole.GetCoordinateN(0);
        Coordinate to = hole.GetCoordinateN(1);
        double x = Math.Sign(to.X - from.X);
        double y = Math.Sign(to.Y - from.Y);
        var inside = new Coordinate(from.X + ((x + y) * _transform.CellWidth / 2), from.Y + ((y - x) * _transform.CellHeight / 2));
        int best = 0;
        double least = double.PositiveInfinity;
        for (int i = 0; i < shells.Count && shells.Count > 1; i++)
        {
            if (shells[i].EnvelopeInternal.Contains(inside) && PointLocation.IsInRing(inside, shells[i].Coordinates) && Area.OfRing(shells[i].Coordinates) < least)
            {
                (best, least) = (i, Area.OfRing(shells[i].Coordinates));
            }
        }

        return best;
    }
}
