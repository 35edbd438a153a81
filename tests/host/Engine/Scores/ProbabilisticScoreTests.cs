using Tributary.Contracts;
using Tributary.Engine;

namespace Tributary.Tests.Engine;

/// <summary>Probabilistic scores against closed forms and numbers worked out by hand.</summary>
public sealed class ProbabilisticScoreTests
{
    private static readonly DateTime Start = new(2001, 1, 1);

    // Standard normal quantiles (Abramowitz and Stegun, 1964, table 26.5) of 0.05, 0.15, ... 0.95.
    private static readonly double[] Normal =
        [-1.6448536270, -1.0364333895, -0.6744897502, -0.3853204664, -0.1256613469, 0.1256613469, 0.3853204664, 0.6744897502, 1.0364333895, 1.6448536270];

    private static readonly double[] Probabilities = [0.05, 0.15, 0.25, 0.35, 0.45, 0.55, 0.65, 0.75, 0.85, 0.95];

    [Fact]
    public void The_ranked_probability_score_of_an_ensemble_is_that_of_its_definition_and_of_one_member_its_absolute_error()
    {
        // |1 - 3| and |4 - 3| have the mean 1.5, and half the mean over ordered pairs of |x - x'| is 0.75.
        Assert.Equal(0.75, EnsembleScores.RankedProbability([[1], [4]], [3]), 1e-12);
        Assert.Equal(2.5, EnsembleScores.RankedProbability([[1, 2]], [3, 5]), 1e-12);
        var random = new Random(3);
        double[][] members = [.. Enumerable.Range(0, 7).Select(_ => Enumerable.Range(0, 20).Select(_ => random.NextDouble()).ToArray())];
        double[] observed = [.. Enumerable.Range(0, 20).Select(_ => random.NextDouble())];
        double expected = 0;
        for (int step = 0; step < 20; step++)
        {
            expected += members.Average(member => Math.Abs(member[step] - observed[step])) / 20;
            expected -= members.SelectMany(_ => members, (one, other) => Math.Abs(one[step] - other[step])).Average() / 40;
        }

        Assert.Equal(expected, EnsembleScores.RankedProbability(members, observed), 1e-12);
    }

    [Fact]
    public void The_ranked_probability_score_of_a_normal_ensemble_nears_its_closed_form()
    {
        // Gneiting and Raftery (2007), eq. 21 below: for N(0, 1) and o = 0.5 it is z (2 Phi(z) - 1) + 2 phi(z) - 1 / sqrt(pi).
        double closed = (0.5 * ((2 * 0.6914624613) - 1)) + (2 * 0.3520653268) - (1 / Math.Sqrt(Math.PI));
        double[][] members = [.. Enumerable.Range(0, 4000).Select(i => new[] { InverseNormal((i + 0.5) / 4000) })];
        Assert.Equal(closed, EnsembleScores.RankedProbability(members, [0.5]), 1e-3);

        // Ten quantiles tell it to a few hundredths.
        Assert.Equal(closed, Score.ByName["crps"].Of(Pairs([0.5], [0])), 0.03);
    }

    [Fact]
    public void Spread_over_skill_is_one_where_observations_are_drawn_as_the_members_are()
    {
        var random = new Random(8);
        double[][] members = [.. Enumerable.Range(0, 6).Select(_ => Enumerable.Range(0, 40_000).Select(_ => Draw(random)).ToArray())];
        double[] observed = [.. Enumerable.Range(0, 40_000).Select(_ => Draw(random))];
        Assert.Equal(1, EnsembleScores.SpreadSkill(members, observed), 0.02);

        // Two members 1 and 3 (variance 2 as draws) and an error of 2: sqrt(3/2 * 2 / 4).
        Assert.Equal(Math.Sqrt(0.75), EnsembleScores.SpreadSkill([[1], [3]], [4]), 1e-12);
    }

    [Fact]
    public void Ranks_are_shares_and_ties_are_shared()
    {
        Close.All([0.25, 0.25, 0.5], EnsembleScores.RankHistogram([[1, 1, 1, 1], [3, 3, 3, 3]], [0, 2, 4, 5]), 1e-12);
        Close.All([0.5, 0.5, 0], EnsembleScores.RankHistogram([[1], [3]], [1]), 1e-12);
        Close.All([1 / 3.0, 1 / 3.0, 1 / 3.0], EnsembleScores.RankHistogram([[2], [2]], [2]), 1e-12);
    }

