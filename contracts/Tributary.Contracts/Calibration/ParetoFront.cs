namespace Tributary.Contracts;

/// <summary>Points of which none is better than another in all objectives; higher is better in each.</summary>
public static class ParetoFront
{
    /// <summary>Whether one point is at least as good in every objective and better in one.</summary>
    public static bool Dominates(double[] one, double[] other)
    {
        bool better = false;
        for (int i = 0; i < one.Length; i++)
        {
            if (!(one[i] >= other[i]))
            {
                return false;
            }

            better |= one[i] > other[i];
        }

        return better;
    }

    /// <summary>Sorts points into fronts: the first is dominated by none, the next only by points of the ones before it (Deb et al., 2002, section III A).</summary>
    /// <returns>Indices of the points of each front, ascending.</returns>
    public static IReadOnlyList<int[]> Sort(IReadOnlyList<double[]> points)
    {
        int[] above = new int[points.Count];
        var below = new List<int>[points.Count];
        for (int i = 0; i < points.Count; i++)
        {
            below[i] = [];
        }

        for (int i = 0; i < points.Count; i++)
        {
            for (int j = i + 1; j < points.Count; j++)
            {
                (int better, int worse) = Dominates(points[i], points[j]) ? (i, j) : Dominates(points[j], points[i]) ? (j, i) : (-1, -1);
                if (better >= 0)
                {
                    below[better].Add(worse);
                    above[worse]++;
                }
            }
        }

        var fronts = new List<int[]>();
        int[] front = [.. Enumerable.Range(0, points.Count).Where(point => above[point] == 0)];
        while (front.Length > 0)
        {
            fronts.Add(front);
            var next = new List<int>();
            foreach (int worse in front.SelectMany(point => below[point]))
            {
                if (--above[worse] == 0)
                {
                    next.Add(worse);
                }
            }

            front = [.. next.Order()];
        }

        return fronts;
    }

    /// <summary>How far each point's neighbours along its front are apart, summed over objectives as shares of the front's range; infinite at its ends (Deb et al., 2002, section III B).</summary>
    /// <param name="points">All points.</param>
    /// <param name="front">Indices of those of one front.</param>
    public static double[] Crowding(IReadOnlyList<double[]> points, int[] front)
    {
        double[] distance = new double[front.Length];
        for (int objective = 0; objective < points[front[0]].Length; objective++)
        {
            int[] order = [.. Enumerable.Range(0, front.Length).OrderBy(at => points[front[at]][objective])];
            double lowest = points[front[order[0]]][objective], highest = points[front[order[^1]]][objective];
            distance[order[0]] = distance[order[^1]] = double.PositiveInfinity;
            for (int at = 1; at < order.Length - 1 && highest > lowest && double.IsFinite(highest - lowest); at++)
            {
                distance[order[at]] += (points[front[order[at + 1]]][objective] - points[front[order[at - 1]]][objective]) / (highest - lowest);
            }
        }

        return distance;
    }

    /// <summary>
    /// The compromise: the point nearest to the ideal one, which has the best of the front in every objective, by the weighted Euclidean distance of objectives scaled to the
    /// front's range (compromise programming, Zeleny, 1973). Of equals the first.
    /// </summary>
    /// <param name="front">Points that do not dominate each other.</param>
    /// <param name="weights">Weight of each objective.</param>
    public static int Compromise(IReadOnlyList<double[]> front, IReadOnlyList<double> weights)
    {
        int objectives = weights.Count;
        double[] best = [.. Enumerable.Range(0, objectives).Select(objective => front.Max(point => point[objective]))];
        double[] worst = [.. Enumerable.Range(0, objectives).Select(objective => front.Min(point => point[objective]))];
        double Distance(double[] point) => Enumerable.Range(0, objectives).Sum(objective =>
            best[objective] > worst[objective] ? Math.Pow(weights[objective] * (best[objective] - point[objective]) / (best[objective] - worst[objective]), 2) : 0);
        return Enumerable.Range(0, front.Count).MinBy(at => Distance(front[at]));
    }
}
