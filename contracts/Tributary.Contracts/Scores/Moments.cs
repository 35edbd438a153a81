using System.Numerics;

namespace Tributary.Contracts;

/// <summary>Means, standard deviations and correlation of two series, and the sum of their squared differences, in one pass.</summary>
/// <param name="Count">Number of pairs.</param>
/// <param name="MeanObserved">Mean of the first.</param>
/// <param name="MeanSimulated">Mean of the second.</param>
/// <param name="VarianceObserved">Population variance of the first.</param>
/// <param name="VarianceSimulated">Population variance of the second.</param>
/// <param name="Covariance">Population covariance.</param>
/// <param name="SquaredError">Sum of squared differences.</param>
public readonly record struct Moments(
    int Count, double MeanObserved, double MeanSimulated, double VarianceObserved, double VarianceSimulated, double Covariance, double SquaredError)
{
    /// <summary>Pearson's correlation.</summary>
    public double Correlation => Covariance / Math.Sqrt(VarianceObserved * VarianceSimulated);

    /// <summary>Ratio of standard deviations, simulated over observed.</summary>
    public double DeviationRatio => Math.Sqrt(VarianceSimulated / VarianceObserved);

    /// <summary>Ratio of means, simulated over observed.</summary>
    public double MeanRatio => MeanSimulated / MeanObserved;

    /// <summary>Ratio of coefficients of variation, simulated over observed.</summary>
    public double VariationRatio => DeviationRatio / MeanRatio;

    /// <summary>Nash and Sutcliffe (1970): 1 - sum (s - o)^2 / sum (o - mean o)^2.</summary>
    public double NashSutcliffe => 1 - (SquaredError / (VarianceObserved * Count));

    /// <summary>Gupta et al. (2009): 1 - sqrt((r - 1)^2 + (alpha - 1)^2 + (beta - 1)^2).</summary>
    public double KlingGupta => 1 - Distance(Correlation, DeviationRatio, MeanRatio);

    /// <summary>Kling et al. (2012): as 2009 with the ratio of coefficients of variation in place of that of standard deviations.</summary>
    public double KlingGupta2012 => 1 - Distance(Correlation, VariationRatio, MeanRatio);

    /// <summary>Computes the moments of two series of the same length.</summary>
    public static Moments Of(ReadOnlySpan<double> observed, ReadOnlySpan<double> simulated)
    {
        int count = observed.Length;
        if (count == 0)
        {
            return new Moments(0, double.NaN, double.NaN, double.NaN, double.NaN, double.NaN, double.NaN);
        }

        // Sums about a value of the series itself, so that little is lost where the mean is large against the spread.
        double centre = observed[0];
        var centres = new Vector<double>(centre);
        Vector<double> sumO = default, sumS = default, sumOO = default, sumSS = default, sumOS = default, sumEE = default;
        int i = 0;
        for (; i <= count - Vector<double>.Count; i += Vector<double>.Count)
        {
            Vector<double> o = new Vector<double>(observed[i..]) - centres;
            Vector<double> s = new Vector<double>(simulated[i..]) - centres;
            Vector<double> e = s - o;
            sumO += o;
            sumS += s;
            sumOO += o * o;
            sumSS += s * s;
            sumOS += o * s;
            sumEE += e * e;
        }

        double o1 = Vector.Sum(sumO), s1 = Vector.Sum(sumS), oo = Vector.Sum(sumOO), ss = Vector.Sum(sumSS), os = Vector.Sum(sumOS), ee = Vector.Sum(sumEE);
        for (; i < count; i++)
        {
            double o = observed[i] - centre;
            double s = simulated[i] - centre;
            o1 += o;
            s1 += s;
            oo += o * o;
            ss += s * s;
            os += o * s;
            ee += (s - o) * (s - o);
        }

        double meanO = o1 / count;
        double meanS = s1 / count;
        return new Moments(
            count,
            centre + meanO,
            centre + meanS,
            Math.Max((oo / count) - (meanO * meanO), 0),
            Math.Max((ss / count) - (meanS * meanS), 0),
            (os / count) - (meanO * meanS),
            ee);
    }

    private static double Distance(double correlation, double spread, double bias) =>
        Math.Sqrt(((correlation - 1) * (correlation - 1)) + ((spread - 1) * (spread - 1)) + ((bias - 1) * (bias - 1)));
}
