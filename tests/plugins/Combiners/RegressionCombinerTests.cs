using Tributary.Contracts;
using Tributary.Plugins.Combiners;

namespace Tributary.Tests.Combiners;

/// <summary>Granger-Ramanathan, stacking, the meta-learner and weights by regime against closed forms and brute force.</summary>
public sealed class RegressionCombinerTests
{
    private static readonly double[][] Anything = [[1, 2, 4, 3, 7, 5], [2, 1, 3, 5, 4, 9]];

    [Fact]
    public void An_exact_linear_relation_is_found_with_and_without_its_constant()
    {
        double[] observed = [.. Enumerable.Range(0, 6).Select(i => 1.5 + (0.7 * Anything[0][i]) + (0.4 * Anything[1][i]))];
        CombinationWeights c = Weights(Ensembles.Of(observed, Anything), RegressionVariant.C);
        Close.All([0.7, 0.4, 1.5], [.. c.Values, c.Constant], 1e-11);
        double[] without = [.. observed.Select(value => value - 1.5)];
        CombinationWeights a = Weights(Ensembles.Of(without, Anything), RegressionVariant.A);
        Close.All([0.7, 0.4, 0], [.. a.Values, a.Constant], 1e-11);
    }

    [Fact]
    public void A_solves_the_normal_equations_of_two_members()
    {
        // Cramer's rule on x1'x1 = 104, x1'x2 = 104, x2'x2 = 136, x1'y and x2'y by hand for y = 1..6.
        double[] observed = [1, 2, 3, 4, 5, 6];
        double aa = 104, ab = 104, bb = 136, ay = 1 + 4 + 12 + 12 + 35 + 30, by = 2 + 2 + 9 + 20 + 20 + 54;
        double det = (aa * bb) - (ab * ab);
        CombinationWeights a = Weights(Ensembles.Of(observed, Anything), RegressionVariant.A);
        Close.All([((ay * bb) - (by * ab)) / det, ((by * aa) - (ay * ab)) / det], [.. a.Values], 1e-11);
    }

    [Fact]
    public void B_with_two_members_has_the_weight_of_Bates_and_Granger()
    {
        // Bates and Granger (1969): w = (s2^2 - r s1 s2) / (s1^2 + s2^2 - 2 r s1 s2), the moments being those of the errors about zero.
        EnsembleSeries series = Ensembles.Random(5, 500, 2, 3);
        double s11 = 0, s22 = 0, s12 = 0;
        for (int i = 0; i < 500; i++)
        {
            double e1 = series[0, i] - series.Observed[i], e2 = series[1, i] - series.Observed[i];
            (s11, s22, s12) = (s11 + (e1 * e1), s22 + (e2 * e2), s12 + (e1 * e2));
        }

        double expected = (s22 - s12) / (s11 + s22 - (2 * s12));
        Close.All([expected, 1 - expected], [.. Weights(series, RegressionVariant.B).Values], 1e-10);
    }

    [Fact]
    public void Constrained_weights_are_the_best_of_a_fine_grid()
    {
        for (int seed = 0; seed < 5; seed++)
        {
            EnsembleSeries series = Ensembles.Random(seed, 60, 1 + seed, 2, 3);
            double[] weights = [.. Weights(series, RegressionVariant.Constrained).Values];
            double least = double.PositiveInfinity;
            for (int i = 0; i <= 200; i++)
            {
                for (int j = 0; j <= 200 - i; j++)
                {
                    least = Math.Min(least, Error(series, [i / 200.0, j / 200.0, (200 - i - j) / 200.0]));
                }
            }

            Assert.InRange(Error(series, weights), 0, least);
            Assert.Equal(1, weights.Sum(), 12);
            Assert.All(weights, weight => Assert.True(weight >= 0));
        }
    }

