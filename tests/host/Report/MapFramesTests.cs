using Tributary.Report;

namespace Tributary.Tests.Report;

public sealed class MapFramesTests
{
    private static readonly ReportTime ThirtyYears = new(new DateTime(1980, 10, 1), 86400, 10957);

    [Theory]
    [InlineData(20_000, 360, "mean of October 1980")]
    [InlineData(400, 360, "mean of October 1980")]
    [InlineData(359, 120, "mean of October to December 1980")]
    [InlineData(119, 31, "mean of October to December 1980")]
    [InlineData(30, 7, "mean of 1980-10-01 to 1984-12-31")]
    [InlineData(6, 4, "mean of 1980-10-01 to 1989-12-31")]
    [InlineData(3, 2, "mean of 1980-10-01 to 1999-12-31")]
    [InlineData(1, 1, "mean of 1980-10-01 to 2010-09-30")]
    [InlineData(0, 1, "mean of 1980-10-01 to 2010-09-30")]
    public void Frames_are_as_short_as_the_room_allows(long room, int count, string first)
    {
        var chosen = MapFrames.Choose(ThirtyYears, valuesPerFrame: 3000, budget: 8000 * room);
        Assert.Equal((count, first), (chosen.Frames.Count, chosen.Frames[0].Label));
        Assert.True(chosen.Frames.Select(frame => frame.Start).SequenceEqual(chosen.Frames.Select(frame => frame.Start).Order()));
    }

    [Theory]
    [InlineData(3600, 1400, "1980-10-01 00:00", 1400)]
    [InlineData(3600, 4000, "mean of 1980-10-01 00:00 to 1980-10-01 02:00", 1334)]
    [InlineData(3600, 30000, "mean of 1980-10-01", 1250)]
    [InlineData(86400, 1500, "1980-10-01", 1500)]
    [InlineData(86400, 7001, "mean of 1980-10-01 to 1980-10-07", 1001)]
    public void Up_to_1500_steps_are_frames_themselves_and_more_are_means(long step, int steps, string first, int count)
    {
        var chosen = MapFrames.Choose(new ReportTime(new DateTime(1980, 10, 1), step, steps), valuesPerFrame: 1);
        Assert.Equal((count, first), (chosen.Frames.Count, chosen.Frames[0].Label));
    }

    [Fact]
    public void Whole_years_and_decades_are_called_by_their_names()
    {
        ReportTime time = new(new DateTime(1980, 1, 1), 86400, 7305);
        Assert.Equal("mean of 1981", MapFrames.Choose(time, 3000, 8000 * 20).Frames[1].Label);
        Assert.Equal("mean of 1980 to 1989", MapFrames.Choose(time, 3000, 8000 * 2).Frames[0].Label);
    }

    [Fact]
    public void A_frame_is_the_mean_of_its_steps_that_have_a_value()
    {
        ReportTime time = new(new DateTime(2003, 6, 30), 86400, 33);
        var chosen = MapFrames.Choose(time, valuesPerFrame: 3, budget: 8 * 3);
        Assert.Equal(["mean of 2003-06-30", "mean of July 2003", "mean of 2003-08-01"], chosen.Frames.Select(frame => frame.Label));

        double[] series = new double[33];
        series[0] = double.NaN;
        for (int day = 1; day <= 31; day++)
        {
            series[day] = day == 31 ? double.NaN : day;
        }

        series[32] = 7;
        float[] values = new float[3 * 2];
        chosen.Mean(series, 1, 2, values);
        Assert.Equal([0, float.NaN, 0, 15.5f, 0, 7], values);
    }

    [Fact]
    public void Thirty_years_of_1132_units_in_four_layers_stay_below_eight_megabytes()
    {
        var chosen = MapFrames.Choose(ThirtyYears, 4 * 1132);
        Assert.Equal(360, chosen.Frames.Count);
        Assert.InRange(chosen.Frames.Count * 4L * 1132 * 8 / 3, 1, MapFrames.Budget);
        Assert.InRange(MapFrames.Choose(ThirtyYears, 4 * 10_000).Frames.Count * 4L * 10_000 * 8 / 3, 1, MapFrames.Budget);
    }
}
