namespace Tributary.Tests;

/// <summary>Quantiles of the standard normal distribution.</summary>
internal static class NormalQuantile
{
    /// <summary>By halving, through a series of the error function (Abramowitz and Stegun, 1964, 7.1.5).</summary>
    public static double Of(double probability)
    {
        double low = -8, high = 8;
        for (int i = 0; i < 70; i++)
        {
            double middle = (low + high) / 2;
            (low, high) = Below(middle) < probability ? (middle, high) : (low, middle);
        }

        return (low + high) / 2;
    }

    private static double Below(double z)
    {
        double x = z / Math.Sqrt(2), term = x, sum = x;
        for (int n = 1; n < 200; n++)
        {
            term *= -x * x / n;
            sum += term / ((2 * n) + 1);
        }

        return Math.Clamp(0.5 + (sum / Math.Sqrt(Math.PI)), 0, 1);
    }
}
