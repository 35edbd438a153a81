using Tributary.Contracts;

namespace Tributary.Engine;

/// <summary>Where observations fall among quantiles.</summary>
internal static class TransformHistogram
{
    /// <summary>
    /// The probability integral transform as a histogram: the share of the observations below the lowest quantile, between each two, and above the highest; each is as large as the
    /// probability between them where the quantiles are right.
    /// </summary>
    public static double[] Of(ScoredSeries pairs)
    {
        IReadOnlyList<double[]> values = pairs.Quantiles!.Values;
        double[] shares = new double[values.Count + 1];
        for (int i = 0; i < pairs.Count; i++)
        {
            int bin = 0;
            while (bin < values.Count && pairs.Observed[i] > values[bin][i])
            {
                bin++;
            }

            shares[bin] += 1.0 / pairs.Count;
        }

        return shares;
    }
}
