using Tributary.Contracts;

namespace Tributary.Plugins.Scores;

/// <summary>Scores of simulations that give quantiles of discharge.</summary>
internal static class QuantileScores
{
    private const double Lower = 0.05;
    private const double Upper = 0.95;
    private const double Same = 1e-9;

    /// <summary>Share of the observations between the quantiles 0.05 and 0.95, both included; NaN where one of them is not written.</summary>
    public static double Coverage(ScoredSeries pairs) => Between(pairs, Lower, Upper);

    /// <summary>Share of the observations between the quartiles, both included; NaN where one of them is not written.</summary>
    public static double QuartileCoverage(ScoredSeries pairs) => Between(pairs, 0.25, 0.75);

    /// <summary>
    /// How near the shares of observations that do not exceed each quantile are to its probability: 1 - 2 mean |share - probability|, 1 for all the same and 0 for all
    /// observations beyond all quantiles whose probabilities lie evenly (as the alpha of Renard et al., 2010, doi:10.1029/2009WR008328, at the quantiles that there are).
    /// </summary>
    public static double Reliability(ScoredSeries pairs)
    {
        if (pairs.Quantiles is not { } quantiles)
        {
            return double.NaN;
        }

        double sum = 0;
        for (int quantile = 0; quantile < quantiles.Probabilities.Count; quantile++)
        {
            sum += Math.Abs(ShareBelow(pairs, quantiles.Values[quantile]) - quantiles.Probabilities[quantile]);
        }

        return 1 - (2 * sum / quantiles.Probabilities.Count);
    }

    /// <summary>
    /// The Brier score of a flood threshold: the mean squared difference between the probability to exceed it and whether it was (Brier, 1950); NaN without quantiles or a threshold.
    /// </summary>
    /// <param name="pairs">The pairs.</param>
    /// <param name="threshold">The discharge that is exceeded in m3 s-1.</param>
    public static double Brier(ScoredSeries pairs, double threshold)
    {
        if (pairs.Quantiles is not { } quantiles || !double.IsFinite(threshold))
        {
            return double.NaN;
        }

        double sum = 0;
        for (int i = 0; i < pairs.Count; i++)
        {
            double difference = ExceedanceOf(quantiles, i, threshold) - (pairs.Observed[i] > threshold ? 1 : 0);
            sum += difference * difference;
        }

        return sum / pairs.Count;
    }

    /// <summary>
    /// The probability that discharge exceeds a threshold: between quantiles on a straight line, beyond the outermost the middle of what is left to them.
    /// </summary>
    public static double ExceedanceOf(DischargeQuantiles quantiles, int step, double threshold)
    {
        int count = quantiles.Probabilities.Count, above = 0;
        while (above < count && quantiles.Values[above][step] <= threshold)
        {
            above++;
        }

        if (above == 0)
        {
            return 1 - (quantiles.Probabilities[0] / 2);
        }

        if (above == count)
        {
            return (1 - quantiles.Probabilities[^1]) / 2;
        }

        double low = quantiles.Values[above - 1][step], high = quantiles.Values[above][step];
        double share = high > low ? (threshold - low) / (high - low) : 0;
        return 1 - (quantiles.Probabilities[above - 1] + (share * (quantiles.Probabilities[above] - quantiles.Probabilities[above - 1])));
    }

    /// <summary>The root of the quantiles' mean variance over the error of what is simulated; 1 where it is as uncertain as it says; NaN where there are none.</summary>
    public static double SpreadSkill(ScoredSeries pairs)
    {
        if (pairs.Quantiles is not { } quantiles)
        {
            return double.NaN;
        }

        int count = quantiles.Values.Count;
        double variance = 0, error = 0;
        for (int i = 0; i < pairs.Count; i++)
        {
            double mean = 0;
            for (int quantile = 0; quantile < count; quantile++)
            {
                mean += quantiles.Values[quantile][i] / count;
            }

            for (int quantile = 0; quantile < count; quantile++)
            {
                variance += (quantiles.Values[quantile][i] - mean) * (quantiles.Values[quantile][i] - mean) / count;
            }

            error += (pairs.Simulated[i] - pairs.Observed[i]) * (pairs.Simulated[i] - pairs.Observed[i]);
        }

        return Math.Sqrt(variance / error);
    }

    private static double ShareBelow(ScoredSeries pairs, double[] quantile)
    {
        int below = 0;
        for (int i = 0; i < pairs.Count; i++)
        {
            below += pairs.Observed[i] <= quantile[i] ? 1 : 0;
        }

        return (double)below / pairs.Count;
    }

    private static double Between(ScoredSeries pairs, double lower, double upper)
    {
        if (pairs.Quantiles is not { } quantiles || Row(quantiles, lower) is not { } low || Row(quantiles, upper) is not { } high)
        {
            return double.NaN;
        }

        int covered = 0;
        for (int i = 0; i < pairs.Count; i++)
        {
            covered += pairs.Observed[i] >= low[i] && pairs.Observed[i] <= high[i] ? 1 : 0;
        }

        return (double)covered / pairs.Count;
    }

    /// <summary>
    /// Twice the pinball loss, averaged over the quantiles, in m3 s-1: the continuous ranked probability score as far as the quantiles tell it (Gneiting and
    /// Ranjan, 2011, doi:10.1198/jbes.2010.08110, eq. 17); NaN where there are none.
    /// </summary>
    public static double RankedProbability(ScoredSeries pairs)
    {
        if (pairs.Quantiles is not { } quantiles)
        {
            return double.NaN;
        }

        double sum = 0;
        for (int quantile = 0; quantile < quantiles.Probabilities.Count; quantile++)
        {
            double probability = quantiles.Probabilities[quantile];
            for (int i = 0; i < pairs.Count; i++)
            {
                double above = pairs.Observed[i] - quantiles.Values[quantile][i];
                sum += above >= 0 ? probability * above : (probability - 1) * above;
            }
        }

        return 2 * sum / ((double)quantiles.Probabilities.Count * pairs.Count);
    }

    private static double[]? Row(DischargeQuantiles quantiles, double probability)
    {
        for (int i = 0; i < quantiles.Probabilities.Count; i++)
        {
            if (Math.Abs(quantiles.Probabilities[i] - probability) < Same)
            {
                return quantiles.Values[i];
            }
        }

        return null;
    }
}
