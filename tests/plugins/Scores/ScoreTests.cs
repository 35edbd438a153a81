using Tributary.Contracts;
using Tributary.Plugins.Scores;

namespace Tributary.Tests.Scores;

/// <summary>Every score against numbers worked out by hand, against plain twins of its definition, and against relations that their publications state.</summary>
public sealed class ScoreTests
{
    private static readonly TimeAxis Time = new(new DateTime(2001, 1, 1), TimeSpan.FromDays(1), 1000);

    // Observed 1 2 3 4 (mean 2.5, variance 1.25), simulated 1 3 3 5 (mean 3, variance 2, covariance 1.5).
    public static TheoryData<string, double> WorkedByHand => new()
    {
        { "nse", 1 - (2 / 5.0) },
        { "kge_r", 1.5 / Math.Sqrt(2.5) },
        { "pearson_r", 1.5 / Math.Sqrt(2.5) },
        { "kge_alpha", Math.Sqrt(1.6) },
        { "alpha_nse", Math.Sqrt(1.6) },
        { "kge_beta", 1.2 },
        { "kge_gamma", Math.Sqrt(1.6) / 1.2 },
        { "kge", 1 - Math.Sqrt(Math.Pow((1.5 / Math.Sqrt(2.5)) - 1, 2) + Math.Pow(Math.Sqrt(1.6) - 1, 2) + 0.04) },
        { "kge_2012", 1 - Math.Sqrt(Math.Pow((1.5 / Math.Sqrt(2.5)) - 1, 2) + Math.Pow((Math.Sqrt(1.6) / 1.2) - 1, 2) + 0.04) },
        { "rmse", Math.Sqrt(0.5) },
        { "mae", 0.5 },
        { "pbias", 20 },
        { "beta_nse", 0.5 / Math.Sqrt(1.25) },
    };

    [Theory]
    [MemberData(nameof(WorkedByHand))]
    public void A_score_is_the_number_worked_out_by_hand(string name, double expected)
    {
        var time = new TimeAxis(Time.Start, Time.Step, 6);
        var pairs = new ScoredSeries(time, [1, double.NaN, 2, 3, 4, double.NaN], [1, 77, 3, 3, 5, 99]);
        Assert.Equal(expected, Scored.ByName[name].Of(pairs), 1e-14);
    }

    [Fact]
    public void Log_NSE_is_NSE_of_logarithms_offset_by_a_hundredth_of_the_mean()
    {
        (double[] observed, double[] simulated) = Series();
        double offset = observed.Average() / 100;
        double[] logObserved = [.. observed.Select(value => Math.Log(value + offset))];
        double error = observed.Zip(simulated, (o, s) => Math.Pow(Math.Log(s + offset) - Math.Log(o + offset), 2)).Sum();
        double spread = logObserved.Sum(value => Math.Pow(value - logObserved.Average(), 2));
        Assert.Equal(1 - (error / spread), Of("log_nse", observed, simulated), 1e-12);
    }

    [Fact]
    public void A_perfect_simulation_gets_the_best_value_of_every_score()
    {
        (double[] observed, _) = Series();
        Assert.All(Scored.All.Where(score => !score.NeedsQuantiles), score => Assert.Equal(score.Best, score.Of(new ScoredSeries(Time, observed, observed)), 1e-9));
    }

    [Fact]
    public void Quantiles_are_scored_by_what_they_cover_and_by_twice_their_pinball_loss()
    {
        var quantiles = new DischargeQuantiles([0.05, 0.5, 0.95], [[1, 1, 1, 9], [2, 2, 2, 9], [4, 4, 4, 9]]);
        var time = new TimeAxis(Time.Start, Time.Step, 4);
        var pairs = new ScoredSeries(time, [3, 5, 1, double.NaN], [2, 2, 2, 9], quantiles: quantiles);

        Assert.Equal(2.0 / 3, Scored.ByName["coverage"].Of(pairs), 1e-12);
        double pinball = (0.05 * 2) + (0.5 * 1) + (0.05 * 1) + (0.05 * 4) + (0.5 * 3) + (0.95 * 1) + 0 + (0.5 * 1) + (0.05 * 3);
        Assert.Equal(2 * pinball / 9, Scored.ByName["crps"].Of(pairs), 1e-12);
        Assert.All(Scored.All.Where(score => score.NeedsQuantiles), score => Assert.Equal(double.NaN, Of(score.Name, [1, 2], [1, 2])));
    }

    [Fact]
    public void Simulating_the_mean_has_NSE_zero_and_KGE_of_one_minus_the_root_of_two()
    {
        (double[] observed, _) = Series();
        double[] mean = [.. Enumerable.Repeat(observed.Average(), observed.Length)];
        Assert.Equal(0, Of("nse", observed, mean), 1e-12);

        // Knoben et al. (2019): the limit for a correlation of 0, alpha of 0 and beta of 1.
        var random = new Random(3);
        double[] almost = [.. mean.Select(value => value + (1e-3 * (random.NextDouble() - 0.5)))];
        Assert.Equal(1 - Math.Sqrt(2), Of("kge", observed, almost), 0.1);
    }

