using Tributary.Contracts;
using Tributary.Engine;

namespace Tributary.Tests.Engine;

/// <summary>Comparisons of hydrographs against what is known of how they were made.</summary>
public sealed class ComparisonTests
{
    private static readonly TimeAxis Time = new(new DateTime(2001, 1, 1), TimeSpan.FromDays(1), 1461);

    [Fact]
    public void Blocks_add_up_to_the_moments_of_the_whole_without_gaps()
    {
        (double[] observed, double[][] simulated) = Series(1, 0.5, 2);
        observed[100] = double.NaN;
        simulated[1][200] = double.NaN;
        var blocks = BlockResampling.Of(Time, observed, simulated);
        int[] kept = [.. Enumerable.Range(0, Time.Count).Where(step => step is not (100 or 200))];
        Assert.Equal(kept.Length, blocks.PairCount);
        Assert.Equal(16, blocks.Count);
        for (int i = 0; i < 2; i++)
        {
            var whole = Moments.Of([.. kept.Select(step => observed[step])], [.. kept.Select(step => simulated[i][step])]);
            Moments summed = blocks.Moments(i);
            Assert.Equal(whole.NashSutcliffe, summed.NashSutcliffe, 1e-10);
            Assert.Equal(whole.KlingGupta, summed.KlingGupta, 1e-10);
            Assert.Equal(whole.KlingGupta2012, summed.KlingGupta2012, 1e-10);
            Assert.Equal(whole.SquaredError, summed.SquaredError, 1e-6);
        }
    }

    [Fact]
    public void Drawing_every_block_once_is_the_whole()
    {
        (double[] observed, double[][] simulated) = Series(2, 1);
        var blocks = BlockResampling.Of(Time, observed, simulated);
        Assert.Equal(blocks.Moments(0).NashSutcliffe, blocks.Moments(0, [.. Enumerable.Range(0, blocks.Count).Reverse()]).NashSutcliffe, 1e-12);
    }

    [Fact]
    public void A_clearly_better_member_ranks_first_and_differs_and_equal_ones_do_not()
    {
        (double[] observed, double[][] simulated) = Series(3, 0.3, 3, 3);
        Comparison compared = ComparisonOfHydrographs.Of(Nse, "test", [BlockResampling.Of(Time, observed, [simulated[0], simulated[1], simulated[1]])], 3, 1)!;
        Assert.Equal([1, 2.5, 2.5], compared.Overall.Select(standing => standing.MeanRank));
        Assert.Equal(1, compared.Overall[0].BestShare, 1e-9);
        Assert.True(compared.Significance[0][1] < 0.01);
        Assert.Equal(1, compared.Significance[1][2]);
        foreach (GaugeStanding standing in compared.AtGauges)
        {
            Assert.InRange(standing.Value, standing.Low, standing.High);
        }
    }

    [Fact]
    public void The_interval_holds_the_score_of_another_sample_nine_times_of_ten_or_so()
    {
        // Errors without memory and the same flow: the interval of RMSE should hold the true deviation in about nine of ten cases.
        int held = 0;
        var rmse = MomentScore.Among(["rmse"])[0];
        for (int seed = 0; seed < 60; seed++)
        {
            (double[] observed, double[][] simulated) = Series(100 + seed, 2, 2);
            Comparison compared = ComparisonOfHydrographs.Of(rmse, "test", [BlockResampling.Of(Time, observed, simulated)], 2, seed)!;
            held += compared.AtGauges[0].Low <= 2 && compared.AtGauges[0].High >= 2 ? 1 : 0;
        }

        Assert.InRange(held, 44, 60);
    }

    [Fact]
    public void Members_that_are_alike_seldom_differ_significantly()
    {
        int differing = 0;
        for (int seed = 0; seed < 60; seed++)
        {
            (double[] observed, double[][] simulated) = Series(200 + seed, 2, 2);
            differing += ComparisonOfHydrographs.Of(Nse, "test", [BlockResampling.Of(Time, observed, simulated)], 2, seed)!.Significance[0][1] < 0.05 ? 1 : 0;
        }

        Assert.InRange(differing, 0, 10);
    }

    [Fact]
    public void Over_many_basins_the_test_is_that_of_signed_ranks_and_the_probabilities_are_Holms()
    {
        var gauges = new List<BlockResampling?>();
        for (int gauge = 0; gauge < 8; gauge++)
        {
            (double[] observed, double[][] simulated) = Series(300 + gauge, 0.5, 2, 4);
            gauges.Add(BlockResampling.Of(Time, observed, simulated));
        }

        gauges.Add(BlockResampling.Of(Time, [.. Enumerable.Repeat(double.NaN, Time.Count)], [new double[Time.Count], new double[Time.Count], new double[Time.Count]]));
        Comparison compared = ComparisonOfHydrographs.Of(Nse, "test", gauges, 3, 1)!;
        Assert.StartsWith("Wilcoxon's signed-rank test over 8 basins", compared.Test, StringComparison.Ordinal);

        // All eight of one sign: 2 of 256, three pairs.
        Assert.All((int[])[1, 2], other => Assert.Equal(3 * 2.0 / 256, compared.Significance[0][other], 1e-12));
        Assert.Equal(3 * 2.0 / 256, compared.Significance[1][2], 1e-12);
        Assert.Equal([1.0, 2.0, 3.0], compared.Overall.Select(standing => standing.MeanRank));
        Assert.Equal(24, compared.AtGauges.Count);
    }

    [Fact]
    public void Each_season_and_range_of_flow_has_the_member_that_was_made_right_there()
    {
        (double[] observed, _) = Series(4, 1);
        double[] sorted = [.. observed.Order()];
        double high = sorted[(int)(0.9 * (sorted.Length - 1))];
        double[] winter = [.. observed.Select((value, i) => Time[i].Month is 12 or 1 or 2 ? value : value + 5)];
        double[] floods = [.. observed.Select((value, i) => value >= high ? value + 0.01 : value + 6)];
        IReadOnlyList<PartOfRegime> parts = PartOfRegime.Of([PartOfRegime.ErrorsOf(Time, observed, [winter, floods])], 2);
        int Best(string season, string flow) => parts.Single(part => part.Season == season && part.Flow == flow).BestCounts[0] == 1 ? 0 : 1;
        Assert.Equal([0, 0, 1], [Best("DJF", ""), Best("DJF", "low"), Best("MAM", "high")]);
        Assert.Equal(0, Best("JJA", "low"));
        PartOfRegime summer = parts.Single(part => part.Season == "JJA" && part.Flow.Length == 0);
        double mean = observed.Where((_, i) => Time[i].Month is 6 or 7 or 8).Average();
        Assert.Equal(5 / mean, summer.Errors[0], 1e-9);
    }

    private static MomentScore Nse => MomentScore.Among(["nse"])[0];

    /// <summary>Observations, and simulations with normal errors of given deviations.</summary>
    private static (double[] Observed, double[][] Simulated) Series(int seed, params double[] errors)
    {
        var random = new Random(seed);
        double Normal() => Math.Sqrt(-2 * Math.Log(1 - random.NextDouble())) * Math.Cos(2 * Math.PI * random.NextDouble());
        double[] observed = [.. Enumerable.Range(0, Time.Count).Select(i => 20 + (5 * Math.Sin(i / 58.0)) + (10 * random.NextDouble()))];
        return (observed, [.. errors.Select(error => observed.Select(value => value + (error * Normal())).ToArray())]);
    }
}