    [Fact]
    public void Right_quantiles_are_reliable_cover_their_share_and_fill_the_histogram_evenly()
    {
        // Observations at the 1/2000, 3/2000, ... quantiles of the very distribution.
        double[] observed = [.. Enumerable.Range(0, 1000).Select(i => 10 + InverseNormal((i + 0.5) / 1000))];
        ScoredSeries pairs = Pairs(observed, [.. observed.Select(_ => 10.0)]);
        Assert.Equal(1, QuantileScores.Reliability(pairs), 1e-9);
        Assert.Equal(0.9, QuantileScores.Coverage(pairs), 1e-9);
        Assert.Equal(0.5, QuantileScores.QuartileCoverage(pairs), 1e-9);
        Close.All([0.05, .. Enumerable.Repeat(0.1, 9), 0.05], QuantileScores.TransformHistogram(pairs), 1e-9);

        // The variance of the ten quantiles, 0.836 by their squares, over that of 1000 normal quantiles, nearly 1.
        Assert.Equal(Math.Sqrt(Normal.Average(z => z * z)), QuantileScores.SpreadSkill(pairs), 2e-3);
    }

    [Fact]
    public void Observations_beyond_all_quantiles_are_not_reliable_at_all()
    {
        ScoredSeries pairs = Pairs([1000, 1000], [10, 10]);
        Assert.Equal(0, QuantileScores.Reliability(pairs), 1e-12);
        Assert.Equal(0, QuantileScores.Coverage(pairs));
        Assert.Equal(1, QuantileScores.TransformHistogram(pairs)[^1]);
    }

    [Fact]
    public void The_Brier_score_is_that_of_the_probability_between_quantiles()
    {
        var quantiles = new DischargeQuantiles([0.1, 0.5, 0.9], [[10, 10, 10], [20, 20, 20], [40, 40, 40]]);
        Assert.Equal(0.95, QuantileScores.ExceedanceOf(quantiles, 0, 5), 1e-12);
        Assert.Equal(0.7, QuantileScores.ExceedanceOf(quantiles, 0, 15), 1e-12);
        Assert.Equal(0.5, QuantileScores.ExceedanceOf(quantiles, 0, 20), 1e-12);
        Assert.Equal(0.3, QuantileScores.ExceedanceOf(quantiles, 0, 30), 1e-12);
        Assert.Equal(0.05, QuantileScores.ExceedanceOf(quantiles, 0, 40), 1e-12);
        var pairs = new ScoredSeries(new TimeAxis(Start, TimeSpan.FromDays(1), 3), [25, 35, 31], [20, 20, 20], quantiles: quantiles) { Floods = (30, 50) };
        Assert.Equal(((0.3 * 0.3) + (0.7 * 0.7) + (0.7 * 0.7)) / 3, Score.ByName["brier_flood"].Of(pairs), 1e-12);
        Assert.Equal(0.05 * 0.05, Score.ByName["brier_great_flood"].Of(pairs), 1e-12);
    }

    /// <summary>Normal quantiles of unit deviation about what is simulated.</summary>
    private static ScoredSeries Pairs(double[] observed, double[] simulated) => new(
        new TimeAxis(Start, TimeSpan.FromDays(1), observed.Length), observed, simulated,
        quantiles: new DischargeQuantiles(Probabilities, [.. Normal.Select(z => simulated.Select(value => value + z).ToArray())]));

    private static double Draw(Random random) => Math.Sqrt(-2 * Math.Log(1 - random.NextDouble())) * Math.Cos(2 * Math.PI * random.NextDouble());

    /// <summary>By halving, through a series of the error function (Abramowitz and Stegun, 1964, 7.1.5).</summary>
    private static double InverseNormal(double probability)
    {
        double low = -8, high = 8;
        for (int i = 0; i < 70; i++)
        {
            double middle = (low + high) / 2;
            (low, high) = Below(middle) < probability ? (middle, high) : (low, middle);
        }

        return (low + high) / 2;
    }

    private static double Below(double z)
    {
        double x = z / Math.Sqrt(2), term = x, sum = x;
        for (int n = 1; n < 200; n++)
        {
            term *= -x * x / n;
            sum += term / ((2 * n) + 1);
        }

        return Math.Clamp(0.5 + (sum / Math.Sqrt(Math.PI)), 0, 1);
    }
}
