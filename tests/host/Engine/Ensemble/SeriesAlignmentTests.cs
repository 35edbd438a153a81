using Tributary.Contracts;
using Tributary.Engine;

namespace Tributary.Tests.Engine;

/// <summary>Series of other periods and steps: what can be brought onto the members' steps is, what cannot is told with both.</summary>
public sealed class SeriesAlignmentTests
{
    private static readonly DateTime Start = new(2001, 1, 1);
    private static readonly TimeAxis Days = new(Start, TimeSpan.FromDays(1), 4);

    [Fact]
    public void Another_period_leaves_gaps() => Close.All(
        [double.NaN, 1, 2, 3], SeriesAlignment.On(Days, "members a", new TimeAxis(Start.AddDays(1), TimeSpan.FromDays(1), 9), [1, 2, 3, 4, 5, 6, 7, 8, 9], "member b"), 1e-15);

    [Fact]
    public void Hours_become_daily_means_and_a_day_that_lacks_one_is_a_gap()
    {
        double[] hours = [.. Enumerable.Range(0, 72).Select(hour => (double)hour)];
        hours[30] = double.NaN;
        Close.All([11.5, double.NaN, 59.5, double.NaN], SeriesAlignment.On(Days, "members a", new TimeAxis(Start, TimeSpan.FromHours(1), 72), hours, "member b"), 1e-15);
    }

    [Theory]
    [InlineData(48, 0, 0, "member b: its time steps of 2 d cannot be brought onto those of 1 d of members a")]
    [InlineData(5, 0, 0, "member b: its time steps of 5 h cannot be brought onto those of 1 d of members a")]
    [InlineData(24, 6, 0, "member b: its time steps begin at 06:00, those of members a at 00:00")]
    [InlineData(24, 0, 100, "has nothing in common with")]
    public void What_cannot_be_brought_together_is_told_with_both(int hours, int shift, int days, string expected)
    {
        var time = new TimeAxis(Start.AddDays(days).AddHours(shift), TimeSpan.FromHours(hours), 10);
        InputException error = Assert.Throws<InputException>(() => SeriesAlignment.On(Days, "members a", time, new double[10], "member b"));
        Assert.Contains(expected, error.Message, StringComparison.Ordinal);
    }
}
