using Tributary.Contracts;
using Tributary.Contracts.Numerics;

namespace Tributary.Tests.Contracts;

public sealed class DomainTests
{
    [Fact]
    public void One_unit_alone_keeps_all_that_is_known_of_it()
    {
        var attributes = new AttributeTable(2);
        attributes.Set("forest", "1", [0.2, 0.7]);
        var bands = new ElevationBands(2, 2, [0.5, 0.4, 0.5, 0.6], [1, 1, 1, 1], [-10, -20, 10, 20], new double[366]);
        CatchmentUnits only = new CatchmentUnits(["a", "b"], [1, 2], [47, 48], [10, 11], [500, 600], bands, attributes).Only(1);
        Assert.Equal(["b"], only.Ids);
        Assert.Equal((2, 48, 11, 600), (only.AreaKm2[0], only.Latitude[0], only.Longitude[0], only.Elevation[0]));
        Assert.Equal([0.4, 0.6], only.Bands.AreaFraction);
        Assert.Equal([-20, 20], only.Bands.HeightAboveForcing);
        Assert.Equal(0.7, only.Attributes["forest"][0]);
        Assert.Equal("1", only.Attributes.UnitOf("forest"));
    }

    [Fact]
    public void What_is_left_out_is_unknown_and_columns_must_be_of_one_length()
    {
        var units = new CatchmentUnits(["a"], [1]);
        Assert.True(double.IsNaN(units.Elevation[0]));
        Assert.Equal(1, units.Bands.BandCount);
        Assert.Throws<ArgumentException>(() => new CatchmentUnits(["a"], [1, 2]));
        Assert.Throws<ArgumentException>(() => new CatchmentUnits(["a"], [1], bands: ElevationBands.None(2)));
        Assert.Throws<ArgumentException>(() => new AttributeTable(1).Set("x", "1", [1, 2]));
        Assert.Throws<ArgumentException>(() => new ElevationBands(1, 1, [1], [1], [0], new double[365]));
        Assert.Throws<ArgumentException>(() => new RiverNetwork(["r"], [-1, 0], [1], [1], []));
    }

    [Fact]
    public void Lapse_rates_follow_the_day_of_the_year_through_leap_years_and_within_days()
    {
        var bands = new ElevationBands(1, 1, [1], [1], [0], [.. Enumerable.Range(1, 366).Select(day => (double)day)]);
        var sixHours = new TimeAxis(new DateTime(2003, 12, 30, 18, 0, 0), TimeSpan.FromHours(6), 2000);
        double[] rates = new double[1999];
        bands.LapseRates(sixHours, 1, rates);
        Assert.Equal(Enumerable.Range(1, 1999).Select(step => (double)sixHours[step].DayOfYear), rates);
        Assert.Contains(366, rates);
    }

    [Fact]
    public void Properties_of_bands_repeat_for_further_parameter_sets()
    {
        var bands = new ElevationBands(2, 3, [1, 2, 3, 11, 12, 13], new double[6], new double[6], new double[366]);
        double[] lanes = new double[4];
        Lanes4.Store(bands.Load<Lanes4>(bands.AreaFraction, 1, 4), lanes);
        Assert.Equal([12, 13, 11, 12], lanes);
    }
}
