using Tributary.Engine;

namespace Tributary.Tests.Engine;

/// <summary>The tree-structured Parzen estimator: densities by hand and by quadrature, the search against random draws on published functions.</summary>
public sealed class ParzenSearchTests
{
    private const int Budget = 50;
    private const int Seeds = 60;

    // Hartmann (1973), six variables; the lowest value is -3.32237.
    private static readonly double[] HartmannWeights = [1, 1.2, 3, 3.2];
    private static readonly double[][] HartmannSlopes = [[10, 3, 17, 3.5, 1.7, 8], [0.05, 10, 17, 0.1, 8, 14], [3, 3.5, 1.7, 10, 17, 8], [17, 8, 0.05, 10, 0.1, 14]];
    private static readonly double[][] HartmannCentres =
        [[1312, 1696, 5569, 124, 8283, 5886], [2329, 4135, 8307, 3736, 1004, 9991], [2348, 1451, 3522, 2883, 3047, 6650], [4047, 8828, 8732, 5743, 1091, 381]];

    [Fact]
    public void A_density_of_one_point_of_a_range_is_as_computed_by_hand()
    {
        // One axis, one point at 0.5: s = 0.15 sqrt(3) / pi = 0.0827; at the centre the logistic density is 1 / 4 s = 3.02300, and
        // 1 - 2 / (1 + exp(0.5 / s)) = 0.995269 of it lies between 0 and 1; with the flat kernel (1 + 3.0373697) / 2.
        var density = new ParzenDensity([[0.5]], [0]);

        Assert.Equal(2.0187, density.At([0.5]), 1e-3);
        Assert.Equal(density.At([0.3]), density.At([0.7]), 1e-12);
    }

    [Fact]
    public void A_density_of_listed_values_is_as_computed_by_hand()
    {
        // Two points in the first of four values, one in the third: e = 1/4; an own value has 4 x 3/4 + 1/4 = 13/4, another 1/4.
        var density = new ParzenDensity([[0.1], [0.2], [0.6]], [4]);

        Assert.Equal((1 + 3.25 + 3.25 + 0.25) / 4, density.At([0.05]), 1e-12);
        Assert.Equal((1 + 0.25 + 0.25 + 0.25) / 4, density.At([0.3]), 1e-12);
        Assert.Equal((1 + 0.25 + 0.25 + 3.25) / 4, density.At([0.7]), 1e-12);
    }

    [Fact]
    public void A_density_integrates_to_one_and_draws_follow_it()
    {
        var density = new ParzenDensity([[0.02, 0.1], [0.9, 0.1], [0.95, 0.7]], [0, 3]);
        const int Cells = 400;
        double[] mass = new double[4];
        double total = 0;
        for (int i = 0; i < Cells; i++)
        {
            for (int value = 0; value < 3; value++)
            {
                double part = density.At([(i + 0.5) / Cells, (value + 0.5) / 3]) / Cells / 3;
                total += part;
                mass[4 * i / Cells] += part;
            }
        }

        Assert.Equal(1, total, 1e-4);
        var random = new Random(1);
        const int Draws = 40000;
        int[] counts = new int[4];
        for (int draw = 0; draw < Draws; draw++)
        {
            double[] point = density.Draw(random);
            Assert.All(point, share => Assert.InRange(share, 0, Math.BitDecrement(1)));
            counts[(int)(4 * point[0])]++;
        }

        // Five standard errors of a share of about a quarter.
        Assert.All(counts.Zip(mass), pair => Assert.Equal(pair.Second, (double)pair.First / Draws, 5 * Math.Sqrt(0.25 / Draws)));
    }

