using System.Runtime.CompilerServices;

namespace Tributary.Plugins.KinematicWave;

/// <summary>
/// The kinematic wave A = α Q^(3/5), dA/dt + dQ/dx = q in the implicit scheme of Li, Simons and Stevens (1975), written as a water balance of a segment:
/// O + (L α / dt) O^(3/5) = I + V/dt. In y = O^(1/5) it is a polynomial, so that no power need be computed.
/// </summary>
public static class KinematicWaveProcess
{
    private const int MostIterations = 12;
    private const double Tolerance = 1e-12;

    /// <summary>Less water than this in a step, m3 s-1, stays: powers of it would vanish.</summary>
    private const double LeastWater = 1e-60;

    /// <summary>α of a wide channel by Manning's equation: (n B^(2/3) / √S)^(3/5).</summary>
    /// <param name="width">B, m.</param>
    /// <param name="slope">S, m per m.</param>
    /// <param name="roughness">n, s m-1/3.</param>
    public static double Alpha(double width, double slope, double roughness) => Math.Pow(roughness / Math.Sqrt(slope), 0.6) * Math.Pow(width, 0.4);

    /// <summary>One step.</summary>
    /// <param name="inflow">I, m3 s-1.</param>
    /// <param name="perStep">L α / dt.</param>
    /// <param name="step">dt, s.</param>
    /// <param name="storage">V, m3; updated.</param>
    /// <param name="root">O^(1/5) of the step before; updated.</param>
    /// <returns>O, m3 s-1.</returns>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static double Step(double inflow, double perStep, double step, ref double storage, ref double root)
    {
        double water = inflow + (storage / step);
        if (water <= LeastWater)
        {
            root = 0;
            storage = water * step;
            return 0;
        }

        root = Root(water, perStep, root);
        double square = root * root;
        double outflow = Math.Min(square * square * root, water);
        storage = Math.Max(0, storage + (step * (inflow - outflow)));
        return outflow;
    }

    /// <summary>Solves y^5 + k y^3 = r by Newton's method, which from above the root on never leaves it.</summary>
    /// <param name="sum">r, positive.</param>
    /// <param name="factor">k, positive.</param>
    /// <param name="guess">A first guess; one that is far off is not used.</param>
    public static double Root(double sum, double factor, double guess)
    {
        double y = guess;
        double cube = y * y * y;
        double value = cube * ((y * y) + factor);
        if (!(value > 0.3 * sum && value < 3 * sum))
        {
            y = Math.Min(Math.Pow(sum, 0.2), Math.Cbrt(sum / factor));
        }

        for (int k = 0; k < MostIterations; k++)
        {
            double square = y * y;
            double excess = (square * y * (square + factor)) - sum;
            y -= excess / (square * ((5 * square) + (3 * factor)));
            if (Math.Abs(excess) <= Tolerance * sum)
            {
                break;
            }
        }

        return y;
    }
}
