using Tributary.Contracts;

namespace Tributary.Plugins.Optimisers;

/// <summary>
/// NSGA-II, Deb, Pratap, Agarwal and Meyarivan (2002), doi:10.1109/4235.996017: parents by binary tournaments on rank and crowding, simulated binary crossover (chance 0.9) and
/// polynomial mutation (chance 1/n), both of distribution index 20, and the best of parents and offspring together. It searches for the whole front of several objectives.
/// </summary>
internal sealed class NonDominatedSorting : IOptimiser
{
    private const int LargestPopulation = 100;
    private const double CrossoverChance = 0.9;
    private const double Index = 20;

    public string Name => "nsga-ii";

    public string Description => "NSGA-II, the Pareto front of several objectives, Deb et al. (2002)";

    public bool SeeksFront => true;

    public IEnumerable<Trials> Search(int dimension, int budget, Random random)
    {
        int size = Math.Min(Math.Clamp(budget / 20, 8, LargestPopulation), budget);
        var initial = new Trials([.. Enumerable.Range(0, size).Select(_ => UnitCube.RandomPoint(dimension, random))]);
        yield return initial;

        List<Member> parents = Survivors([.. MembersOf(initial)], size);
        for (int spent = size; spent < budget;)
        {
            int count = Math.Min(size, budget - spent);
            var offspring = new Trials(Offspring(parents, count, random));
            yield return offspring;

            spent += count;
            parents = Survivors([.. parents, .. MembersOf(offspring)], size);
        }
    }

    private static IEnumerable<Member> MembersOf(Trials trials) => trials.Points.Select((point, i) => new Member(point, trials.Objectives[i] ?? [trials.Scores[i]]));

    /// <summary>The best fronts, and of the last that finds room its least crowded points.</summary>
    private static List<Member> Survivors(List<Member> all, int size)
    {
        double[][] values = [.. all.Select(member => member.Values)];
        var kept = new List<Member>(size);
        foreach ((int rank, int[] front) in ParetoFront.Sort(values).Index())
        {
            double[] crowding = ParetoFront.Crowding(values, front);
            kept.AddRange(Enumerable.Range(0, front.Length).OrderByDescending(at => crowding[at]).Take(size - kept.Count)
                .Select(at => all[front[at]] with { Rank = rank, Crowding = crowding[at] }));
            if (kept.Count == size)
            {
                break;
            }
        }

        return kept;
    }

    private static double[][] Offspring(List<Member> parents, int count, Random random)
    {
        var children = new List<double[]>(count + 1);
        while (children.Count < count)
        {
            (double[] one, double[] other) = Cross(Tournament(parents, random).Point, Tournament(parents, random).Point, random);
            children.Add(Mutate(one, random));
            children.Add(Mutate(other, random));
        }

        return [.. children.Take(count)];
    }

    private static Member Tournament(List<Member> parents, Random random)
    {
        Member one = parents[random.Next(parents.Count)], other = parents[random.Next(parents.Count)];
        return other.Rank < one.Rank || (other.Rank == one.Rank && other.Crowding > one.Crowding) ? other : one;
    }

    /// <summary>Simulated binary crossover that does not leave the cube (Deb and Agrawal, 1995, with the bounds of Deb's own program).</summary>
    private static (double[] One, double[] Other) Cross(double[] first, double[] second, Random random)
    {
        double[] one = [.. first], other = [.. second];
        if (random.NextDouble() > CrossoverChance)
        {
            return (one, other);
        }

        for (int i = 0; i < one.Length; i++)
        {
            double low = Math.Min(first[i], second[i]), high = Math.Max(first[i], second[i]);
            if (random.NextDouble() > 0.5 || high - low < 1e-14)
            {
                continue;
            }

            double draw = random.NextDouble();
            double below = ((low + high) - (Spread(1 + (2 * low / (high - low)), draw) * (high - low))) / 2;
            double above = ((low + high) + (Spread(1 + (2 * (1 - high) / (high - low)), draw) * (high - low))) / 2;
            (below, above) = (Math.Clamp(below, 0, 1), Math.Clamp(above, 0, 1));
            (one[i], other[i]) = random.NextDouble() < 0.5 ? (below, above) : (above, below);
        }

        return (one, other);
    }

    private static double Spread(double room, double draw)
    {
        double alpha = 2 - Math.Pow(room, -(Index + 1));
        return draw <= 1 / alpha ? Math.Pow(draw * alpha, 1 / (Index + 1)) : Math.Pow(1 / (2 - (draw * alpha)), 1 / (Index + 1));
    }

    private static double[] Mutate(double[] point, Random random)
    {
        for (int i = 0; i < point.Length; i++)
        {
            if (random.NextDouble() >= 1.0 / point.Length)
            {
                continue;
            }

            double x = point[i], draw = random.NextDouble();
            double change = draw < 0.5
                ? Math.Pow((2 * draw) + ((1 - (2 * draw)) * Math.Pow(1 - x, Index + 1)), 1 / (Index + 1)) - 1
                : 1 - Math.Pow((2 * (1 - draw)) + (2 * (draw - 0.5) * Math.Pow(x, Index + 1)), 1 / (Index + 1));
            point[i] = Math.Clamp(x + change, 0, 1);
        }

        return point;
    }

    private sealed record Member(double[] Point, double[] Values, int Rank = 0, double Crowding = 0);
}
