using Tributary.Contracts;

namespace Tributary.Tests.Contracts;

public sealed class StampedSeriesTests
{
    private static readonly DateTime Start = new(2000, 2, 27);

    [Fact]
    public void A_missing_stamp_is_a_gap_at_its_place()
    {
        StampedSeries series = Days(0, 1, 3, 6);
        Assert.Equal(new TimeAxis(Start, TimeSpan.FromDays(1), 7), series.Time);
        Assert.Equal([1, 2, double.NaN, 3, double.NaN, double.NaN, 4], series.Place([1, 2, 3, 4]));
    }

    [Theory]
    [InlineData(new[] { 0, 1, 1, 2 }, "the stamp 2000-02-28 00:00 of record 3 is repeated")]
    [InlineData(new[] { 0, 2, 1 }, "the stamp 2000-02-28 00:00 of record 3 goes back in time")]
    [InlineData(new[] { 0 }, "holds 1 time steps, of which at least two are needed")]
    [InlineData(new int[0], "holds 0 time steps, of which at least two are needed")]
    [InlineData(new[] { 0, 2, 5 }, "does not lie on the file's step of 2 d from 2000-02-27 00:00")]
    public void Stamps_out_of_order_or_step_are_refused_with_their_record(int[] days, string problem)
    {
        var error = Assert.Throws<InputException>(() => Days(days));
        Assert.StartsWith("file.csv: ", error.Message, StringComparison.Ordinal);
        Assert.Contains(problem, error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Any_choice_of_days_places_every_value_at_its_day() => Property.Holds(
        FsCheck.Fluent.Gen.ListOf(FsCheck.Fluent.Gen.Choose(0, 400)),
        choice =>
        {
            int[] days = [0, 1, .. choice.Select(day => day + 2).Distinct().Order()];
            double[] placed = Days(days).Place([.. days.Select(day => (double)day)]);
            Assert.Equal(days[^1] + 1, placed.Length);
            for (int day = 0; day < placed.Length; day++)
            {
                Assert.Equal(days.Contains(day) ? day : double.NaN, placed[day]);
            }
        });

    private static StampedSeries Days(params int[] days) => new([.. days.Select(day => Start.AddDays(day))], "file.csv");
}
