namespace Tributary.Contracts;

/// <summary>A plugin that offers optimisers: searches for the parameters by which a calibration's objective is best.</summary>
/// <remarks>Its <c>plugin.json</c> names them under <c>optimisers</c>, so that a workflow finds them before any code runs.</remarks>
public interface IOptimiserPlugin : IPlugin
{
    /// <summary>The optimisers that it offers.</summary>
    IReadOnlyList<IOptimiser> Optimisers { get; }
}

/// <summary>
/// A search for the best point of the unit cube. The host maps each coordinate to a parameter between its bounds, on a logarithmic scale where the model says so, and evaluates. It
/// holds nothing that changes between searches: several run at once, one for each basin and start.
/// </summary>
public interface IOptimiser
{
    /// <summary>What a workflow calls it under <c>calibrate.algorithm</c>: small letters, digits and hyphens.</summary>
    string Name { get; }

    /// <summary>What it is, in a line, with its source.</summary>
    string Description { get; }

    /// <summary>
    /// Whether it seeks the Pareto front of several objectives, reading <see cref="Trials.Objectives"/>; any other reads <see cref="Trials.Scores"/>, their weighted sum.
    /// </summary>
    bool SeeksFront => false;

    /// <summary>
    /// Searches. Each yielded batch is a question; whoever enumerates fills its <see cref="Trials.Scores"/> before asking for the next, so that a batch can be
    /// evaluated all at once, on several threads: a search that asks eight points or more at a time is run fastest. It may end before the budget is spent. The same
    /// source of randomness and the same scores give the same points, by which a calibration that was interrupted is done again with the same numbers.
    /// </summary>
    /// <param name="dimension">Number of coordinates, 1 or more.</param>
    /// <param name="budget">Number of points that may be evaluated, 1 or more; no more may be asked.</param>
    /// <param name="random">The only source of randomness.</param>
    IEnumerable<Trials> Search(int dimension, int budget, Random random);
}

/// <summary>Points of the unit cube to be evaluated.</summary>
/// <param name="points">The points, each one coordinate a dimension, 0 to 1.</param>
public sealed class Trials(double[][] points)
{
    /// <summary>The points.</summary>
    public double[][] Points { get; } = points;

    /// <summary>Their scores, higher being better, filled by whoever evaluates; negative infinity where the model broke down.</summary>
    public double[] Scores { get; } = new double[points.Length];

    /// <summary>Of several objectives the value of each, higher being better; null where whoever evaluates knows one only.</summary>
    public double[]?[] Objectives { get; } = new double[points.Length][];

    /// <summary>Number of points.</summary>
    public int Count => Points.Length;
}
