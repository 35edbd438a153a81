using Tributary.Contracts;
using Tributary.Geodata;

namespace Tributary.Tests.Geodata;

/// <summary>Time coordinates by the CF conventions.</summary>
public sealed class CfTimeTests
{
    [Theory]
    [InlineData("days since 1980-01-01", 366, "1981-01-01T00:00:00")]
    [InlineData("days since 1980-01-01 12:00:00", 0.5, "1980-01-02T00:00:00")]
    [InlineData("hours since 1900-01-01 00:00:0.0", 876576, "2000-01-01T00:00:00")]
    [InlineData("minutes since 2001-01-01T00:00:00Z", 90, "2001-01-01T01:30:00")]
    [InlineData("seconds since 1970-01-01 00:00:00 UTC", 951782400, "2000-02-29T00:00:00")]
    [InlineData("Days Since 2000-1-1", 59, "2000-02-29T00:00:00")]
    [InlineData("days since 1582-10-15", 152384, "2000-01-01T00:00:00")]

    // Before 1582-10-15 the standard calendar is the Julian one: cftime gives 730121 days from 1-1-1 to 2000-01-01.
    [InlineData("days since 1-1-1 00:00:00", 730121, "2000-01-01T00:00:00")]
    [InlineData("hours since 0001-01-01", 17522904, "2000-01-01T00:00:00")]
    [InlineData("days since 1582-10-04", 1, "1582-10-15T00:00:00")]
    [InlineData("hours since 2000-01-01 00:00 +02:00", 2, "2000-01-01T00:00:00")]
    [InlineData("hours since 2000-01-01 00:00:00 -3:30", 0, "2000-01-01T03:30:00")]
    [InlineData("days since 2000-01-01", 0.041666666666, "2000-01-01T01:00:00")]
    [InlineData("d since 2000-01-01", -1, "1999-12-31T00:00:00")]
    public void A_value_is_the_instant_so_many_units_after_the_origin(string units, double value, string instant) =>
        Assert.Equal(DateTime.Parse(instant, System.Globalization.CultureInfo.InvariantCulture), Assert.Single(CfTime.Decode([value], units, "standard", "test")));

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("gregorian")]
    [InlineData("proleptic_gregorian")]
    public void Calendars_that_are_the_Gregorian_one_are_read(string? calendar) => Assert.Single(CfTime.Decode([1], "days since 2000-01-01", calendar, "test"));

    [Fact]
    public void The_proleptic_calendar_is_Gregorian_from_its_first_day() =>
        Assert.Equal(new DateTime(2000, 1, 1), Assert.Single(CfTime.Decode([730119], "days since 1-1-1", "proleptic_gregorian", "test")));

    [Theory]
    [InlineData("days since 2000-01-01", 1e9)]
    [InlineData("days since 2000-01-01", -1e300)]
    [InlineData("days since 2000-13-01", 1)]
    [InlineData("days since 2000-02-30", 1)]
    public void Dates_that_do_not_exist_are_refused(string units, double value) => Assert.Throws<InputException>(() => CfTime.Decode([value], units, null, "test"));

    [Theory]
    [InlineData("julian")]
    [InlineData("noleap")]
    [InlineData("360_day")]
    public void Other_calendars_are_refused(string calendar) =>
        Assert.Contains($"its calendar '{calendar}' is not the Gregorian one", Assert.Throws<InputException>(() => CfTime.Decode([1], "days since 2000-01-01", calendar, "test")).Message, StringComparison.Ordinal);

    [Theory]
    [InlineData(null)]
    [InlineData("K")]
    [InlineData("months since 2000-01-01")]
    [InlineData("days since yesterday")]
    public void Units_that_are_no_CF_time_are_refused(string? units) => Assert.Throws<InputException>(() => CfTime.Decode([1], units, null, "test"));

    [Fact]
    public void A_missing_stamp_is_refused() => Assert.Contains("value 2 of the time coordinate is missing", Assert.Throws<InputException>(() => CfTime.Decode([1, double.NaN], "days since 2000-01-01", null, "test")).Message, StringComparison.Ordinal);
}
