namespace Tributary.Plugins.Irf;

/// <summary>The complementary error function to about 14 digits.</summary>
public static class ErrorFunction
{
    private const double SeriesEnd = 1;
    private const double Spacing = 0.5;
    private const int Terms = 13;

    /// <summary>erfc(z), by <see cref="ScaledComplement"/>.</summary>
    public static double Complement(double z) => z < 0 ? 2 - Complement(-z) : Math.Exp(-z * z) * ScaledComplement(z);

    /// <summary>
    /// e^(z²) erfc(z) for z ≥ 0: by the power series of erf near 0, else by the trapezoidal rule with the correction for its pole (Chiarella and Reichel, 1968).
    /// </summary>
    public static double ScaledComplement(double z)
    {
        if (z < SeriesEnd)
        {
            double term = z;
            double sum = z;
            for (int k = 1; Math.Abs(term) > 1e-18; k++)
            {
                term *= -z * z / k;
                sum += term / ((2 * k) + 1);
            }

            return Math.Exp(z * z) * (1 - (2 / Math.Sqrt(Math.PI) * sum));
        }

        double total = 1 / (z * z);
        for (int k = 1; k <= Terms; k++)
        {
            double node = k * Spacing;
            total += 2 * Math.Exp(-node * node) / ((node * node) + (z * z));
        }

        double pole = z < Math.PI / Spacing ? 2 * Math.Exp(z * z) / (1 - Math.Exp(2 * Math.PI * z / Spacing)) : 0;
        return (z * Spacing / Math.PI * total) + pole;
    }
}
