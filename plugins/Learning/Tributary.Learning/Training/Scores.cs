using System.Text.Json.Serialization;

namespace Tributary.Learning;

/// <summary>Scores by which epochs are chosen.</summary>
public enum ScoreKind
{
    /// <summary>Nash-Sutcliffe efficiency.</summary>
    [JsonStringEnumMemberName("nse")]
    Nse,

    /// <summary>Kling-Gupta efficiency.</summary>
    [JsonStringEnumMemberName("kge")]
    Kge,
}

/// <summary>Scores of one series against observations, in their unit; steps where either is missing do not count.</summary>
public static class Scores
{
    /// <summary>A score; NaN with fewer than 2 common steps or constant observations.</summary>
    public static double Of(ScoreKind kind, ReadOnlySpan<double> predicted, ReadOnlySpan<double> observed) =>
        kind == ScoreKind.Nse ? Nse(predicted, observed) : Kge(predicted, observed);

    /// <summary>The median of the scores that are finite; NaN where none is.</summary>
    public static double Median(IEnumerable<double> scores)
    {
        double[] known = [.. scores.Where(double.IsFinite).Order()];
        return known.Length == 0 ? double.NaN : (known[(known.Length - 1) / 2] + known[known.Length / 2]) / 2;
    }

    /// <summary>Nash-Sutcliffe efficiency, <c>1 - sum (p - o)^2 / sum (o - mean o)^2</c> (Nash and Sutcliffe, 1970).</summary>
    public static double Nse(ReadOnlySpan<double> predicted, ReadOnlySpan<double> observed)
    {
        Moments moments = Moments.Of(predicted, observed);
        return moments.Count < 2 || moments.ObservedSquares == 0 ? double.NaN : 1 - (moments.ErrorSquares / moments.ObservedSquares);
    }

    /// <summary>Kling-Gupta efficiency, <c>1 - sqrt((r - 1)^2 + (alpha - 1)^2 + (beta - 1)^2)</c> (Gupta et al., 2009).</summary>
    public static double Kge(ReadOnlySpan<double> predicted, ReadOnlySpan<double> observed)
    {
        Moments moments = Moments.Of(predicted, observed);
        if (moments.Count < 2 || moments.ObservedSquares == 0 || moments.PredictedSquares == 0)
        {
            return double.NaN;
        }

        double r = moments.Products / Math.Sqrt(moments.ObservedSquares * moments.PredictedSquares);
        double alpha = Math.Sqrt(moments.PredictedSquares / moments.ObservedSquares);
        double beta = moments.PredictedMean / moments.ObservedMean;
        return 1 - Math.Sqrt(((r - 1) * (r - 1)) + ((alpha - 1) * (alpha - 1)) + ((beta - 1) * (beta - 1)));
    }

    private readonly record struct Moments(
        int Count, double PredictedMean, double ObservedMean, double PredictedSquares, double ObservedSquares, double Products, double ErrorSquares)
    {
        public static Moments Of(ReadOnlySpan<double> predicted, ReadOnlySpan<double> observed)
        {
            int count = 0;
            double predictedSum = 0;
            double observedSum = 0;
            for (int step = 0; step < observed.Length; step++)
            {
                if (double.IsFinite(predicted[step]) && double.IsFinite(observed[step]))
                {
                    count++;
                    predictedSum += predicted[step];
                    observedSum += observed[step];
                }
            }

            (double predictedMean, double observedMean) = (predictedSum / count, observedSum / count);
            double predictedSquares = 0;
            double observedSquares = 0;
            double products = 0;
            double errors = 0;
            for (int step = 0; step < observed.Length; step++)
            {
                if (double.IsFinite(predicted[step]) && double.IsFinite(observed[step]))
                {
                    double p = predicted[step] - predictedMean;
                    double o = observed[step] - observedMean;
                    double error = predicted[step] - observed[step];
                    predictedSquares += p * p;
                    observedSquares += o * o;
                    products += p * o;
                    errors += error * error;
                }
            }

            return new Moments(count, predictedMean, observedMean, predictedSquares, observedSquares, products, errors);
        }
    }
}