    [Fact]
    public void It_finds_better_points_than_random_draws_on_published_functions() => Assert.All(
        [
            (Name: "Branin", Of: (Func<double[], double>)Branin, Choices: new int[2]),
            (Name: "six-hump camel", Of: Camel, Choices: new int[2]),
            (Name: "Rosenbrock", Of: Rosenbrock, Choices: new int[2]),
            (Name: "Hartmann", Of: Hartmann, Choices: new int[6]),
            (Name: "Branin with a list", Of: x => Branin(x) + (5 * (int)(4 * x[2])), Choices: [0, 0, 4]),
        ],
        one =>
        {
            double[] searched = [.. Enumerable.Range(0, Seeds).Select(seed => Searched(one.Of, one.Choices, seed).Min()).Order()];
            double[] drawn = [.. Enumerable.Range(0, Seeds).Select(seed => Drawn(one.Of, one.Choices.Length, seed)).Order()];

            TestContext.Current.TestOutputHelper?.WriteLine(FormattableString.Invariant(
                $"{one.Name}: above the lowest value after {Budget} points, median of {Seeds} seeds: {searched[Seeds / 2]:0.000} by tpe, {drawn[Seeds / 2]:0.000} at random"));
            Assert.True(searched[Seeds / 2] < 0.5 * drawn[Seeds / 2], $"{one.Name}: {searched[Seeds / 2]} against {drawn[Seeds / 2]}");
            Assert.True(searched[9 * Seeds / 10] < drawn[9 * Seeds / 10], $"{one.Name}, worst tenth: {searched[9 * Seeds / 10]} against {drawn[9 * Seeds / 10]}");
        });

    [Fact]
    public void The_same_seed_gives_the_same_points_and_points_that_failed_drive_it_away()
    {
        Assert.Equal(Searched(Branin, [0, 0], 3), Searched(Branin, [0, 0], 3));
        Assert.NotEqual(Searched(Branin, [0, 0], 3), Searched(Branin, [0, 0], 4));

        // All points of the left half fail: random draws would put half of them there.
        double[] values = Searched(x => x[0] < 0.5 ? double.NaN : Branin(x), [0, 0], 5);
        Assert.True(values.Skip(10).Count(double.IsNaN) < 10, $"{values.Count(double.IsNaN)} points failed");
    }

    private static double[] Searched(Func<double[], double> function, int[] choices, int seed)
    {
        var search = new ParzenSearch(choices, Budget, seed);
        List<double[]> points = [.. search.Start()];
        List<double> values = [.. points.Select(function)];
        while (points.Count < Budget)
        {
            points.Add(search.Next(points, values)[0]);
            values.Add(function(points[^1]));
        }

        return [.. values];
    }

    private static double Drawn(Func<double[], double> function, int axes, int seed)
    {
        var random = new Random(1000 + seed);
        return Enumerable.Range(0, Budget).Min(_ => function([.. Enumerable.Range(0, axes).Select(_ => random.NextDouble())]));
    }

    // Above the lowest value of each; the variables go from 0 to 1.
    private static double Branin(double[] share)
    {
        (double x, double y) = (-5 + (15 * share[0]), 15 * share[1]);
        return Math.Pow(y - (5.1 / (4 * Math.PI * Math.PI) * x * x) + (5 / Math.PI * x) - 6, 2) + (10 * (1 - (1 / (8 * Math.PI))) * Math.Cos(x)) + 10 - 0.397887;
    }

    private static double Camel(double[] share)
    {
        (double x, double y) = (-3 + (6 * share[0]), -2 + (4 * share[1]));
        return ((4 - (2.1 * x * x) + (x * x * x * x / 3)) * x * x) + (x * y) + ((-4 + (4 * y * y)) * y * y) + 1.031628;
    }

    private static double Rosenbrock(double[] share)
    {
        (double x, double y) = (-2 + (4 * share[0]), -1 + (4 * share[1]));
        return (100 * Math.Pow(y - (x * x), 2)) + Math.Pow(1 - x, 2);
    }

    private static double Hartmann(double[] share) => 3.32237 - Enumerable.Range(0, 4).Sum(i =>
        HartmannWeights[i] * Math.Exp(-Enumerable.Range(0, 6).Sum(j => HartmannSlopes[i][j] * Math.Pow(share[j] - (HartmannCentres[i][j] * 1e-4), 2))));
}
