using Tributary.Contracts;
using Tributary.Geodata;

namespace Tributary.Tests.Geodata;

/// <summary>Conversions as the definitions of the units give them.</summary>
public sealed class UdUnitsTests
{
    private readonly UdUnits _units = new();

    [Theory]
    [InlineData("mm/day", "m/s", 1e-3 / 86400, 0)]
    [InlineData("mm d**-1", "mm d-1", 1, 0)]
    [InlineData("mm d^-1", "m s-1", 1e-3 / 86400, 0)]
    [InlineData("degF", "degC", 5 / 9.0, -160 / 9.0)]
    [InlineData("K", "degC", 1, -273.15)]
    [InlineData("celsius", "K", 1, 273.15)]
    [InlineData("hPa", "Pa", 100, 0)]
    [InlineData("ft3 s-1", "m3 s-1", 0.028316846592, 0)]
    [InlineData("mile2", "km2", 2.589988110336, 0)]
    [InlineData("%", "1", 0.01, 0)]
    [InlineData("g kg-1", "kg kg-1", 0.001, 0)]
    [InlineData(" mm ", "mm", 1, 0)]
    [InlineData("µm", "mm", 0.001, 0)]
    [InlineData("km h-1", "m s-1", 1 / 3.6, 0)]
    public void A_unit_converts_by_its_definition(string from, string to, double scale, double offset)
    {
        UnitConversion? conversion = _units.Between(from, to);
        Assert.NotNull(conversion);
        Assert.Equal(scale, conversion.Value.Scale, 1e-9 * scale);
        Assert.Equal(offset, conversion.Value.Offset, 1e-9);
    }

    [Theory]
    [InlineData("mm", "kg")]
    [InlineData("degC", "mm d-1")]
    [InlineData("m3 s-1", "mm d-1")]
    public void Units_of_different_dimensions_have_no_conversion(string from, string to) => Assert.Null(_units.Between(from, to));

    [Theory]
    [InlineData("smoots")]
    [InlineData("mm per")]
    [InlineData("???")]
    public void What_is_no_unit_is_named(string text)
    {
        Assert.Contains($"'{text}' is no unit that UDUNITS-2 knows", Assert.Throws<InputException>(() => _units.Between(text, "mm")).Message, StringComparison.Ordinal);
        Assert.Throws<InputException>(() => _units.Between("mm", text));
    }

    [Fact]
    public void There_and_back_is_where_one_was() => Property.Holds(Property.Between(-1000, 1000), value =>
    {
        double fahrenheit = _units.Between("degC", "degF")!.Value.Apply(value);
        Assert.Equal(value, _units.Between("degF", "degC")!.Value.Apply(fahrenheit), 1e-9);
    });

    [Fact]
    public void Many_threads_may_ask_at_once()
    {
        double[] scales = new double[200];
        Parallel.For(0, scales.Length, i => scales[i] = new UdUnits().Between($"{i + 1} mm", "m")!.Value.Scale);
        Assert.All(scales.Select((scale, i) => (scale, i)), pair => Assert.Equal((pair.i + 1) / 1000.0, pair.scale, 1e-12));
    }
}
