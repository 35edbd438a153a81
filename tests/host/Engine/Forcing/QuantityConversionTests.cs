using Tributary.Contracts;
using Tributary.Engine;
using Tributary.Geodata;

namespace Tributary.Tests.Engine;

/// <summary>Conversions that need the time step, the density of water or the area, worked out by hand.</summary>
public sealed class QuantityConversionTests
{
    private static readonly TimeSpan Day = TimeSpan.FromDays(1);
    private static readonly TimeSpan Hour = TimeSpan.FromHours(1);

    [Theory]
    [InlineData("mm", 1)]
    [InlineData("mm d-1", 1)]
    [InlineData("mm/day", 1)]
    [InlineData("mm h-1", 24)]
    [InlineData("m", 1000)]
    [InlineData("inch", 25.4)]
    [InlineData("m s-1", 86400e3)]
    [InlineData("kg m-2", 1)]
    [InlineData("kg m-2 s-1", 86400)]
    [InlineData("kg m-2 d-1", 1)]
    [InlineData("0.1 mm", 0.1)]
    public void Precipitation_of_a_day_in_mm(string unit, double factor) => Expect(unit, Variables.Precipitation, Day, null, factor, 0);

    [Theory]
    [InlineData("mm d-1", 1 / 24.0)]
    [InlineData("kg m-2 s-1", 3600)]
    public void Precipitation_of_an_hour_in_mm(string unit, double factor) => Expect(unit, Variables.Precipitation, Hour, null, factor, 0);

    [Theory]
    [InlineData("K", 1, -273.15)]
    [InlineData("degF", 5 / 9.0, -160 / 9.0)]
    [InlineData("degC", 1, 0)]
    public void Temperature_in_degrees_Celsius(string unit, double scale, double offset) => Expect(unit, Variables.AirTemperature, Day, null, scale, offset);

    [Theory]
    [InlineData("m3 s-1", 1)]
    [InlineData("l s-1", 0.001)]
    [InlineData("ft3 s-1", 0.028316846592)]
    [InlineData("mm", 360e3 / 86400)]
    [InlineData("mm d-1", 360e3 / 86400)]
    [InlineData("mm h-1", 360e3 / 3600)]
    public void Discharge_of_360_km2_in_cubic_metres_a_second(string unit, double factor) => Expect(unit, Variables.Discharge, Day, 360, factor, 0);

    [Theory]
    [InlineData("J m-2", 1 / 86400.0)]
    [InlineData("MJ m-2", 1e6 / 86400)]
    [InlineData("MJ m-2 d-1", 1e6 / 86400)]
    [InlineData("W m-2", 1)]
    public void Radiation_in_watts(string unit, double factor) => Expect(unit, Variables.ShortwaveRadiation, Day, null, factor, 0);

    [Fact]
    public void A_mass_of_snow_is_a_depth_of_water() => Expect("kg m-2", Variables.SnowWaterEquivalent, Day, null, 1, 0);

    [Fact]
    public void What_cannot_be_converted_has_no_conversion()
    {
        Assert.Null(Convert("degC", Variables.Precipitation, Day, null));
        Assert.Null(Convert("mm", Variables.AirTemperature, Day, null));
        Assert.Null(Convert("mm", Variables.Discharge, Day, null));
        Assert.Throws<InputException>(() => Convert("smoots", Variables.Precipitation, Day, null));
    }

    [Fact]
    public void One_mm_a_day_over_86_point_4_km2_is_one_cubic_metre_a_second() => Assert.Equal(1, QuantityConversion.DischargePerRunoff(86.4, Day), 1e-14);

    private static void Expect(string unit, Variable variable, TimeSpan step, double? area, double scale, double offset)
    {
        UnitConversion? conversion = Convert(unit, variable, step, area);
        Assert.NotNull(conversion);
        Assert.Equal(scale, conversion.Value.Scale, 1e-10 * scale);
        Assert.Equal(offset, conversion.Value.Offset, 1e-9);
    }

    private static UnitConversion? Convert(string unit, Variable variable, TimeSpan step, double? area) =>
        new QuantityConversion(new UdUnits(), step).To(unit, variable, area);
}
