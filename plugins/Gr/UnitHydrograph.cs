using System.Runtime.CompilerServices;
using Tributary.Contracts.Numerics;

namespace Tributary.Plugins.Gr;

/// <summary>
/// The two unit hydrographs of the GR models. Their S-curves are SH1(t) = (t/X4)^a up to X4, and SH2(t) = (t/X4)^a / 2 up to X4 then
/// 1 - (2 - t/X4)^a / 2 up to 2 X4, with a = 5/2 at the daily and 5/4 at the hourly step. Perrin et al. (2003), eqs 9-17.
/// </summary>
public static class UnitHydrograph
{
    /// <summary>Ordinate of the first unit hydrograph at a step, counted from 1.</summary>
    public static double First(int step, double timeBase, double exponent) =>
        FirstSCurve(step, timeBase, exponent) - FirstSCurve(step - 1, timeBase, exponent);

    /// <summary>Ordinate of the second unit hydrograph at a step, counted from 1.</summary>
    public static double Second(int step, double timeBase, double exponent) =>
        SecondSCurve(step, timeBase, exponent) - SecondSCurve(step - 1, timeBase, exponent);

    /// <summary>
    /// Adds a step's water to the water on its way, and moves all of it one step on: w[k] = w[k + 1] + u[k] x.
    /// </summary>
    /// <param name="underway">w, the water that will leave in 0, 1, 2 … steps, mm.</param>
    /// <param name="ordinates">u, as many as <paramref name="underway"/>.</param>
    /// <param name="water">x, the step's water in mm.</param>
    /// <returns>The water that leaves now, mm.</returns>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static T Convolve<T>(Span<T> underway, ReadOnlySpan<T> ordinates, T water)
        where T : unmanaged, ILanes<T>
    {
        int last = ordinates.Length - 1;
        underway = underway[..ordinates.Length];
        for (int k = 0; k < last; k++)
        {
            underway[k] = underway[k + 1] + (ordinates[k] * water);
        }

        underway[last] = ordinates[last] * water;
        return underway[0];
    }

    private static double FirstSCurve(double time, double timeBase, double exponent)
    {
        if (time <= 0)
        {
            return 0;
        }

        return time < timeBase ? Math.Pow(time / timeBase, exponent) : 1;
    }

    private static double SecondSCurve(double time, double timeBase, double exponent)
    {
        if (time <= 0)
        {
            return 0;
        }

        if (time <= timeBase)
        {
            return 0.5 * Math.Pow(time / timeBase, exponent);
        }

        return time < 2 * timeBase ? 1 - (0.5 * Math.Pow(2 - (time / timeBase), exponent)) : 1;
    }
}
