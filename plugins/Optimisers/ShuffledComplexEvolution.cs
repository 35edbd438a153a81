using Tributary.Contracts;

namespace Tributary.Plugins.Optimisers;

/// <summary>
/// Shuffled complex evolution, Duan, Sorooshian and Gupta (1992, 1994), doi:10.1029/91WR02985: complexes of 2n + 1 points evolve on their own by simplex steps of
/// n + 1 parents, then are shuffled. The complexes take their steps side by side, so that these can be evaluated together.
/// </summary>
internal sealed class ShuffledComplexEvolution : IOptimiser
{
    public string Name => "sce-ua";

    public string Description => "shuffled complex evolution, Duan et al. (1992)";

    public IEnumerable<Trials> Search(int dimension, int budget, Random random)
    {
        int complexSize = (2 * dimension) + 1;
        int complexCount = Math.Max(Math.Min(budget / (10 * complexSize), 5), 2);
        var initial = new Trials([.. Enumerable.Range(0, Math.Min(complexCount * complexSize, budget)).Select(_ => UnitCube.RandomPoint(dimension, random))]);
        yield return initial;

        int spent = initial.Count;
        List<Point> population = [.. initial.Points.Select((point, i) => new Point(point, initial.Scores[i]))];
        while (spent < budget && population.Count >= complexCount * complexSize)
        {
            population.Sort((one, other) => other.Score.CompareTo(one.Score));
            if (population[0].Score - population[^1].Score < 1e-9)
            {
                yield break;
            }

            var complexes = new Point[complexCount][];
            for (int complex = 0; complex < complexCount; complex++)
            {
                complexes[complex] = [.. Enumerable.Range(0, complexSize).Select(member => population[complex + (complexCount * member)])];
            }

            List<IEnumerator<Trial>> evolving = [.. complexes.Select(complex => Evolve(complex, random).GetEnumerator())];
            evolving.RemoveAll(evolution => !evolution.MoveNext());
            while (evolving.Count > 0 && spent < budget)
            {
                int count = Math.Min(evolving.Count, budget - spent);
                var trials = new Trials([.. evolving.Take(count).Select(evolution => evolution.Current.Point)]);
                yield return trials;

                spent += count;
                for (int i = 0; i < count; i++)
                {
                    evolving[i].Current.Score = trials.Scores[i];
                }

                var finished = new List<IEnumerator<Trial>>();
                for (int i = 0; i < count; i++)
                {
                    if (!evolving[i].MoveNext())
                    {
                        finished.Add(evolving[i]);
                    }
                }

                evolving.RemoveAll(finished.Contains);
            }

            population = [.. complexes.SelectMany(complex => complex)];
        }
    }

    /// <summary>2n + 1 steps of competitive complex evolution.</summary>
    private static IEnumerable<Trial> Evolve(Point[] complex, Random random)
    {
        int dimension = complex[0].Coordinates.Length;
        for (int step = 0; step < complex.Length; step++)
        {
            Array.Sort(complex, (one, other) => other.Score.CompareTo(one.Score));
            int[] parents = ChooseParents(complex.Length, dimension + 1, random);
            int worst = parents[^1];
            double[] centroid = Centroid(complex, parents.AsSpan(0, parents.Length - 1));

            double[] reflected = Along(centroid, complex[worst].Coordinates, -1);
            var trial = new Trial(IsInside(reflected) ? reflected : Mutate(complex, random));
            yield return trial;
            if (trial.Score > complex[worst].Score)
            {
                complex[worst] = new Point(trial.Point, trial.Score);
                continue;
            }

            trial = new Trial(Along(centroid, complex[worst].Coordinates, 0.5));
            yield return trial;
            if (trial.Score > complex[worst].Score)
            {
                complex[worst] = new Point(trial.Point, trial.Score);
                continue;
            }

            trial = new Trial(Mutate(complex, random));
            yield return trial;
            complex[worst] = new Point(trial.Point, trial.Score);
        }
    }

    /// <summary>Different members, drawn with a trapezoidal probability that favours the better; sorted, the best first.</summary>
    private static int[] ChooseParents(int size, int count, Random random)
    {
        var chosen = new SortedSet<int>();
        while (chosen.Count < count)
        {
            double edge = size + 0.5;
            chosen.Add(Math.Min((int)(edge - Math.Sqrt((edge * edge) - (size * (size + 1) * random.NextDouble()))), size - 1));
        }

        return [.. chosen];
    }

    private static double[] Centroid(Point[] complex, ReadOnlySpan<int> members)
    {
        double[] centroid = new double[complex[0].Coordinates.Length];
        foreach (int member in members)
        {
            for (int i = 0; i < centroid.Length; i++)
            {
                centroid[i] += complex[member].Coordinates[i] / members.Length;
            }
        }

        return centroid;
    }

    private static double[] Along(double[] from, double[] to, double share)
    {
        double[] point = new double[from.Length];
        for (int i = 0; i < point.Length; i++)
        {
            point[i] = from[i] + (share * (to[i] - from[i]));
        }

        return point;
    }

    /// <summary>A point drawn from the smallest box around the complex.</summary>
    private static double[] Mutate(Point[] complex, Random random)
    {
        double[] point = new double[complex[0].Coordinates.Length];
        for (int i = 0; i < point.Length; i++)
        {
            double lowest = complex.Min(member => member.Coordinates[i]);
            double highest = complex.Max(member => member.Coordinates[i]);
            point[i] = lowest + (random.NextDouble() * (highest - lowest));
        }

        return point;
    }

    private static bool IsInside(double[] point) => Array.TrueForAll(point, coordinate => coordinate is >= 0 and <= 1);

    private sealed record Point(double[] Coordinates, double Score);

    private sealed class Trial(double[] point)
    {
        public double[] Point { get; } = point;

        public double Score { get; set; }
    }
}
