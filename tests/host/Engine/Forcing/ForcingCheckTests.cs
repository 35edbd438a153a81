using Tributary.Contracts;
using Tributary.Engine;

namespace Tributary.Tests.Engine;

public sealed class ForcingCheckTests
{
    private const double Gap = double.NaN;
    private static readonly GapSection Fill = new() { Policy = "fill", Longest = 3 };

    [Fact]
    public void Negative_precipitation_is_refused_with_its_date_and_number()
    {
        var error = Assert.Throws<InputException>(() => ForcingCheck.DemandPossible(Variables.Precipitation, [0, 3, -0.2, -1], Days(4), "basin x"));
        Assert.Contains("basin x: precipitation is -0.2 mm on 2001-01-03 00:00, below the lowest possible, 0 (and on 1 other time steps)", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Temperature_in_kelvin_is_refused_as_implausible_in_degrees_Celsius() =>
        Assert.Contains("above the highest plausible", Assert.Throws<InputException>(() => ForcingCheck.DemandPossible(Variables.AirTemperature, [280], Days(1), "x")).Message, StringComparison.Ordinal);

    [Fact]
    public void Possible_values_and_gaps_pass() => ForcingCheck.DemandPossible(Variables.Precipitation, [0, Gap, 2000], Days(3), "x");

    [Fact]
    public void A_gap_is_refused_unless_it_may_be_filled()
    {
        var error = Assert.Throws<InputException>(() => ForcingCheck.CloseGaps(Variables.AirTemperature, [1, Gap, Gap, 4], Days(4), new GapSection(), "x"));
        Assert.Contains("air_temperature is missing (NaN) on 2001-01-02 00:00 (and on 1 other time steps)", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Temperature_is_filled_by_straight_lines_and_at_the_ends_by_the_nearest()
    {
        double[] values = [Gap, 4, Gap, Gap, 10, Gap];
        Assert.Equal(4, ForcingCheck.CloseGaps(Variables.AirTemperature, values, Days(6), Fill, "x"));
        Close.All([4, 4, 6, 8, 10, 10], values, 1e-14);
    }

    [Fact]
    public void Precipitation_is_filled_by_nothing()
    {
        double[] values = [8, Gap, 8];
        ForcingCheck.CloseGaps(Variables.Precipitation, values, Days(3), Fill, "x");
        Assert.Equal([8, 0, 8], values);
    }

    [Fact]
    public void A_gap_longer_than_allowed_or_of_everything_is_refused()
    {
        Assert.Contains("The gap has 4 steps, but forcing.gaps.longest is 3", Assert.Throws<InputException>(() => ForcingCheck.CloseGaps(Variables.AirTemperature, [1, Gap, Gap, Gap, Gap, 1], Days(6), Fill, "x")).Message, StringComparison.Ordinal);
        Assert.Throws<InputException>(() => ForcingCheck.CloseGaps(Variables.AirTemperature, [Gap, Gap], Days(2), Fill, "x"));
    }

    private static TimeAxis Days(int count) => new(new DateTime(2001, 1, 1), TimeSpan.FromDays(1), count);
}
