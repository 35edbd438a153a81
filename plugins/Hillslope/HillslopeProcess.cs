using Tributary.Contracts.Numerics;

namespace Tributary.Plugins.Hillslope;

/// <summary>The way of water from a unit to its river, mizuRoute's hillslope routing (Mizukami et al., 2016, eqs 1-2).</summary>
public static class HillslopeProcess
{
    /// <summary>What lies behind this share of a pulse is given to the ordinates before it.</summary>
    public const double TailShare = 1e-6;

    /// <summary>The longest unit hydrograph, steps.</summary>
    public const int MostOrdinates = 100_000;

    /// <summary>Share of a step's water that reaches the river in each step from its own on: differences of the gamma distribution; the sum is 1.</summary>
    /// <param name="shape">Shape of the distribution.</param>
    /// <param name="scale">Scale of the distribution, s.</param>
    /// <param name="step">Time step, s.</param>
    public static double[] Ordinates(double shape, double scale, double step)
    {
        var ordinates = new List<double>();
        double arrived = 0;
        while (arrived < 1 - TailShare && ordinates.Count < MostOrdinates)
        {
            double next = GammaDistribution.Below(shape, (ordinates.Count + 1) * step / scale);
            ordinates.Add(Math.Max(0, next - arrived));
            arrived = Math.Max(arrived, next);
        }

        return [.. ordinates.Select(ordinate => ordinate / arrived)];
    }
}
