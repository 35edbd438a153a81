using MathNet.Numerics.Distributions;
using Tributary.Contracts;

namespace Tributary.Plugins.Optimisers;

/// <summary>
/// Dynamically dimensioned search, Tolson and Shoemaker (2007), doi:10.1029/2005WR004723: a greedy search that changes ever fewer coordinates of the best
/// point, each by a normal step of 0.2 of its range, reflected at the bounds.
/// </summary>
internal sealed class DynamicallyDimensionedSearch : IOptimiser
{
    private const double Neighbourhood = 0.2;

    public string Name => "dds";

    public string Description => "dynamically dimensioned search, Tolson and Shoemaker (2007)";

    public IEnumerable<Trials> Search(int dimension, int budget, Random random)
    {
        int initial = Math.Min(Math.Max(5, (int)Math.Round(0.005 * budget)), budget);
        var start = new Trials([.. Enumerable.Range(0, initial).Select(_ => UnitCube.RandomPoint(dimension, random))]);
        yield return start;

        int first = Array.IndexOf(start.Scores, start.Scores.Max());
        double[] best = start.Points[first];
        double bestScore = start.Scores[first];
        for (int evaluation = 1; evaluation <= budget - initial; evaluation++)
        {
            double chance = 1 - (Math.Log(evaluation) / Math.Log(budget - initial));
            var trial = new Trials([Neighbour(best, chance, random)]);
            yield return trial;

            if (trial.Scores[0] >= bestScore)
            {
                (best, bestScore) = (trial.Points[0], trial.Scores[0]);
            }
        }
    }

    private static double[] Neighbour(double[] best, double chance, Random random)
    {
        double[] point = [.. best];
        bool changed = false;
        for (int i = 0; i < point.Length; i++)
        {
            if (random.NextDouble() < chance)
            {
                point[i] = Perturb(point[i], random);
                changed = true;
            }
        }

        if (!changed)
        {
            int i = random.Next(point.Length);
            point[i] = Perturb(point[i], random);
        }

        return point;
    }

    /// <summary>A step that lands outside is reflected; one that reflects outside again goes to the bound.</summary>
    private static double Perturb(double coordinate, Random random)
    {
        double moved = coordinate + (Neighbourhood * Normal.Sample(random, 0, 1));
        if (moved < 0)
        {
            return -moved > 1 ? 0 : -moved;
        }

        if (moved > 1)
        {
            return 2 - moved < 0 ? 1 : 2 - moved;
        }

        return moved;
    }
}
