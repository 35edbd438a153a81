using Tributary.Contracts;
using Tributary.Plugins.Scores;

namespace Tributary.Tests.Scores;

/// <summary>Probabilistic scores against closed forms and numbers worked out by hand.</summary>
public sealed class ProbabilisticScoreTests
{
    private static readonly DateTime Start = new(2001, 1, 1);

    // Standard normal quantiles (Abramowitz and Stegun, 1964, table 26.5) of 0.05, 0.15, ... 0.95.
    private static readonly double[] Normal =
        [-1.6448536270, -1.0364333895, -0.6744897502, -0.3853204664, -0.1256613469, 0.1256613469, 0.3853204664, 0.6744897502, 1.0364333895, 1.6448536270];

    private static readonly double[] Probabilities = [0.05, 0.15, 0.25, 0.35, 0.45, 0.55, 0.65, 0.75, 0.85, 0.95];

    [Fact]
    public void The_ranked_probability_score_of_ten_quantiles_nears_the_closed_form_of_a_normal_distribution()
    {
        // Gneiting and Raftery (2007), eq. 21 below: for N(0, 1) and o = 0.5 it is z (2 Phi(z) - 1) + 2 phi(z) - 1 / sqrt(pi).
        double closed = (0.5 * ((2 * 0.6914624613) - 1)) + (2 * 0.3520653268) - (1 / Math.Sqrt(Math.PI));
        Assert.Equal(closed, Scored.ByName["crps"].Of(Pairs([0.5], [0])), 0.03);
    }

    [Fact]
    public void Right_quantiles_are_reliable_and_cover_their_share()
    {
        // Observations at the 1/2000, 3/2000, ... quantiles of the very distribution.
        double[] observed = [.. Enumerable.Range(0, 1000).Select(i => 10 + NormalQuantile.Of((i + 0.5) / 1000))];
        ScoredSeries pairs = Pairs(observed, [.. observed.Select(_ => 10.0)]);
        Assert.Equal(1, QuantileScores.Reliability(pairs), 1e-9);
        Assert.Equal(0.9, QuantileScores.Coverage(pairs), 1e-9);
        Assert.Equal(0.5, QuantileScores.QuartileCoverage(pairs), 1e-9);

        // The variance of the ten quantiles, 0.836 by their squares, over that of 1000 normal quantiles, nearly 1.
        Assert.Equal(Math.Sqrt(Normal.Average(z => z * z)), QuantileScores.SpreadSkill(pairs), 2e-3);
    }

    [Fact]
    public void Observations_beyond_all_quantiles_are_not_reliable_at_all()
    {
        ScoredSeries pairs = Pairs([1000, 1000], [10, 10]);
        Assert.Equal(0, QuantileScores.Reliability(pairs), 1e-12);
        Assert.Equal(0, QuantileScores.Coverage(pairs));
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
        Assert.Equal(((0.3 * 0.3) + (0.7 * 0.7) + (0.7 * 0.7)) / 3, Scored.ByName["brier_flood"].Of(pairs), 1e-12);
        Assert.Equal(0.05 * 0.05, Scored.ByName["brier_great_flood"].Of(pairs), 1e-12);
    }

    /// <summary>Normal quantiles of unit deviation about what is simulated.</summary>
    private static ScoredSeries Pairs(double[] observed, double[] simulated) => new(
        new TimeAxis(Start, TimeSpan.FromDays(1), observed.Length), observed, simulated,
        quantiles: new DischargeQuantiles(Probabilities, [.. Normal.Select(z => simulated.Select(value => value + z).ToArray())]));
}
