using System.Text.Json.Nodes;

namespace Tributary.Engine;

/// <summary>Where the points of a sweep lie. The same seed gives the same points.</summary>
internal static class SweepSampling
{
    // Beyond so many draws for each point, what is new is taken to be used up.
    private const int MostDraws = 50;

    /// <summary>All combinations, the last key changing fastest; null where a key has no values of a grid.</summary>
    public static IEnumerable<JsonNode?[]>? Grid(IReadOnlyList<SweepAxis> axes)
    {
        IReadOnlyList<JsonNode?>?[] values = [.. axes.Select(axis => axis.Grid())];
        return values.Contains(null) ? null : Combinations(values!);
    }

    /// <summary>How many points a grid has; null where it has none.</summary>
    public static double? GridSize(IReadOnlyList<SweepAxis> axes) => axes.Aggregate((double?)1, (size, axis) => size * axis.Grid()?.Count);

    /// <summary>Independent draws. One that was drawn before is drawn again, so that fewer come where there are not as many.</summary>
    public static IEnumerable<JsonNode?[]> Random(IReadOnlyList<SweepAxis> axes, int count, int seed)
    {
        var random = new Random(seed);
        var seen = new HashSet<string>();
        for (int draw = 0; draw < MostDraws * count && seen.Count < count; draw++)
        {
            JsonNode?[] point = [.. axes.Select(axis => axis.At(random.NextDouble()))];
            if (seen.Add(string.Join('\n', point.Select(value => value?.ToJsonString()))))
            {
                yield return point;
            }
        }
    }

    /// <summary>Latin hypercube (McKay et al., 1979): each of as many equal shares of each axis as there are points holds one point.</summary>
    public static IEnumerable<JsonNode?[]> LatinHypercube(IReadOnlyList<SweepAxis> axes, int count, int seed)
    {
        double[][] shares = LatinHypercubeShares(axes.Count, count, seed);
        return shares.Select(point => axes.Select((axis, i) => axis.At(point[i])).ToArray());
    }

    /// <summary>The shares of the axes, <c>[point][axis]</c>, each from 0 to below 1.</summary>
    public static double[][] LatinHypercubeShares(int axes, int count, int seed)
    {
        var random = new Random(seed);
        double[][] points = [.. Enumerable.Range(0, count).Select(_ => new double[axes])];
        int[] strata = [.. Enumerable.Range(0, count)];
        for (int axis = 0; axis < axes; axis++)
        {
            random.Shuffle(strata);
            for (int point = 0; point < count; point++)
            {
                // Rounding may carry the last of a stratum into the next.
                points[point][axis] = Math.Min((strata[point] + random.NextDouble()) / count, Math.BitDecrement((strata[point] + 1.0) / count));
            }
        }

        return points;
    }

    private static IEnumerable<JsonNode?[]> Combinations(IReadOnlyList<JsonNode?>[] values)
    {
        int[] at = new int[values.Length];
        while (true)
        {
            yield return [.. at.Select((index, axis) => values[axis][index])];
            int last = values.Length - 1;
            while (last >= 0 && ++at[last] == values[last].Count)
            {
                at[last--] = 0;
            }

            if (last < 0)
            {
                yield break;
            }
        }
    }
}
