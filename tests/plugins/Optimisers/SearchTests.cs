using FsCheck.Fluent;
using Tributary.Contracts;
using Tributary.Plugins.Optimisers;

namespace Tributary.Tests.Optimisers;

/// <summary>Each search on functions whose optimum is known in closed form, and the promises that all of them make.</summary>
public sealed class SearchTests
{
    public static TheoryData<string> Names => ["dds", "sce-ua", "cma-es", "de", "nsga-ii"];

    [Theory]
    [InlineData("dds", 1e-3)]
    [InlineData("sce-ua", 1e-6)]
    [InlineData("cma-es", 1e-8)]
    [InlineData("de", 1e-6)]
    [InlineData("nsga-ii", 1e-4)]
    public void Finds_the_optimum_of_a_sphere_in_six_dimensions(string name, double error)
    {
        double[] optimum = [0.31, 0.77, 0.05, 0.5, 0.93, 0.62];
        Assert.InRange(-Best(name, 6, 5000, seed: 3, point => -point.Zip(optimum, (x, o) => (x - o) * (x - o)).Sum()), 0, error);
    }

    /// <summary>Rosenbrock (1960): a bent valley whose optimum is 0 at (1, 1).</summary>
    [Theory]
    [InlineData("dds", 0.05)]
    [InlineData("sce-ua", 1e-4)]
    [InlineData("cma-es", 1e-8)]
    [InlineData("de", 1e-4)]
    public void Finds_the_optimum_of_the_Rosenbrock_valley(string name, double error)
    {
        Assert.InRange(-Best(name, 2, 5000, seed: 5, Valley), 0, error);

        static double Valley(double[] point)
        {
            (double x, double y) = ((4 * point[0]) - 2, (4 * point[1]) - 2);
            return -((100 * (y - (x * x)) * (y - (x * x))) + ((1 - x) * (1 - x)));
        }
    }

    /// <summary>Rastrigin (1974): a bowl with a local optimum at every whole number; the next best one is 0.995 worse.</summary>
    [Theory]
    [MemberData(nameof(Names))]
    public void Finds_the_best_of_the_many_optima_of_the_Rastrigin_function(string name)
    {
        Assert.InRange(-Best(name, 3, 10000, seed: 1, Egg), 0, 0.5);

        static double Egg(double[] point) => -point.Sum(coordinate =>
        {
            // The optimum is off the cube's centre, where a search may start.
            double x = (8 * coordinate) - 2.9;
            return (x * x) - (10 * Math.Cos(2 * Math.PI * x)) + 10;
        });
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void Finds_an_optimum_in_a_corner_of_the_cube(string name) =>
        Assert.InRange(Best(name, 4, 4000, seed: 2, point => point[0] - point[1] + point[2] - point[3]), 1.99, 2);

    [Theory]
    [MemberData(nameof(Names))]
    public void Never_spends_more_than_the_budget_nor_leaves_the_unit_cube(string name)
    {
        var cases = Gen.Choose(1, 9).SelectMany(dimension => Gen.Choose(1, 700), (dimension, budget) => (dimension, budget));
        Property.Holds(cases, given =>
        {
            int spent = 0;
            foreach (Trials trials in Named(name).Search(given.dimension, given.budget, new Random(given.budget)))
            {
                Assert.NotEmpty(trials.Points);
                spent += trials.Count;
                for (int i = 0; i < trials.Count; i++)
                {
                    Assert.Equal(given.dimension, trials.Points[i].Length);
                    Assert.All(trials.Points[i], coordinate => Assert.InRange(coordinate, 0, 1));

                    // A rough score with ties and breakdowns, as models give.
                    trials.Scores[i] = trials.Points[i][0] < 0.1 ? double.NegativeInfinity : -Math.Round(trials.Points[i].Sum(x => x * x), 2);
                }
            }

            Assert.InRange(spent, 1, given.budget);
        });
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void The_same_seed_asks_the_same_points(string name)
    {
        List<double> one = Asked(seed: 9);
        Assert.Equal(one, Asked(seed: 9));
        Assert.NotEqual(one, Asked(seed: 10));

        List<double> Asked(int seed)
        {
            var asked = new List<double>();
            Best(name, 4, 500, seed, point =>
            {
                asked.AddRange(point);
                return -point.Sum(x => Math.Abs(x - 0.4));
            });
            return asked;
        }
    }

    private static IOptimiser Named(string name) => new OptimisersPlugin().Optimisers.Single(optimiser => optimiser.Name == name);

    private static double Best(string name, int dimension, int budget, int seed, Func<double[], double> score)
    {
        double best = double.NegativeInfinity;
        foreach (Trials trials in Named(name).Search(dimension, budget, new MathNet.Numerics.Random.MersenneTwister(seed)))
        {
            for (int i = 0; i < trials.Count; i++)
            {
                trials.Scores[i] = score(trials.Points[i]);
                best = Math.Max(best, trials.Scores[i]);
            }
        }

        return best;
    }
}
