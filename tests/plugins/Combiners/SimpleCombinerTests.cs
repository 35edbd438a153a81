using Tributary.Contracts;
using Tributary.Plugins.Combiners;

namespace Tributary.Tests.Combiners;

/// <summary>Combiners that fit nothing, and weights by score, against numbers worked out by hand.</summary>
public sealed class SimpleCombinerTests
{
    private static readonly EnsembleSeries Five = Ensembles.Of([0, 0], [1, 9], [2, 7], [4, double.NaN], [8, double.NaN], [100, double.NaN]);

    [Theory]
    [InlineData("mean", "{}", 23, 8)]
    [InlineData("median", "{}", 4, 8)]
    [InlineData("trimmed_mean", """{ "trim": 0.2 }""", 14 / 3.0, 8)]
    [InlineData("trimmed_mean", """{ "trim": 0.4 }""", 4, 8)]
    [InlineData("trimmed_mean", """{ "trim": 0.5 }""", 4, 8)]
    [InlineData("trimmed_mean", """{ "trim": 0 }""", 23, 8)]
    public void What_is_there_is_combined(string combiner, string settings, double ofAll, double ofTwo) =>
        Close.All([ofAll, ofTwo], Ensembles.Combine(Ensembles.Combiners[combiner].Fit(Ensembles.Settings(settings), null, 5), Five), 1e-14);

    [Fact]
    public void A_step_without_any_member_is_a_gap() =>
        Assert.True(double.IsNaN(Ensembles.Combine(Ensembles.Fit("median", "{}", Five), Ensembles.Of([1], [double.NaN], [double.NaN]))[0]));

    [Fact]
    public void Inverse_errors_give_the_weights_of_Bates_and_Granger_for_errors_without_correlation()
    {
        // Errors of +-1 and +-2 whose products cancel: variances 1 and 4, so that the weights are 4/5 and 1/5.
        double[] observed = [.. Enumerable.Range(0, 40).Select(i => 10.0 + i)];
        double[] one = [.. observed.Select((value, i) => value + (i % 2 == 0 ? 1 : -1))];
        double[] two = [.. observed.Select((value, i) => value + (i % 4 < 2 ? 2 : -2))];
        EnsembleSeries series = Ensembles.Of(observed, one, two);
        Close.All([0.8, 0.2], [.. Ensembles.Fit("score_weights", "{}", series).Weights[0].Values], 1e-12);
        Close.All([16 / 17.0, 1 / 17.0], [.. Ensembles.Fit("score_weights", """{ "power": 2 }""", series).Weights[0].Values], 1e-12);

        // NSE is 1 - error / variance, the variance of 40 successive numbers being (40^2 - 1) / 12.
        double variance = 1599 / 12.0;
        double first = 1 - (1 / variance), second = 1 - (4 / variance);
        Close.All([first / (first + second), second / (first + second)], [.. Ensembles.Fit("score_weights", """{ "score": "nse" }""", series).Weights[0].Values], 1e-12);
    }

    [Fact]
    public void A_score_below_zero_weighs_nothing_and_a_perfect_member_everything()
    {
        Close.All([0.75, 0.25, 0], ScoreWeights.Weights([0.6, 0.2, -3], 1), 1e-14);
        Assert.Equal([0.5, 0.5], ScoreWeights.Weights([-1, -2], 1));
        Assert.Equal([0, 1], ScoreWeights.Weights([5, double.PositiveInfinity], 1));
    }

    [Fact]
    public void A_weighted_mean_without_one_of_its_members_is_that_of_the_others()
    {
        var weights = new WeightedCombination(new CombinationWeights(string.Empty, [0.5, 0.3, 0.2]));
        Close.All([(0.5 * 1) + (0.3 * 2) + (0.2 * 3), ((0.5 * 1) + (0.2 * 3)) / 0.7], Ensembles.Combine(weights, Ensembles.Of([0, 0], [1, 1], [2, double.NaN], [3, 3])), 1e-14);
    }

    [Fact]
    public void A_regression_without_one_of_its_members_is_a_gap()
    {
        var weights = new WeightedCombination(new CombinationWeights(string.Empty, [0.5, 0.4, 0], 1));
        double[] combined = Ensembles.Combine(weights, Ensembles.Of([0, 0, 0], [1, double.NaN, 1], [2, 2, 2], [3, 3, double.NaN]));
        Close.All([2.3, double.NaN, 2.3], combined, 1e-14);
    }

    [Fact]
    public void Members_of_different_periods_are_refused_by_name()
    {
        InputException refused = Assert.Throws<InputException>(() => Ensembles.Of([1, 2, 3], [1, 2, 3], [1, 2]));
        Assert.Contains("member1", refused.Message, StringComparison.Ordinal);
    }
}
