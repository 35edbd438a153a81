namespace Tributary.Engine;

/// <summary>A way to tell how much each coordinate of the unit cube matters to a function.</summary>
public interface ISensitivityMethod
{
    /// <summary>The points at which the function must be known.</summary>
    /// <param name="dimension">Number of coordinates.</param>
    /// <param name="samples">Trajectories, or rows of the design.</param>
    /// <param name="random">Source of randomness.</param>
    double[][] Design(int dimension, int samples, Random random);

    /// <summary>What follows from the function's values. A trajectory or row that has one that is not finite is left out.</summary>
    /// <param name="points">The design.</param>
    /// <param name="values">The function at each point.</param>
    /// <param name="resamples">Bootstrap samples that the confidence intervals rest on.</param>
    /// <param name="random">Source of randomness.</param>
    IReadOnlyList<SensitivityMeasure> Measure(double[][] points, double[] values, int resamples, Random random);

    /// <summary>How many points a design has.</summary>
    int RunsOf(int dimension, int samples);

    /// <summary>The method of a name.</summary>
    internal static ISensitivityMethod Named(string name) => name == "morris" ? new ScreeningByMorris() : new VarianceBySobol();
}

/// <summary>How much a coordinate matters.</summary>
/// <param name="Name">What is measured: <c>first_order</c>, <c>total</c>, <c>mu_star</c>, <c>mu</c> or <c>sigma</c>.</param>
/// <param name="Coordinate">Index of the coordinate.</param>
/// <param name="Value">The measure.</param>
/// <param name="Low">Lower end of its 95 % confidence interval.</param>
/// <param name="High">Upper end of it.</param>
public sealed record SensitivityMeasure(string Name, int Coordinate, double Value, double Low, double High);

/// <summary>Confidence by drawing samples again.</summary>
internal static class Bootstrap
{
    /// <summary>A measure of each coordinate with the 2.5 and 97.5 percentiles of its bootstrap distribution (Efron and Tibshirani, 1993, section 13.3).</summary>
    /// <param name="name">Its name.</param>
    /// <param name="count">Number of samples.</param>
    /// <param name="dimension">Number of coordinates.</param>
    /// <param name="resamples">How often samples are drawn.</param>
    /// <param name="random">Source of randomness.</param>
    /// <param name="of">The measure of the samples of these indices, of a coordinate.</param>
    public static IEnumerable<SensitivityMeasure> Of(string name, int count, int dimension, int resamples, Random random, Func<int[], int, double> of)
    {
        int[] all = [.. Enumerable.Range(0, count)];
        int[][] draws = [.. Enumerable.Range(0, count == 0 ? 0 : resamples).Select(_ => all.Select(_ => random.Next(count)).ToArray())];
        for (int axis = 0; axis < dimension; axis++)
        {
            int place = axis;
            double[] sorted = [.. draws.Select(draw => of(draw, place)).Order()];
            double At(double share) => sorted.Length == 0 ? double.NaN : sorted[(int)Math.Round(share * (sorted.Length - 1))];
            yield return new SensitivityMeasure(name, axis, count == 0 ? double.NaN : of(all, axis), At(0.025), At(0.975));
        }
    }
}
