using Tributary.Contracts;
using Tributary.Engine;

namespace Tributary.Tests.Engine;

/// <summary>Scores of ensembles against closed forms and numbers worked out by hand.</summary>
public sealed class EnsembleScoreTests
{
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
        double[][] members = [.. Enumerable.Range(0, 4000).Select(i => new[] { NormalQuantile.Of((i + 0.5) / 4000) })];
        Assert.Equal(closed, EnsembleScores.RankedProbability(members, [0.5]), 1e-3);
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
    public void Right_quantiles_fill_the_histogram_evenly()
    {
        double[] probabilities = [0.1, 0.5, 0.9];
        double[] observed = [.. Enumerable.Range(0, 1000).Select(i => 10 + NormalQuantile.Of((i + 0.5) / 1000))];
        var quantiles = new DischargeQuantiles(probabilities, [.. probabilities.Select(probability => observed.Select(_ => 10 + NormalQuantile.Of(probability)).ToArray())]);
        var time = new TimeAxis(new DateTime(2001, 1, 1), TimeSpan.FromDays(1), observed.Length);
        Close.All([0.1, 0.4, 0.4, 0.1], TransformHistogram.Of(new ScoredSeries(time, observed, observed, quantiles: quantiles)), 1e-9);
        Assert.Equal([0, 0, 0, 1], TransformHistogram.Of(new ScoredSeries(time, [.. observed.Select(_ => 1000.0)], observed, quantiles: quantiles)).Select(share => Math.Round(share, 9)));
    }

    private static double Draw(Random random) => Math.Sqrt(-2 * Math.Log(1 - random.NextDouble())) * Math.Cos(2 * Math.PI * random.NextDouble());
}
