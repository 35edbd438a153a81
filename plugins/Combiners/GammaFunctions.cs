namespace Tributary.Plugins.Combiners;

/// <summary>The gamma function and what belongs to it, and the normal distribution through it.</summary>
internal static class GammaFunctions
{
    private const int MostTerms = 10_000;
    private const double Precision = 1e-15;

    /// <summary>ln gamma(x), x above zero, by Stirling's series (Abramowitz and Stegun, 1964, 6.1.41).</summary>
    public static double LogGamma(double x)
    {
        double shift = 0;
        while (x < 12)
        {
            shift -= Math.Log(x);
            x++;
        }

        double z = 1 / (x * x);
        double series = ((1.0 / 12) - (z * ((1.0 / 360) - (z * ((1.0 / 1260) - (z * ((1.0 / 1680) - (z / 1188)))))))) / x;
        return shift + ((x - 0.5) * Math.Log(x)) - x + (0.5 * Math.Log(2 * Math.PI)) + series;
    }

    /// <summary>The derivative of <see cref="LogGamma"/> (Abramowitz and Stegun, 1964, 6.3.18).</summary>
    public static double Digamma(double x)
    {
        double shift = 0;
        while (x < 12)
        {
            shift -= 1 / x;
            x++;
        }

        double z = 1 / (x * x);
        return shift + Math.Log(x) - (0.5 / x) - (z * ((1.0 / 12) - (z * ((1.0 / 120) - (z * ((1.0 / 252) - (z * ((1.0 / 240) - (z / 132)))))))));
    }

    /// <summary>The regularised lower incomplete gamma function P(a, x), by series or continued fraction (Abramowitz and Stegun, 1964, 6.5.29 and 6.5.31).</summary>
    public static double LowerRegularised(double a, double x)
    {
        if (x <= 0)
        {
            return 0;
        }

        double front = Math.Exp((a * Math.Log(x)) - x - LogGamma(a));
        if (x < a + 1)
        {
            double term = 1 / a, sum = term;
            for (int n = 1; n < MostTerms && Math.Abs(term) > Precision * Math.Abs(sum); n++)
            {
                term *= x / (a + n);
                sum += term;
            }

            return Math.Min(front * sum, 1);
        }

        // Lentz's algorithm.
        double b = x + 1 - a, c = 1e300, d = 1 / b, h = d;
        for (int n = 1; n < MostTerms; n++)
        {
            double numerator = -n * (n - a);
            b += 2;
            d = 1 / NotZero((numerator * d) + b);
            c = NotZero(b + (numerator / c));
            h *= d * c;
            if (Math.Abs((d * c) - 1) < Precision)
            {
                break;
            }
        }

        return Math.Clamp(1 - (front * h), 0, 1);
    }

    /// <summary>The probability that a standard normal variable is below z.</summary>
    public static double Normal(double z)
    {
        double half = 0.5 * LowerRegularised(0.5, z * z / 2);
        return z >= 0 ? 0.5 + half : 0.5 - half;
    }

    private static double NotZero(double value) => Math.Abs(value) < 1e-300 ? 1e-300 : value;
}
