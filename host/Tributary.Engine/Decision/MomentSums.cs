using Tributary.Contracts;

namespace Tributary.Engine;

/// <summary>Sums of two series from which <see cref="Moments"/> follow; those of blocks of time add up, so that resampling blocks costs little.</summary>
/// <param name="Count">Number of pairs.</param>
/// <param name="Observed">Sum of the first, less the centre.</param>
/// <param name="Simulated">Sum of the second, less the centre.</param>
/// <param name="ObservedSquares">Sum of squares of the first, less the centre.</param>
/// <param name="SimulatedSquares">Sum of squares of the second, less the centre.</param>
/// <param name="Products">Sum of products, each less the centre.</param>
/// <param name="SquaredError">Sum of squared differences.</param>
internal readonly record struct MomentSums(
    int Count, double Observed, double Simulated, double ObservedSquares, double SimulatedSquares, double Products, double SquaredError)
{
    /// <summary>Those of a pair.</summary>
    public static MomentSums Of(double observed, double simulated, double centre)
    {
        double o = observed - centre, s = simulated - centre;
        return new MomentSums(1, o, s, o * o, s * s, o * s, (s - o) * (s - o));
    }

    /// <summary>Those of both.</summary>
    public static MomentSums operator +(MomentSums one, MomentSums other) => new(
        one.Count + other.Count, one.Observed + other.Observed, one.Simulated + other.Simulated, one.ObservedSquares + other.ObservedSquares,
        one.SimulatedSquares + other.SimulatedSquares, one.Products + other.Products, one.SquaredError + other.SquaredError);

    /// <summary>The moments of all pairs.</summary>
    public Moments Moments(double centre)
    {
        double o = Observed / Count, s = Simulated / Count;
        return new Moments(
            Count, centre + o, centre + s, Math.Max((ObservedSquares / Count) - (o * o), 0), Math.Max((SimulatedSquares / Count) - (s * s), 0), (Products / Count) - (o * s), SquaredError);
    }
}
