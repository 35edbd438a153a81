using Tributary.Contracts;

namespace Tributary.Plugins.Optimisers;

/// <summary>
/// Differential evolution, Storn and Price (1997), doi:10.1023/A:1008202821328, as DE/best/1/bin with the factor dithered between 0.5 and 1 and crossover 0.7.
/// </summary>
internal sealed class DifferentialEvolution : IOptimiser
{
    private const double Crossover = 0.7;

    public string Name => "de";

    public string Description => "differential evolution, Storn and Price (1997)";

    public IEnumerable<Trials> Search(int dimension, int budget, Random random)
    {
        int size = Math.Min(Math.Clamp(budget / 40, 8, Math.Max(16, 10 * dimension)), budget);
        var population = new Trials([.. Enumerable.Range(0, size).Select(_ => UnitCube.RandomPoint(dimension, random))]);
        yield return population;

        double[][] points = population.Points;
        double[] scores = population.Scores;
        for (int spent = size; spent < budget;)
        {
            int best = Array.IndexOf(scores, scores.Max());
            double factor = 0.5 + (0.5 * random.NextDouble());
            int count = Math.Min(size, budget - spent);
            double[][] mutants = new double[count][];
            for (int i = 0; i < count; i++)
            {
                mutants[i] = Mutant(points, i, best, factor, random);
            }

            var trials = new Trials(mutants);
            yield return trials;

            spent += count;
            for (int i = 0; i < count; i++)
            {
                if (trials.Scores[i] >= scores[i])
                {
                    (points[i], scores[i]) = (trials.Points[i], trials.Scores[i]);
                }
            }
        }
    }

    private static double[] Mutant(double[][] points, int parent, int best, double factor, Random random)
    {
        int one;
        int other;
        do
        {
            (one, other) = (random.Next(points.Length), random.Next(points.Length));
        }
        while (points.Length > 3 && (one == other || one == parent || other == parent || one == best || other == best));

        double[] mutant = [.. points[parent]];
        int forced = random.Next(mutant.Length);
        for (int i = 0; i < mutant.Length; i++)
        {
            if (i == forced || random.NextDouble() < Crossover)
            {
                mutant[i] = UnitCube.Reflect(points[best][i] + (factor * (points[one][i] - points[other][i])));
            }
        }

        return mutant;
    }
}
