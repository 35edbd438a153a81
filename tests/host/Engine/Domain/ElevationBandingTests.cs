using Tributary.Contracts;
using Tributary.Engine;

namespace Tributary.Tests.Engine;

/// <summary>Division into bands as airGR documents it: equal areas at their median elevations, precipitation by an exponential gradient that keeps the basin's mean.</summary>
public sealed class ElevationBandingTests
{
    [Fact]
    public void Bands_have_equal_areas_at_their_median_elevations()
    {
        double[] quantiles = [.. Enumerable.Range(0, 101).Select(percent => 200 + (10.0 * percent))];
        ElevationBands bands = ElevationBanding.Divide([quantiles], [700], 5, null, 0);
        Close.All([0.2, 0.2, 0.2, 0.2, 0.2], bands.AreaFraction, 1e-15);
        Close.All([-400, -200, 0, 200, 400], bands.HeightAboveForcing, 1e-12);
        Close.All([1, 1, 1, 1, 1], bands.PrecipitationFactor, 1e-15);
    }

    [Fact]
    public void Precipitation_grows_exponentially_with_height_and_keeps_the_mean_of_the_basin()
    {
        double[] quantiles = [.. Enumerable.Range(0, 101).Select(percent => 200 + (20.0 * percent))];
        ElevationBands bands = ElevationBanding.Divide([quantiles], [1200], 5, null, 0.00041);
        ReadOnlySpan<double> factor = bands.PrecipitationFactor;
        for (int band = 1; band < 5; band++)
        {
            Assert.Equal(Math.Exp(0.00041 * 400), factor[band] / factor[band - 1], 1e-12);
        }

        Assert.Equal(1, factor.ToArray().Average(), 1e-14);
    }

    [Fact]
    public void Above_4000_m_precipitation_grows_no_further()
    {
        ElevationBands bands = ElevationBanding.Divide([[3000, 4000, 5000, 6000]], [3500], 3, null, 0.00041);
        Assert.True(bands.PrecipitationFactor[0] < bands.PrecipitationFactor[1]);
        Assert.Equal(bands.PrecipitationFactor[1], bands.PrecipitationFactor[2], 1e-14);
    }

    [Fact]
    public void A_unit_without_hypsometry_is_one_band_of_its_own_elevation()
    {
        ElevationBands bands = ElevationBanding.Divide([[0, 1000], null], [500, 300], 2, 0.6, 0.0004);
        Assert.Equal([0.5, 1, 0.5, 0], bands.AreaFraction);
        Assert.Equal(1, bands.PrecipitationFactor[1]);
        Assert.Equal(0, bands.HeightAboveForcing[1]);
    }

    /// <summary>Daily values of Valéry (2010) for mean temperature, as airGR tabulates them: 0.434 degC per 100 m on 1 January, 0.6 and more in spring.</summary>
    [Theory]
    [InlineData(1, 0.434)]
    [InlineData(366, 0.434)]
    public void The_seasonal_lapse_rate_is_near_that_of_Valery(int day, double per100Metres) => Assert.Equal(per100Metres, 100 * ElevationBanding.SeasonalLapseRate(day), 0.01);

    [Fact]
    public void A_constant_lapse_rate_holds_on_every_day_of_a_leap_year()
    {
        double[] rates = new double[366];
        ElevationBanding.Divide([[0, 100]], [50], 1, 0.65, 0).LapseRates(new TimeAxis(new DateTime(2004, 1, 1), TimeSpan.FromDays(1), 366), 0, rates);
        Assert.All(rates, rate => Assert.Equal(0.0065, rate, 1e-15));
    }

    [Fact]
    public void Quantiles_are_met_exactly_and_joined_by_straight_lines()
    {
        Assert.Equal(10, ElevationBanding.Quantile([10, 20, 60], 0));
        Assert.Equal(60, ElevationBanding.Quantile([10, 20, 60], 1));
        Assert.Equal(15, ElevationBanding.Quantile([10, 20, 60], 0.25));
        Assert.Equal(40, ElevationBanding.Quantile([10, 20, 60], 0.75));
    }
}
