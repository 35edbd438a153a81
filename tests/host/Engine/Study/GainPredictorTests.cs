using Tributary.Engine;

namespace Tributary.Tests.Engine;

public sealed class GainPredictorTests
{
    private static readonly string[] Features = ["source_score", "log_years"];

    [Fact]
    public void A_gain_that_follows_a_feature_is_predicted_far_better_than_by_the_mean()
    {
        GainPredictor predictor = GainPredictor.Of("full", Features, Cases((score, years) => 0.5 - (0.4 * score) + (0.05 * years)))!;

        Assert.True(predictor.Error < 0.05 * predictor.TrivialError, $"{predictor.Error} against {predictor.TrivialError}");
        Assert.True(predictor.Coefficients[0] < 0 && predictor.Coefficients[1] > 0);
    }

    [Fact]
    public void A_gain_that_follows_nothing_is_not_predicted_and_the_error_says_so()
    {
        var random = new Random(3);
        GainPredictor predictor = GainPredictor.Of("full", Features, Cases((_, _) => random.NextDouble()))!;

        Assert.True(predictor.Error > 0.9 * predictor.TrivialError, $"{predictor.Error} against {predictor.TrivialError}");
    }

    [Fact]
    public void A_prediction_knows_nothing_of_its_own_basin_with_any_length_of_record()
    {
        GainCase[] cases = Cases((score, _) => score);
        GainPredictor before = GainPredictor.Of("full", Features, cases)!;
        GainPredictor after = GainPredictor.Of("full", Features, [.. cases.Select(one => one.Basin == 7 ? one with { Gain = 50 } : one)])!;

        for (int i = 0; i < cases.Length; i++)
        {
            if (cases[i].Basin == 7)
            {
                Assert.Equal(before.Predicted[i], after.Predicted[i]);
                Assert.Equal(before.MeanOfOthers[i], after.MeanOfOthers[i]);
            }
        }

        Assert.NotEqual(before.Predicted, after.Predicted);
    }

    [Fact]
    public void The_error_of_the_mean_is_that_of_the_others_mean()
    {
        GainCase[] cases = [.. Enumerable.Range(0, 10).Select(basin => new GainCase(basin, 1, [basin], basin))];
        GainPredictor predictor = GainPredictor.Of("full", ["number"], cases)!;

        // Each tenth is one basin b, and the mean of the others is (45 - b) / 9.
        double expected = Math.Sqrt(Enumerable.Range(0, 10).Average(b => Math.Pow(b - ((45 - b) / 9.0), 2)));
        Assert.Equal(expected, predictor.TrivialError, 1e-12);
    }

    [Fact]
    public void With_one_feature_the_coefficient_is_the_covariance_shrunk_by_the_penalty()
    {
        GainCase[] cases = [new(0, 1, [1], 3), new(1, 1, [2], 5), new(2, 1, [3], 4), new(3, 1, [6], 12)];

        // Means 3 and 6, deviation of the feature sqrt(14 / 4), covariance (-2 * -3 + -1 * -1 + 0 * -2 + 3 * 6) / 4 = 25 / 4.
        GainPredictor.Ridge ridge = GainPredictor.Ridge.Fit(cases, 0.25);
        double deviation = Math.Sqrt(3.5);
        Assert.Equal(6.25 / deviation / 1.25, ridge.Coefficients[0], 1e-12);
        Assert.Equal(6 + (6.25 / deviation / 1.25 * (4 - 3) / deviation), ridge.Of([4]), 1e-12);
    }

    [Fact]
    public void Bounded_scores_keep_the_perfect_one_and_zero_and_end_at_minus_one()
    {
        Assert.Equal(1, GainPredictor.Bounded(1));
        Assert.Equal(0, GainPredictor.Bounded(0));
        Assert.Equal(-1, GainPredictor.Bounded(-1e9), 1e-8);
    }

    [Fact]
    public void Fewer_than_ten_basins_are_too_few() => Assert.Null(GainPredictor.Of("full", ["number"], [.. Enumerable.Range(0, 9).Select(basin => new GainCase(basin, 1, [basin], basin))]));

    private static GainCase[] Cases(Func<double, double, double> gain)
    {
        var random = new Random(8);
        return [.. Enumerable.Range(0, 40).SelectMany(basin =>
        {
            double score = (2 * random.NextDouble()) - 1;
            return new[] { 1, 5 }.Select(years => new GainCase(basin, years, [score, Math.Log(years)], gain(score, Math.Log(years))));
        })];
    }
}