    /// <summary>Gupta et al. (2009), eq. 4: NSE = 2 alpha r - alpha^2 - beta_n^2.</summary>
    [Fact]
    public void NSE_decomposes_as_Gupta_et_al_state()
    {
        Property.Holds(FsCheck.Fluent.Gen.Choose(1, 100000), seed =>
        {
            (double[] observed, double[] simulated) = Series(seed);
            double alpha = Of("alpha_nse", observed, simulated);
            double beta = Of("beta_nse", observed, simulated);
            Assert.Equal((2 * alpha * Of("kge_r", observed, simulated)) - (alpha * alpha) - (beta * beta), Of("nse", observed, simulated), 1e-10);
        });
    }

    [Fact]
    public void Gaps_are_left_out_of_every_score()
    {
        (double[] observed, double[] simulated) = Series();
        double[] gappy = [.. observed.Select((value, i) => i % 10 == 4 ? double.NaN : value)];
        var kept = new TimeAxis(Time.Start, Time.Step, 900);
        double[] without = [.. observed.Where((_, i) => i % 10 != 4)];
        double[] simulatedWithout = [.. simulated.Where((_, i) => i % 10 != 4)];
        foreach (IMetric score in Scored.All.Where(score => score.Name != "peak_timing"))
        {
            Assert.Equal(score.Of(new ScoredSeries(kept, without, simulatedWithout)), score.Of(new ScoredSeries(Time, gappy, simulated)), 1e-12);
        }
    }

    [Fact]
    public void Scores_do_not_change_when_both_series_are_in_another_unit()
    {
        (double[] observed, double[] simulated) = Series();
        double[] litres = [.. observed.Select(value => 1000 * value)];
        double[] simulatedLitres = [.. simulated.Select(value => 1000 * value)];
        foreach (IMetric score in Scored.All.Where(score => score.Unit != "m3 s-1"))
        {
            Assert.Equal(score.Of(new ScoredSeries(Time, observed, simulated)), score.Of(new ScoredSeries(Time, litres, simulatedLitres)), 1e-6);
        }
    }

    [Fact]
    public void Moments_lose_little_where_the_mean_is_large_against_the_spread()
    {
        double[] observed = [.. Enumerable.Range(0, 1001).Select(i => 1e8 + (i % 2))];
        var moments = Moments.Of(observed, observed);
        Assert.Equal(500.0 * 501 / (1001.0 * 1001), moments.VarianceObserved, 1e-12);
        Assert.Equal(1, moments.Correlation, 1e-12);
    }

    /// <summary>Yilmaz et al. (2008): sums and slopes over the sorted flows, on flows 1 to 100 and their double.</summary>
    [Fact]
    public void Biases_of_the_flow_duration_curve_are_those_worked_out_by_hand()
    {
        double[] observed = [.. Enumerable.Range(1, 100).Select(flow => (double)flow)];
        double[] doubled = [.. observed.Select(flow => 2 * flow)];
        double[] squared = [.. observed.Select(flow => flow * flow)];
        var time = new TimeAxis(Time.Start, Time.Step, 100);

        Assert.Equal(100, FlowDurationScores.HighFlowBias(new ScoredSeries(time, observed, doubled)), 1e-9);
        Assert.Equal(100.0 * ((10000 + 9801) - 199) / 199, FlowDurationScores.HighFlowBias(new ScoredSeries(time, observed, squared)), 1e-9);

        // A factor moves the curve without tilting it; squares double its slope in logarithms.
        Assert.Equal(0, FlowDurationScores.MiddleSlopeBias(new ScoredSeries(time, observed, doubled)), 1e-9);
        Assert.Equal(100, FlowDurationScores.MiddleSlopeBias(new ScoredSeries(time, observed, squared)), 1e-3);
        Assert.Equal(0, FlowDurationScores.LowFlowBias(new ScoredSeries(time, observed, doubled)), 1e-9);
        Assert.Equal(-100, FlowDurationScores.LowFlowBias(new ScoredSeries(time, observed, squared)), 1e-3);
    }

    [Fact]
    public void Names_are_unique_and_every_score_tells_its_definition()
    {
        Assert.Equal(Scored.All.Count, Scored.All.Select(score => score.Name).Distinct().Count());
        Assert.All(Scored.All, score => Assert.NotEmpty(score.Definition));
    }

    private static double Of(string name, double[] observed, double[] simulated) => Scored.ByName[name].Of(new ScoredSeries(Time, observed, simulated));

    private static (double[] Observed, double[] Simulated) Series(int seed = 1)
    {
        var random = new Random(seed);
        double[] observed = [.. Enumerable.Range(0, Time.Count).Select(i => 3 + (2.5 * Math.Sin(i / 30.0)) + (i % 130 == 60 ? 40 + random.NextDouble() : random.NextDouble()))];
        double[] simulated = [.. observed.Select(value => (0.7 * value) + (2 * random.NextDouble()))];
        return (observed, simulated);
    }
}
