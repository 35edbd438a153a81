namespace Tributary.Engine;

/// <summary>Scores of several simulations taken as draws from one distribution; a step on which one is missing is left out by the caller.</summary>
internal static class EnsembleScores
{
    /// <summary>
    /// The continuous ranked probability score, mean over time in m3 s-1: mean |x - o| less half the mean |x - x'| over all pairs of members (Gneiting and Raftery, 2007,
    /// doi:10.1198/016214506000001437, eq. 21).
    /// </summary>
    /// <param name="members">The members, <c>[member][time]</c>.</param>
    /// <param name="observed">What was observed, <c>[time]</c>.</param>
    public static double RankedProbability(IReadOnlyList<double[]> members, double[] observed)
    {
        int count = members.Count;
        double[] sorted = new double[count];
        double sum = 0;
        for (int step = 0; step < observed.Length; step++)
        {
            Sort(members, step, sorted);
            double apart = 0, between = 0;
            for (int i = 0; i < count; i++)
            {
                apart += Math.Abs(sorted[i] - observed[step]) / count;

                // Of sorted values the sum of |x - x'| over ordered pairs is 2 sum (2 i - m - 1) x_i, i counted from 1.
                between += 2 * ((2 * i) + 1 - count) * sorted[i] / ((double)count * count);
            }

            sum += apart - (between / 2);
        }

        return sum / observed.Length;
    }

    /// <summary>
    /// Spread over skill: the root of the mean variance of the members, as of draws, over the error of their mean; 1 where they differ from each other as they do from
    /// what is observed (Fortin et al., 2014, doi:10.1175/JHM-D-14-0008.1).
    /// </summary>
    /// <inheritdoc cref="RankedProbability"/>
    public static double SpreadSkill(IReadOnlyList<double[]> members, double[] observed)
    {
        int count = members.Count;
        double variance = 0, error = 0;
        for (int step = 0; step < observed.Length; step++)
        {
            double mean = 0;
            foreach (double[] member in members)
            {
                mean += member[step] / count;
            }

            foreach (double[] member in members)
            {
                variance += (member[step] - mean) * (member[step] - mean) / (count - 1);
            }

            error += (mean - observed[step]) * (mean - observed[step]);
        }

        return Math.Sqrt((count + 1.0) / count * variance / error);
    }

    /// <summary>
    /// How often what is observed has each rank among the members, as shares: flat where it might be one of them (Hamill, 2001). Where it equals some, its rank is shared among
    /// those that it might have.
    /// </summary>
    /// <inheritdoc cref="RankedProbability"/>
    public static double[] RankHistogram(IReadOnlyList<double[]> members, double[] observed)
    {
        double[] shares = new double[members.Count + 1];
        for (int step = 0; step < observed.Length; step++)
        {
            int below = members.Count(member => member[step] < observed[step]);
            int equal = members.Count(member => member[step] == observed[step]);
            for (int rank = below; rank <= below + equal; rank++)
            {
                shares[rank] += 1.0 / ((equal + 1) * (double)observed.Length);
            }
        }

        return shares;
    }

    private static void Sort(IReadOnlyList<double[]> members, int step, double[] sorted)
    {
        for (int i = 0; i < sorted.Length; i++)
        {
            sorted[i] = members[i][step];
        }

        Array.Sort(sorted);
    }
}
