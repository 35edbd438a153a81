namespace Tributary.Contracts.Numerics;

/// <summary>The gamma distribution.</summary>
public static class GammaDistribution
{
    private static readonly double[] Lanczos =
    [
        0.99999999999980993, 676.5203681218851, -1259.1392167224028, 771.32342877765313, -176.61502916214059, 12.507343278686905, -0.13857109526572012, 9.9843695780195716e-6, 1.5056327351493116e-7,
    ];

    /// <summary>P(a, z), the share below z of a gamma distribution with shape a and scale 1: by its series up to a + 1, else by the continued fraction (Lentz).</summary>
    /// <param name="shape">a, positive.</param>
    /// <param name="z">z; the share is 0 up to 0.</param>
    public static double Below(double shape, double z)
    {
        if (z <= 0)
        {
            return 0;
        }

        double front = Math.Exp((shape * Math.Log(z)) - z - LogGamma(shape));
        if (z < shape + 1)
        {
            double term = 1 / shape;
            double sum = term;
            for (int k = 1; term > sum * 1e-17; k++)
            {
                term *= z / (shape + k);
                sum += term;
            }

            return Math.Min(1, front * sum);
        }

        double b = z + 1 - shape;
        double c = double.MaxValue;
        double d = 1 / b;
        double fraction = d;
        for (int k = 1; k < 1000; k++)
        {
            double a = -k * (k - shape);
            b += 2;
            d = 1 / ((a * d) + b);
            c = b + (a / c);
            fraction *= c * d;
            if (Math.Abs((c * d) - 1) < 1e-16)
            {
                break;
            }
        }

        return Math.Max(0, 1 - (front * fraction));
    }

    private static double LogGamma(double x)
    {
        double sum = Lanczos[0];
        for (int k = 1; k < Lanczos.Length; k++)
        {
            sum += Lanczos[k] / (x - 1 + k);
        }

        double t = x + 6.5;
        return (0.5 * Math.Log(2 * Math.PI)) + ((x - 0.5) * Math.Log(t)) - t + Math.Log(sum);
    }
}
