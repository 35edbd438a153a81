namespace Tributary.Engine;

/// <summary>Scores of simulations that give quantiles of discharge.</summary>
internal static class QuantileScores
{
    private const double Lower = 0.05;
    private const double Upper = 0.95;
    private const double Same = 1e-9;

    /// <summary>Share of the observations between the quantiles 0.05 and 0.95, both included; NaN where one of them is not written.</summary>
    public static double Coverage(ScoredSeries pairs)
    {
        if (pairs.Quantiles is not { } quantiles || Row(quantiles, Lower) is not { } low || Row(quantiles, Upper) is not { } high)
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
