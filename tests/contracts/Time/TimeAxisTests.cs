using FsCheck.Fluent;
using Tributary.Contracts;

namespace Tributary.Tests.Contracts;

public sealed class TimeAxisTests
{
    private static readonly TimeAxis Axis = new(new DateTime(2000, 2, 28), TimeSpan.FromHours(6), 10);

    [Fact]
    public void Stamps_and_ends_count_steps_from_the_start()
    {
        Assert.Equal(new DateTime(2000, 2, 29, 6, 0, 0), Axis[5]);
        Assert.Equal(new DateTime(2000, 3, 1, 12, 0, 0), Axis.End);
        Assert.Equal(4, Axis.StepsPerDay);
        Assert.Equal(new TimeAxis(Axis[2], Axis.Step, 3), Axis.Slice(2, 3));
    }

    [Theory]
    [InlineData(-1, 2)]
    [InlineData(0, 11)]
    [InlineData(9, 2)]
    [InlineData(3, -1)]
    public void A_part_outside_the_axis_is_refused(int first, int count) => Assert.Throws<ArgumentOutOfRangeException>(() => Axis.Slice(first, count));

    [Theory]
    [InlineData("2000-02-28 00:00", 0)]
    [InlineData("2000-02-28 05:59", 0)]
    [InlineData("2000-02-28 06:00", 1)]
    [InlineData("2000-02-27 23:00", -1)]
    [InlineData("2000-03-05 00:00", 24)]
    public void The_index_of_an_instant_is_that_of_its_interval(string instant, int index) =>
        Assert.Equal(index, Axis.IndexOf(DateTime.Parse(instant, System.Globalization.CultureInfo.InvariantCulture)));

    [Fact]
    public void Indices_within_a_period_are_those_of_the_intervals_that_lie_inside_it()
    {
        var hours = Gen.Choose(-30, 90);
        Property.Holds(hours.Two(), ends =>
        {
            var period = new Period(Axis.Start.AddHours(ends.Item1), Axis.Start.AddHours(ends.Item2));
            int[] inside = [.. Enumerable.Range(0, Axis.Count).Where(i => Axis[i] >= period.Start && Axis[i] + Axis.Step <= period.End)];
            (int offset, int length) = Axis.IndicesWithin(period).GetOffsetAndLength(Axis.Count);
            Assert.Equal(inside, Enumerable.Range(offset, length));
        }, count: 500);
    }

    [Fact]
    public void Periods_overlap_and_contain_by_their_instants()
    {
        var year = new Period(new DateTime(2001, 1, 1), new DateTime(2002, 1, 1));
        var next = new Period(new DateTime(2002, 1, 1), new DateTime(2003, 1, 1));
        Assert.False(year.Overlaps(next));
        Assert.True(year.Overlaps(new Period(new DateTime(2001, 12, 31), new DateTime(2002, 1, 2))));
        Assert.True(year.Contains(year));
        Assert.False(year.Contains(next));
        Assert.Equal("2001-01-01 to 2001-12-31", year.ToString());
        Assert.Equal("2001-01-01 06:00 to 2002-01-01 00:00", new Period(year.Start.AddHours(6), year.End).ToString());
    }

    [Fact]
    public void Split_periods_that_are_named_are_scored_and_the_warm_up_never_is()
    {
        var year = new Period(new DateTime(2001, 1, 1), new DateTime(2002, 1, 1));
        Assert.Equal(["calibration", "test"], new SplitPeriods(year, year, null, year).Scored.Select(scored => scored.Name));
    }
}
