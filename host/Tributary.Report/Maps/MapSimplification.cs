namespace Tributary.Report;

/// <summary>Leaves out the points of arcs whose triangles with their neighbours are smallest (Visvalingam and Whyatt 1993).</summary>
internal static class MapSimplification
{
    /// <summary>As many points are kept at most over all arcs, give or take those that small rings need.</summary>
    public const int MostPoints = 200_000;

    // A tenth of a pixel's area where the whole map is 800 pixels wide.
    private const double Floor = 40;

    // No ring loses its shape: a point stays if its triangle is more than this share of the smallest ring at its arc.
    private const double ShareOfRing = 0.03;

    /// <summary>Simplifies the arcs in place.</summary>
    public static void Simplify(MapArcs map, int mostPoints = MostPoints)
    {
        double[][] weights = [.. map.Arcs.Select(Weights)];
        double tolerance = Math.Max(Floor, Quantile(weights, mostPoints));
        double[] limits = Limits(map);
        map.Replace((arc, points) =>
        {
            double limit = arc < map.Shared ? Math.Min(tolerance, limits[arc]) : tolerance;
            return [.. points.Where((_, i) => weights[arc][i] > limit)];
        });
    }

    /// <summary>The area of a ring, positive in any direction.</summary>
    public static double Area(IReadOnlyList<GridPoint> ring)
    {
        long twice = 0;
        for (int i = 0; i < ring.Count; i++)
        {
            GridPoint a = ring[i];
            GridPoint b = ring[(i + 1) % ring.Count];
            twice += ((long)a.X * b.Y) - ((long)b.X * a.Y);
        }

        return Math.Abs(twice) / 2.0;
    }

    private static double[] Limits(MapArcs map)
    {
        double[] limits = new double[map.Shared];
        Array.Fill(limits, double.PositiveInfinity);
        foreach (int[] ring in map.Units.SelectMany(rings => rings))
        {
            double limit = ShareOfRing * Area(map.Ring(ring));
            foreach (int arc in ring)
            {
                limits[arc >> 1] = Math.Min(limits[arc >> 1], limit);
            }
        }

        return limits;
    }

    private static double Quantile(double[][] weights, int mostPoints)
    {
        double[] all = [.. weights.SelectMany(arc => arc)];
        if (all.Length <= mostPoints)
        {
            return 0;
        }

        Array.Sort(all);
        return all[all.Length - 1 - mostPoints];
    }

    // The area at which each point falls away; never smaller than that of one that fell before it, and infinite at the ends.
    private static double[] Weights(GridPoint[] points)
    {
        double[] weights = new double[points.Length];
        Array.Fill(weights, double.PositiveInfinity);
        int[] before = [.. Enumerable.Range(-1, points.Length)];
        int[] after = [.. Enumerable.Range(1, points.Length)];
        double[] current = new double[points.Length];
        var queue = new PriorityQueue<int, (double, int)>();
        for (int i = 1; i < points.Length - 1; i++)
        {
            Enqueue(i);
        }

        double reached = 0;
        while (queue.TryDequeue(out int i, out (double Area, int) priority))
        {
            if (double.IsFinite(weights[i]) || priority.Area != current[i])
            {
                continue;
            }

            reached = Math.Max(reached, priority.Area);
            weights[i] = reached;
            (after[before[i]], before[after[i]]) = (after[i], before[i]);
            foreach (int beside in (ReadOnlySpan<int>)[before[i], after[i]])
            {
                if (beside > 0 && beside < points.Length - 1)
                {
                    Enqueue(beside);
                }
            }
        }

        return weights;

        void Enqueue(int i)
        {
            current[i] = Area([points[before[i]], points[i], points[after[i]]]);
            queue.Enqueue(i, (current[i], i));
        }
    }
}