    [Fact]
    public void A_member_that_only_harms_gets_no_weight_where_weights_are_constrained()
    {
        EnsembleSeries good = Ensembles.Random(3, 200, 1, 1);

        // The third has the errors of the first, six times as great.
        double[] worse = [.. Enumerable.Range(0, 200).Select(step => good.Observed[step] + (6 * (good[0, step] - good.Observed[step])))];
        EnsembleSeries series = Ensembles.Of(good.Observed.ToArray(), good.Simulated(0).ToArray(), good.Simulated(1).ToArray(), worse);
        CombinationWeights weights = Weights(series, RegressionVariant.Constrained);
        Assert.Equal(0, weights.Values[2]);
    }

    [Fact]
    public void Members_that_are_the_same_share_their_weight()
    {
        EnsembleSeries one = Ensembles.Random(4, 200, 2, 3);
        double[] alone = [.. Weights(one, RegressionVariant.A).Values];
        EnsembleSeries twice = Ensembles.Of(one.Observed.ToArray(), one.Simulated(0).ToArray(), one.Simulated(0).ToArray(), one.Simulated(1).ToArray());
        Close.All([alone[0] / 2, alone[0] / 2, alone[1]], [.. Weights(twice, RegressionVariant.A).Values], 1e-9);
    }

    [Fact]
    public void Stacking_with_one_scaled_member_has_the_closed_form_of_ridge_regression()
    {
        // One member: the departure y - x has the slope c / (1 + penalty), c being that of least squares, since the penalty counts by the deviation.
        EnsembleSeries series = Ensembles.Random(6, 300, 2);
        double meanX = series.Simulated(0).ToArray().Average(), meanD = 0, covariance = 0, variance = 0;
        for (int i = 0; i < 300; i++)
        {
            meanD += (series.Observed[i] - series[0, i]) / 300;
        }

        for (int i = 0; i < 300; i++)
        {
            covariance += (series[0, i] - meanX) * (series.Observed[i] - series[0, i] - meanD);
            variance += (series[0, i] - meanX) * (series[0, i] - meanX);
        }

        double slope = 1 + (covariance / variance / (1 + 0.25));
        CombinationWeights fitted = Ensembles.Fit("stacking", """{ "penalty": 0.25 }""", series).Weights[0];
        Close.All([slope, meanD + ((1 - slope) * meanX)], [fitted.Values[0], fitted.Constant], 1e-10);
    }

    [Fact]
    public void Stacking_without_penalty_is_least_squares_and_with_a_great_one_the_mean_without_its_bias()
    {
        EnsembleSeries series = Ensembles.Random(7, 400, 1, 2, 3);
        CombinationWeights least = Weights(series, RegressionVariant.C), free = Ensembles.Fit("stacking", """{ "penalty": 0 }""", series).Weights[0];
        Close.All([.. least.Values, least.Constant], [.. free.Values, free.Constant], 1e-8);
        CombinationWeights bound = Ensembles.Fit("stacking", """{ "penalty": 1e9 }""", series).Weights[0];
        Close.All([1 / 3.0, 1 / 3.0, 1 / 3.0], [.. bound.Values], 1e-6);
    }

    [Fact]
    public void The_meta_learner_learns_what_no_weights_can_say_and_predicts_it_elsewhere()
    {
        // Which of two members is right depends on whether the first is above 15.
        EnsembleSeries both = Switching(11, 1500), later = Switching(12, 500);
        double learned = MeanError(Ensembles.Combine(Ensembles.Fit("meta_learner", """{ "hidden": 60 }""", both), later), later);
        double linear = MeanError(Ensembles.Combine(Ensembles.Fit("stacking", "{}", both), later), later);
        Assert.True(learned < 0.5 * linear, $"{learned} against {linear}");
    }

    [Fact]
    public void The_meta_learner_bound_by_a_great_penalty_is_the_mean_without_its_bias()
    {
        EnsembleSeries series = Ensembles.Random(8, 300, 1, 2);
        double[] combined = Ensembles.Combine(Ensembles.Fit("meta_learner", """{ "penalty": 1e9 }""", series), series);
        double[] mean = Ensembles.Combine(Ensembles.Fit("mean", "{}", series), series);
        double bias = series.Observed.ToArray().Average() - mean.Average();
        Close.All([.. mean.Select(value => value + bias)], combined, 1e-6);
    }

