namespace Tributary.Engine;

/// <summary>A search for the best point of the unit cube.</summary>
public interface ISearch
{
    /// <summary>
    /// Searches. Each yielded batch is a question; whoever enumerates fills its <see cref="Trials.Scores"/> before asking for the next, so that a batch can be
    /// evaluated all at once.
    /// </summary>
    /// <param name="dimension">Number of coordinates.</param>
    /// <param name="budget">Number of points that may be evaluated.</param>
    /// <param name="random">Source of randomness.</param>
    IEnumerable<Trials> Run(int dimension, int budget, Random random);
}

/// <summary>Points of the unit cube to be evaluated.</summary>
/// <param name="points">The points, each one coordinate a dimension, 0 to 1.</param>
public sealed class Trials(double[][] points)
{
    /// <summary>The points.</summary>
    public double[][] Points { get; } = points;

    /// <summary>Their scores, higher being better, filled by whoever evaluates.</summary>
    public double[] Scores { get; } = new double[points.Length];

    /// <summary>Of several objectives the value of each, higher being better; null where whoever evaluates knows one only.</summary>
    public double[]?[] Objectives { get; } = new double[points.Length][];

    /// <summary>Number of points.</summary>
    public int Count => Points.Length;
}

/// <summary>Searches by the name that a workflow gives.</summary>
internal static class Searches
{
    /// <summary>The search for a front of several objectives.</summary>
    public const string NonDominated = "nsga-ii";

    public static ISearch Named(string name) => name switch
    {
        "dds" => new DynamicallyDimensionedSearch(),
        "sce-ua" => new ShuffledComplexEvolution(),
        NonDominated => new NonDominatedSorting(),
        "de" => new DifferentialEvolution(),
        _ => new CovarianceMatrixAdaptation(),
    };

    /// <summary>A point drawn evenly from the unit cube.</summary>
    public static double[] RandomPoint(int dimension, Random random)
    {
        double[] point = new double[dimension];
        for (int i = 0; i < dimension; i++)
        {
            point[i] = random.NextDouble();
        }

        return point;
    }

    /// <summary>A coordinate outside the unit interval reflected at its ends.</summary>
    public static double Reflect(double coordinate)
    {
        double folded = Math.Abs(coordinate) % 2;
        return folded > 1 ? 2 - folded : folded;
    }
}
