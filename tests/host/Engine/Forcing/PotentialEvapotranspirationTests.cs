using Tributary.Contracts;
using Tributary.Engine;

namespace Tributary.Tests.Engine;

public sealed class PotentialEvapotranspirationTests
{
    /// <summary>Allen et al. (1998), FAO-56, example 8: 3 September at 20 degrees south.</summary>
    [Fact]
    public void Extraterrestrial_radiation_is_that_of_the_example_of_FAO_56() =>
        Assert.Equal(32.2, PotentialEvapotranspiration.ExtraterrestrialRadiation(-20, 246), 0.05);

    /// <summary>Allen et al. (1998), FAO-56, annex 2, table 2.6, mid-month values in MJ m-2 d-1 (rounded to one decimal).</summary>
    [Theory]
    [InlineData(50, 15, 8.9)]
    [InlineData(50, 166, 41.6)]
    [InlineData(0, 15, 36.2)]
    [InlineData(-40, 15, 43.7)]
    [InlineData(70, 349, 0)]
    public void Extraterrestrial_radiation_is_that_of_the_table_of_FAO_56(double latitude, int day, double expected) =>
        Assert.Equal(expected, PotentialEvapotranspiration.ExtraterrestrialRadiation(latitude, day), 0.45);

    [Fact]
    public void Radiation_stays_finite_and_not_negative_from_pole_to_pole()
    {
        Property.Holds(Property.Between(-90, 90), latitude => Assert.All(
            Enumerable.Range(1, 366), day => Assert.InRange(PotentialEvapotranspiration.ExtraterrestrialRadiation(latitude, day), -1e-9, 60)));
    }

    [Fact]
    public void Oudin_is_the_radiation_in_mm_times_a_hundredth_of_the_temperature_above_minus_five()
    {
        Assert.Equal(24.5 / 2.45 * 20 / 100, PotentialEvapotranspiration.Oudin(15, 24.5), 1e-12);
        Assert.Equal(0, PotentialEvapotranspiration.Oudin(-5, 24.5));
        Assert.Equal(0, PotentialEvapotranspiration.Oudin(-20, 24.5));
    }

    /// <summary>Allen et al. (1998), eq. 52, on Ra = 40.6 MJ m-2 d-1 (16.6 mm d-1), Tmax 26.6 and Tmin 14.8: 0.0023 (20.7 + 17.8) 11.8^0.5 16.57.</summary>
    [Fact]
    public void Hargreaves_is_equation_52_of_FAO_56() =>
        Assert.Equal(0.0023 * 38.5 * Math.Sqrt(11.8) * 40.6 / 2.45, PotentialEvapotranspiration.Hargreaves(20.7, 14.8, 26.6, 40.6), 1e-10);

    [Fact]
    public void Hours_share_the_amount_of_their_day_and_the_night_has_none()
    {
        var hourly = new TimeAxis(new DateTime(2001, 6, 1), TimeSpan.FromHours(1), 48);
        double[] temperature = [.. Enumerable.Range(0, 48).Select(hour => 12 + (5 * Math.Sin((hour - 9) * Math.PI / 12)))];
        double[] amounts = new double[48];
        PotentialEvapotranspiration.Series(hourly, 47, temperature, [], [], amounts);

        double day = PotentialEvapotranspiration.Oudin(12, PotentialEvapotranspiration.ExtraterrestrialRadiation(47, 152));
        Assert.Equal(day, amounts[..24].Sum(), 1e-9);
        Assert.All(Enumerable.Range(0, 6).Concat(Enumerable.Range(18, 6)), hour => Assert.Equal(0, amounts[hour], 1e-12));
        Assert.Equal(amounts[11], amounts[12], 1e-9);
        Assert.Equal(11, Array.IndexOf(amounts, amounts[..24].Max()), 1.5);
    }
}
