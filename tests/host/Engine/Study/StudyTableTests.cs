using Tributary.Engine;

namespace Tributary.Tests.Engine;

public sealed class StudyTableTests
{
    [Fact]
    public void Rows_are_means_over_trainings_of_what_basins_make_together()
    {
        // Two basins and two trainings; the baseline has one, and the score of the mean simulation stands as training 0.
        StudyScore[] scores =
        [
            Score("source", 0, 0, 0.5), Score("source", 0, 1, 0.1), Score("source", 1, 0, 0.5), Score("source", 1, 1, 0.1),
            Score("full", 0, 0, 0.75), Score("full", 0, 1, 0.25),
            Score("full", 1, 0, 0.7), Score("full", 1, 1, 0.3), Score("full", 2, 0, 0.6), Score("full", 2, 1, 0.0),
        ];

        StudyRow full = Assert.Single(StudyTable.Of(scores, "source"), row => row.Member == "full");

        Assert.Equal((100, 1, 2, 2), (full.Size, full.Years, full.Seeds, full.Gauges));
        Assert.Equal(0.4, full.MeanNse, 1e-12);
        Assert.Equal(0.4, full.MedianNse, 1e-12);
        Assert.Equal(0.1, full.MeanGain, 1e-12);
        Assert.Equal(0.25, full.ShareDegraded);
        Assert.Equal(Math.Sqrt(0.02), full.DeviationOverSeeds, 1e-12);
        Assert.Equal(0.5, full.MedianNseOfMean, 1e-12);
        Assert.Equal([0.15, 0.05], StudyTable.GainsOf(scores, (100, 1), "full", "source", 2, nse => nse), (a, b) => Math.Abs(a - b) < 1e-12);
    }

    [Fact]
    public void A_basin_has_the_mean_of_its_blocks_and_one_without_a_score_counts_nowhere()
    {
        StudyScore[] scores =
        [
            Score("source", 1, 0, 0.2, fold: 0), Score("source", 1, 0, 0.4, fold: 1), Score("source", 1, 1, double.NaN),
            Score("full", 1, 0, 0.1, fold: 0), Score("full", 1, 0, 0.6, fold: 1), Score("full", 1, 1, double.NaN),
        ];

        StudyRow full = Assert.Single(StudyTable.Of(scores, "source"), row => row.Member == "full");

        Assert.Equal(1, full.Gauges);
        Assert.Equal(0.35, full.MedianNse, 1e-12);
        Assert.Equal(0.05, full.MedianGain, 1e-12);
        Assert.Equal(0, full.ShareDegraded);
        Assert.True(double.IsNaN(full.DeviationOverSeeds));
    }

    [Fact]
    public void Each_size_of_source_is_a_part_of_the_next_and_the_seed_draws_it()
    {
        int[] sizes = [1, 10, 50, 200];
        for (int i = 1; i < sizes.Length; i++)
        {
            Assert.Empty(StudyPlan.Nested(200, sizes[i - 1], 1).Except(StudyPlan.Nested(200, sizes[i], 1)));
            Assert.Equal(sizes[i], StudyPlan.Nested(200, sizes[i], 1).Distinct().Count());
        }

        Assert.Equal(Enumerable.Range(0, 200), StudyPlan.Nested(200, 200, 1));
        Assert.NotEqual(StudyPlan.Nested(200, 10, 1), StudyPlan.Nested(200, 10, 2));
    }

    private static StudyScore Score(string member, int seed, int gauge, double nse, int fold = 0) => new(new StudyPoint(100, 1, fold), member, seed, gauge, nse, nse, nse);
}