    [Fact]
    public void Each_part_of_the_regime_has_the_member_that_is_right_in_it()
    {
        EnsembleSeries series = Halves(2000);
        ICombination combination = Ensembles.Fit("regime_weights", """{ "shares": [0.5] }""", series);
        Assert.Equal(["flow 0-50 %", "flow 50-100 %"], combination.Weights.Select(part => part.Part));
        Close.All([1, 0, 0, 1], [.. combination.Weights.SelectMany(part => part.Values)], 1e-6);
        Close.All(series.Observed, Ensembles.Combine(combination, series), 1e-6);
    }

    [Fact]
    public void Each_season_has_weights_of_its_own_and_one_without_data_those_of_the_year()
    {
        double[] observed = [.. Enumerable.Range(0, 250).Select(i => 10 + Math.Sin(i * 0.9) + (5 * Math.Sin(i * 0.17)))];
        double[] winter = [.. observed.Select((value, i) => i < 59 ? value : value + 3 + Math.Cos(i))];
        double[] later = [.. observed.Select((value, i) => i < 59 ? value - 3 + Math.Cos(i) : value)];
        EnsembleSeries series = Ensembles.Of(observed, winter, later);
        IReadOnlyList<CombinationWeights> weights = Ensembles.Fit("regime_weights", """{ "by": "season" }""", series).Weights;
        Assert.Equal(["DJF", "MAM", "JJA", "SON"], weights.Select(part => part.Part));
        Close.All([1, 0], [.. weights[0].Values], 1e-6);
        Close.All([0, 1], [.. weights[1].Values], 1e-6);
        Assert.Equal(Weights(series, RegressionVariant.Constrained).Values, weights[3].Values);
    }

    [Fact]
    public void Shares_that_do_not_ascend_are_refused() =>
        Assert.Throws<InputException>(() => Ensembles.Combiners["regime_weights"].Describe(Ensembles.Settings("""{ "shares": [0.7, 0.3] }"""), 2));

    private static CombinationWeights Weights(EnsembleSeries series, RegressionVariant variant) => GrangerRamanathan.Weights(series, series.CompleteSteps(), variant);

    private static double Error(EnsembleSeries series, double[] weights)
    {
        double sum = 0;
        for (int step = 0; step < series.Time.Count; step++)
        {
            double error = series.Observed[step];
            for (int member = 0; member < weights.Length; member++)
            {
                error -= weights[member] * series[member, step];
            }

            sum += error * error;
        }

        return sum;
    }

    private static double MeanError(double[] combined, EnsembleSeries series)
    {
        double sum = 0;
        for (int i = 0; i < combined.Length; i++)
        {
            sum += (combined[i] - series.Observed[i]) * (combined[i] - series.Observed[i]) / combined.Length;
        }

        return sum;
    }

    private static EnsembleSeries Switching(int seed, int steps)
    {
        var random = new Random(seed);
        double[] first = [.. Enumerable.Range(0, steps).Select(_ => 5 + (20 * random.NextDouble()))];
        double[] second = [.. Enumerable.Range(0, steps).Select(_ => 5 + (20 * random.NextDouble()))];
        return Ensembles.Of([.. first.Select((value, i) => value > 15 ? value : second[i])], first, second);
    }

    /// <summary>Low flows that the first member knows, and floods that the second does.</summary>
    private static EnsembleSeries Halves(int steps)
    {
        var random = new Random(9);
        double[] observed = [.. Enumerable.Range(0, steps).Select(i => i % 2 == 0 ? 1 + random.NextDouble() : 50 + (30 * random.NextDouble()))];
        return Ensembles.Of(
            observed,
            [.. observed.Select((value, i) => i % 2 == 0 ? value : value * (0.8 + (0.1 * random.NextDouble())))],
            [.. observed.Select((value, i) => i % 2 == 0 ? value * (1.2 + (0.1 * random.NextDouble())) : value)]);
    }
}
