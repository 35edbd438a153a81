namespace Tributary.Engine;

/// <summary>The signed-rank test of Wilcoxon (1945): whether differences are as often above zero as below, by size.</summary>
internal static class SignedRanks
{
    private const int MostExact = 25;

    /// <summary>
    /// The two-sided probability of differences as one-sided as these, where there is none: by all signs for up to 25 of them, by the normal distribution with a correction for
    /// continuity and for ties beyond. Differences of zero are left out; 1 where all are.
    /// </summary>
    public static double Probability(IEnumerable<double> differences)
    {
        double[] sorted = [.. differences.Where(difference => difference != 0 && !double.IsNaN(difference)).OrderBy(Math.Abs)];
        int n = sorted.Length;
        if (n == 0)
        {
            return 1;
        }

        double[] ranks = new double[n];
        double ties = 0;
        for (int from = 0; from < n;)
        {
            int to = from;
            while (to < n && Math.Abs(sorted[to]) == Math.Abs(sorted[from]))
            {
                to++;
            }

            for (int i = from; i < to; i++)
            {
                ranks[i] = (from + to + 1) / 2.0;
            }

            double tied = to - from;
            ties += (tied * tied * tied) - tied;
            from = to;
        }

        double positive = 0;
        for (int i = 0; i < n; i++)
        {
            positive += sorted[i] > 0 ? ranks[i] : 0;
        }

        return n <= MostExact ? Exact(ranks, positive) : Approximate(n, positive, ties);
    }

    /// <summary>Counts the signs by their sum of ranks; tied ranks are halves, so that doubled ones are whole.</summary>
    private static double Exact(double[] ranks, double positive)
    {
        int[] doubled = [.. ranks.Select(rank => (int)Math.Round(2 * rank))];
        int total = doubled.Sum();
        double[] ways = new double[total + 1];
        ways[0] = 1;
        foreach (int rank in doubled)
        {
            for (int sum = total; sum >= rank; sum--)
            {
                ways[sum] += ways[sum - rank];
            }
        }

        int smaller = (int)Math.Min(Math.Round(2 * positive), total - Math.Round(2 * positive));
        return Math.Min(1, 2 * ways.Take(smaller + 1).Sum() / Math.Pow(2, ranks.Length));
    }

    private static double Approximate(double n, double positive, double ties)
    {
        double mean = n * (n + 1) / 4;
        double deviation = Math.Sqrt((n * (n + 1) * ((2 * n) + 1) / 24) - (ties / 48));
        double z = Math.Max(Math.Abs(positive - mean) - 0.5, 0) / deviation;
        return Math.Min(1, 2 * UpperTail(z));
    }

    /// <summary>Of the normal distribution, to 7 digits (Abramowitz and Stegun, 1964, 26.2.17).</summary>
    private static double UpperTail(double z)
    {
        double t = 1 / (1 + (0.2316419 * z));
        double polynomial = t * (0.319381530 + (t * (-0.356563782 + (t * (1.781477937 + (t * (-1.821255978 + (t * 1.330274429))))))));
        return Math.Exp(-z * z / 2) / Math.Sqrt(2 * Math.PI) * polynomial;
    }
}
