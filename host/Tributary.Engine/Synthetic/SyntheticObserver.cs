using System.Globalization;
using MathNet.Numerics.Distributions;
using MathNet.Numerics.Random;

namespace Tributary.Engine;

/// <summary>An observer of discharge who errs by a few per cent and sometimes records nothing.</summary>
internal static class SyntheticObserver
{
    private const double ObservationError = 0.06;
    private const double GapStart = 0.0006;
    private const int LongestGap = 20;

    /// <summary>How the observer errs, in words.</summary>
    public static string Error { get; } = $"lognormal, standard deviation {ObservationError.ToString(CultureInfo.InvariantCulture)} of the logarithm, independent from day to day";

    /// <summary>Discharge as the observer records it, a gap being NaN; the weather stays when the observer changes.</summary>
    public static double[] Observe(ReadOnlySpan<double> discharge, int seed)
    {
        var random = new MersenneTwister(seed);
        double[] observed = new double[discharge.Length];
        int gap = 0;
        for (int day = 0; day < observed.Length; day++)
        {
            double error = Normal.Sample(random, 0, ObservationError);
            gap = gap > 0 ? gap - 1 : random.NextDouble() < GapStart ? random.Next(1, LongestGap) : 0;
            observed[day] = gap > 0 ? double.NaN : discharge[day] * Math.Exp(error - (ObservationError * ObservationError / 2));
        }

        return observed;
    }
}
