using FsCheck.Fluent;
using Tributary.Contracts;
using Tributary.Tests;

namespace Tributary.Learning.Tests;

public class SplitTests
{
    private static readonly TimeAxis Decade = new(new DateTime(2000, 10, 1), TimeSpan.FromDays(1), 3652);

    private static Period Years(int first, int last) => new(new DateTime(first, 10, 1), new DateTime(last, 10, 1));

    [Fact]
    public void Dates_give_the_steps_they_name()
    {
        SplitRanges split = SplitRanges.ByDates(Decade, new SplitPeriods(null, Years(2000, 2005), Years(2005, 2008), Years(2008, 2010)));
        Assert.Equal(0..1826, split.Train);
        Assert.Equal(1826..2922, split.Validation);
        Assert.Equal(2922..3652, split.Test);
    }

    [Fact]
    public void Periods_that_share_days_are_refused_by_name()
    {
        InputException wrong = Assert.Throws<InputException>(() => SplitRanges.ByDates(Decade, new SplitPeriods(null, Years(2000, 2006), Years(2005, 2008), null)));
        Assert.Contains("calibration", wrong.Message, StringComparison.Ordinal);
        Assert.Contains("validation", wrong.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void No_training_period_is_refused()
    {
        Assert.Throws<InputException>(() => SplitRanges.ByDates(Decade, new SplitPeriods(null, null, Years(2005, 2008), null)));
        Assert.Throws<InputException>(() => SplitRanges.ByDates(Decade, new SplitPeriods(null, Years(1980, 1990), null, null)));
    }

    [Fact]
    public void Fractions_lie_end_to_end_and_cover_the_record() => Property.Holds(
        from count in Gen.Choose(1, 5000)
        from train in Property.Between(0.01, 1)
        from share in Property.Between(0, 1)
        select (count, train, validation: share * (1 - train)),
        given =>
        {
            TimeAxis time = Decade with { Count = given.count };
            SplitRanges split = SplitRanges.ByFractions(time, given.train, given.validation);
            Assert.Equal(0, split.Train.Start.Value);
            Assert.Equal(split.Train.End, split.Validation.Start);
            Assert.Equal(split.Validation.End, split.Test.Start);
            Assert.Equal(given.count, split.Test.End.Value);
            Assert.Equal(given.train * given.count, split.Train.End.Value, 0.5001);
        });

    [Theory]
    [InlineData(0, 0.5)]
    [InlineData(0.7, 0.4)]
    [InlineData(0.7, -0.1)]
    [InlineData(double.NaN, 0.1)]
    public void Shares_that_cannot_be_are_refused(double train, double validation) =>
        Assert.Throws<InputException>(() => SplitRanges.ByFractions(Decade, train, validation));

    [Fact]
    public void Every_basin_is_left_out_once_in_folds_that_differ_by_one_at_most()
    {
        int[] folds = BasinFolds.Deal(23, 5, new RunSeed(1));
        int[] sizes = [.. Enumerable.Range(0, 5).Select(fold => BasinFolds.Of(folds, fold).LeftOut.Length)];
        Assert.Equal(23, sizes.Sum());
        Assert.All(sizes, size => Assert.InRange(size, 4, 5));
        Assert.Equal(folds, BasinFolds.Deal(23, 5, new RunSeed(1)));
        Assert.NotEqual(folds, BasinFolds.Deal(23, 5, new RunSeed(2)));
        (int[] train, int[] leftOut) = BasinFolds.Of(folds, 2);
        Assert.Equal(Enumerable.Range(0, 23), train.Concat(leftOut).Order());
        Assert.Throws<InputException>(() => BasinFolds.Deal(3, 4, new RunSeed(1)));
    }

    [Fact]
    public void Year_blocks_are_whole_water_years_each_left_out_once()
    {
        (Range LeftOut, Range[] Train)[] blocks = YearFolds.Blocks(Decade, 100..3652, 4, 10);
        Assert.Equal(4, blocks.Length);
        Assert.Equal(365, blocks[0].LeftOut.Start.Value);
        Assert.Equal(3652, blocks[^1].LeftOut.End.Value);
        for (int block = 1; block < blocks.Length; block++)
        {
            Assert.Equal(blocks[block - 1].LeftOut.End, blocks[block].LeftOut.Start);
        }

        foreach ((Range leftOut, Range[] train) in blocks)
        {
            Assert.Equal((10, 1), (Decade[leftOut.Start.Value].Month, Decade[leftOut.Start.Value].Day));
            int[] all = [.. train.Append(leftOut).SelectMany(range => Enumerable.Range(range.Start.Value, range.End.Value - range.Start.Value)).Order()];
            Assert.Equal(Enumerable.Range(365, 3652 - 365), all);
        }

        Assert.Throws<InputException>(() => YearFolds.Blocks(Decade, ..800, 4, 10));
    }
}
