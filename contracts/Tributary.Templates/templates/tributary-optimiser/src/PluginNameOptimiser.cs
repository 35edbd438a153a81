using Tributary.Contracts;

namespace PluginName;

/// <summary>
/// An evolution strategy (Rechenberg, 1973): eight children about the best point so far, normally distributed; their spread grows where one is better, and shrinks where none is.
/// </summary>
public sealed class PluginNameOptimiser : IOptimiser
{
    private const int Children = 8;
    private const double FirstSpread = 0.3;
    private const double Growth = 1.5;
    private const double Shrinkage = 0.6;

    /// <inheritdoc/>
    public string Name => "plugin-name";

    /// <inheritdoc/>
    public string Description => "(1 + 8) evolution strategy, Rechenberg (1973)";

    /// <inheritdoc/>
    public IEnumerable<Trials> Search(int dimension, int budget, Random random)
    {
        double[] best = UnitCube.RandomPoint(dimension, random);
        double bestScore = double.NegativeInfinity, spread = FirstSpread;
        for (int spent = 0; spent < budget;)
        {
            // A batch is evaluated at once: the scores are there when the enumeration goes on.
            int count = Math.Min(Children, budget - spent);
            var trials = new Trials([.. Enumerable.Range(0, count).Select(_ => Child(best, spread, random))]);
            yield return trials;

            spent += count;
            int fittest = Array.IndexOf(trials.Scores, trials.Scores.Max());
            bool isBetter = trials.Scores[fittest] > bestScore;
            spread = Math.Clamp(spread * (isBetter ? Growth : Shrinkage), 1e-9, FirstSpread);
            if (isBetter)
            {
                (best, bestScore) = (trials.Points[fittest], trials.Scores[fittest]);
            }
        }
    }

    /// <summary>A point near another, reflected at the faces of the cube.</summary>
    private static double[] Child(double[] parent, double spread, Random random) => [.. parent.Select(x => UnitCube.Reflect(x + (spread * Normal(random))))];

    /// <summary>Box and Muller (1958).</summary>
    private static double Normal(Random random) => Math.Sqrt(-2 * Math.Log(1 - random.NextDouble())) * Math.Cos(2 * Math.PI * random.NextDouble());
}
