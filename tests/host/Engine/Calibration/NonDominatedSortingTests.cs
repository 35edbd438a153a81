using FsCheck.Fluent;
using Tributary.Contracts;
using Tributary.Engine;

namespace Tributary.Tests.Engine;

/// <summary>NSGA-II on the problems of Zitzler, Deb and Thiele (2000), doi:10.1162/106365600568202, whose fronts are known.</summary>
public sealed class NonDominatedSortingTests
{
    [Theory]
    [InlineData("ZDT1")]
    [InlineData("ZDT2")]
    [InlineData("ZDT3")]
    public void The_front_found_covers_nearly_all_that_the_true_one_does(string problem)
    {
        // As in the paper: 30 variables and 25,000 evaluations. The volume under 20,000 points of the true front, dominated up to (1.1, 1.1), is what can be reached.
        List<double[]> found = FrontOf(problem, 25000, seed: 1);
        double reached = Volume(found), best = Volume(TrueFront(problem));
        TestContext.Current.TestOutputHelper?.WriteLine($"{problem}: hypervolume {reached:0.0000} of {best:0.0000}, {found.Count} points");
        Assert.InRange(reached / best, 0.99, 1.0001);

        // No point of the front is further from the true one than a hundredth.
        Assert.All(found, point => Assert.InRange(TrueFront(problem).Min(other => Math.Sqrt(Math.Pow(point[0] - other[0], 2) + Math.Pow(point[1] - other[1], 2))), 0, 0.01));
    }

    [Fact]
    public void The_hypervolume_of_the_true_fronts_is_that_of_their_closed_forms()
    {
        // Between f1 = 0 and 1 the area below (1.1, 1.1) and above the front is 0.1 + the integral of sqrt(f1), or of f1 squared; beyond lies 0.1 x 1.1.
        Assert.Equal(0.1 + (2 / 3.0) + 0.11, Volume(TrueFront("ZDT1")), 1e-3);
        Assert.Equal(0.1 + (1 / 3.0) + 0.11, Volume(TrueFront("ZDT2")), 1e-3);
    }

    [Fact]
    public void The_same_seed_asks_the_same_points()
    {
        Assert.Equal(FrontOf("ZDT3", 2000, seed: 4).SelectMany(point => point), FrontOf("ZDT3", 2000, seed: 4).SelectMany(point => point));
        Assert.NotEqual(FrontOf("ZDT3", 2000, seed: 4).SelectMany(point => point), FrontOf("ZDT3", 2000, seed: 5).SelectMany(point => point));
    }

    [Fact]
    public void Fronts_are_those_that_taking_away_undominated_points_gives()
    {
        var cases = Gen.Choose(1, 60).SelectMany(count => Gen.Choose(1, 3).SelectMany(objectives => Gen.Choose(0, 1_000_000), (objectives, seed) => (count, objectives, seed)));
        Property.Holds(cases, given =>
        {
            var random = new Random(given.seed);

            // Few values, so that many are equal.
            double[][] points = [.. Enumerable.Range(0, given.count).Select(_ => Enumerable.Range(0, given.objectives).Select(_ => (double)random.Next(6)).ToArray())];
            List<int> left = [.. Enumerable.Range(0, given.count)];
            foreach (int[] front in ParetoFront.Sort(points))
            {
                int[] expected = [.. left.Where(one => !left.Any(other => points[other].Zip(points[one]).All(pair => pair.First >= pair.Second) && points[other].Zip(points[one]).Any(pair => pair.First > pair.Second)))];
                Assert.Equal(expected, front);
                left.RemoveAll(expected.Contains);
            }

            Assert.Empty(left);
        });
    }

    [Fact]
    public void Crowding_is_the_distance_of_the_neighbours_by_hand()
    {
        double[][] points = [[0, 10], [1, 8], [4, 4], [10, 0]];
        Assert.Equal([double.PositiveInfinity, (4 / 10.0) + (6 / 10.0), (9 / 10.0) + (8 / 10.0), double.PositiveInfinity], ParetoFront.Crowding(points, [0, 1, 2, 3]));
    }

    [Fact]
    public void The_compromise_is_nearest_to_the_best_of_each_by_weight()
    {
        // Scaled to the front's range the distances to the ideal (1, 1) are 1, 0.5 sqrt 2 and 1 with equal weights.
        double[][] front = [[0, 10], [0.5, 5], [1, 0]];
        Assert.Equal(1, ParetoFront.Compromise(front, [1, 1]));
        Assert.Equal(2, ParetoFront.Compromise(front, [5, 1]));
        Assert.Equal(0, ParetoFront.Compromise(front, [1, 5]));
        Assert.Equal(0, ParetoFront.Compromise([[3, 3]], [1, 1]));
    }

