using Tributary.Engine;

namespace Tributary.Tests.Engine;

public class DegradedBasinsTests
{
    private static readonly TimeSpan Day = TimeSpan.FromDays(1);

    [Fact]
    public void A_long_record_under_the_same_climate_shows_no_cause() =>
        Assert.Empty(DegradedBasins.Causes(Record(1500), (3, 3.2), (8, 8.5), Day));

    [Fact]
    public void Each_fault_is_told_by_itself()
    {
        double[] stuck = Record(1500);
        stuck.AsSpan(200, 45).Fill(2.5);
        double[] broken = Record(1500);
        for (int day = 750; day < broken.Length; day++)
        {
            broken[day] *= 35.3147;
        }

        Assert.Equal(["only 300 days of discharge to learn from"], DegradedBasins.Causes(Record(300), (3, 3), (8, 8), Day));
        Assert.Equal(["the test period is 20 % drier than the calibration period"], DegradedBasins.Causes(Record(1500), (3, 2.4), (8, 8), Day));
        Assert.Equal(["the test period is 1.5 degC warmer than the calibration period"], DegradedBasins.Causes(Record(1500), (3, 3), (8, 9.5), Day));
        Assert.Equal(["discharge stays the same for 45 time steps, as of a stuck gauge"], DegradedBasins.Causes(stuck, (3, 3), (8, 8), Day));
        Assert.Equal(["discharge changes 35-fold from one half of the calibration period to the other, as by a break of its unit"], DegradedBasins.Causes(broken, (3, 3), (8, 8), Day));
    }

    [Fact]
    public void Gaps_count_as_no_record_and_unknown_weather_as_no_shift()
    {
        double[] gappy = Record(1500);
        gappy.AsSpan(0, 1000).Fill(double.NaN);

        Assert.Equal(["only 500 days of discharge to learn from"], DegradedBasins.Causes(gappy, (double.NaN, double.NaN), (double.NaN, double.NaN), Day));
    }

    // Two whole waves in each half, so that the halves have the same mean.
    private static double[] Record(int days) => [.. Enumerable.Range(0, days).Select(day => 3 + Math.Sin(8 * Math.PI * day / days))];
}