    [Fact]
    public void A_calibration_by_several_scores_keeps_its_front_and_takes_the_compromise()
    {
        var objective = new Dictionary<string, double> { ["kge"] = 1, ["log_nse"] = 1 };
        CalibrationResult result = FrenchCatchment.Calibrate(FrenchCatchment.Member("{}", new CalibrationSection { Algorithm = "nsga-ii", Budget = 2000, Objective = objective }), seed: 1);
        CalibrationFront front = result.Front!;
        Assert.Equal(["kge", "log_nse"], front.Scores);
        Assert.True(front.Points.Count > 10, $"{front.Points.Count} points");
        Assert.Single(ParetoFront.Sort([.. front.Points.Select(point => point.Scores)]));
        Assert.Same(front.Points[front.Chosen].Parameters, result.Parameters);
        Assert.Equal(2000, result.Trace.Count);

        // Its ends are as good as calibrations by one score alone are.
        foreach ((int at, string score) in front.Scores.Index())
        {
            CalibrationResult alone = FrenchCatchment.Calibrate(FrenchCatchment.Member("{}", new CalibrationSection { Budget = 1000, Objective = new Dictionary<string, double> { [score] = 1 } }), seed: 1);
            double reached = front.Points.Max(point => point.Scores[at]);
            TestContext.Current.TestOutputHelper?.WriteLine($"{score}: {reached:0.0000} at the end of the front of {front.Points.Count}, {alone.Score:0.0000} alone, {front.Points[front.Chosen].Scores[at]:0.0000} chosen");
            Assert.InRange(reached, alone.Score - 0.005, alone.Score + 1e-9);
        }
    }

    private static List<double[]> FrontOf(string problem, int budget, int seed)
    {
        List<double[]> all = [];
        Trials? last = null;
        var generations = new List<double[]>();
        foreach (Trials trials in FrenchCatchment.Plugins.Optimiser("nsga-ii").Optimiser.Search(30, budget, new MathNet.Numerics.Random.MersenneTwister(seed)))
        {
            for (int i = 0; i < trials.Count; i++)
            {
                (double one, double two) = Values(problem, trials.Points[i]);
                trials.Objectives[i] = [-one, -two];
                generations.Add([-one, -two]);
            }

            last = trials;

            // Only the last population counts: the front of the parents and offspring of the last two.
            if (generations.Count > 40 * trials.Count)
            {
                generations = [.. ParetoFront.Sort(generations)[0].Select(at => generations[at])];
            }
        }

        Assert.NotNull(last);
        all.AddRange(ParetoFront.Sort(generations)[0].Select(at => generations[at]).Select(point => new[] { -point[0], -point[1] }));
        return all;
    }

    private static (double One, double Two) Values(string problem, double[] x)
    {
        double g = 1 + (9 * x.Skip(1).Sum() / (x.Length - 1)), f = x[0];
        return (f, Front(problem, f, g));
    }

    private static double Front(string problem, double f, double g) => problem switch
    {
        "ZDT1" => g * (1 - Math.Sqrt(f / g)),
        "ZDT2" => g * (1 - Math.Pow(f / g, 2)),
        _ => g * (1 - Math.Sqrt(f / g) - (f / g * Math.Sin(10 * Math.PI * f))),
    };

    /// <summary>Of the curve of g = 1 what nothing on it dominates: where it falls below all before.</summary>
    private static List<double[]> TrueFront(string problem)
    {
        var front = new List<double[]>();
        double lowest = double.PositiveInfinity;
        for (int i = 0; i <= 20000; i++)
        {
            double f = i / 20000.0, value = Front(problem, f, 1);
            if (value < lowest)
            {
                lowest = value;
                front.Add([f, value]);
            }
        }

        return front;
    }

    /// <summary>The area that points to be minimised dominate up to (1.1, 1.1): strips between one and the next.</summary>
    private static double Volume(IEnumerable<double[]> points)
    {
        double area = 0, ceiling = 1.1;
        foreach (double[] point in points.Where(point => point[0] < 1.1 && point[1] < 1.1).OrderBy(point => point[0]).ThenBy(point => point[1]))
        {
            if (point[1] < ceiling)
            {
                area += (1.1 - point[0]) * (ceiling - point[1]);
                ceiling = point[1];
            }
        }

        return area;
    }
}
