using Tributary.Contracts;
using Tributary.Plugins.Hbv;

namespace Tributary.Tests.Hbv;

public sealed class HbvEquationsTests
{
    private const int StepCount = 3000;

    public static TheoryData<double[]> Cases => new()
    {
        new double[] { 1.2, 1.2, 2, -2, 0, 0.9, 100, 3.3, 0.5, 9, 105, 50, 2, 10, 26.5 },
        new double[] { 1, 3.5, 1.5, 0.5, -1, 0.4, 250, 1.1, 1.3, 4, 60, 12, 0.7, 23, 3 },
        new double[] { 0.9, 0.6, 2.5, -2.5, 1, 0.6, 60, 6, 0.2, 25, 200, 5, 5, 1, 0 },
        new double[] { 1.4, 4, 3, 1, 2, 1, 400, 0.5, 2, 15, 31, 90, 0, 30, 50 },
    };

    [Theory]
    [MemberData(nameof(Cases))]
    public void Runoff_stores_and_evapotranspiration_follow_the_published_equations(double[] parameters)
    {
        var weather = new SyntheticWeather(StepCount, seed: 8);
        using ModelTrial trial = TrialOf(weather, null);
        TrialResults results = trial.Run(parameters);

        var published = new PublishedHbv(parameters);
        var series = new double[6][];
        for (int output = 0; output < 6; output++)
        {
            series[output] = new double[StepCount];
        }

        for (int step = 0; step < StepCount; step++)
        {
            series[0][step] = published.Step(weather.Precipitation[step], weather.Temperature[step], weather.PotentialEvapotranspiration[step]);
            (series[1][step], series[2][step], series[3][step]) = (published.Evapotranspiration, published.Snow, published.Soil);
            (series[4][step], series[5][step]) = (published.Upper, published.Lower);
        }

        string[] names = ["runoff", "evapotranspiration", "snow_water_equivalent", "soil_moisture", "upper_zone", "lower_zone"];
        for (int output = 0; output < 6; output++)
        {
            Close.All(series[output], results.Of(names[output]), 1e-9, 1e-2, names[output]);
        }
    }

    [Fact]
    public void Snow_and_soil_of_bands_are_the_area_weighted_means_of_one_run_a_band()
    {
        double[] area = [0.5, 0.3, 0.2];
        double[] factor = [0.9, 1, 1.25];
        double[] height = [-300, 100, 700];
        const double LapseRate = 0.0065;
        double[] parameters = [1.2, 1.2, 2, -2, 0, 0.9, 100, 3.3, 0.5, 9, 105, 50, 2, 10, 26.5];
        var weather = new SyntheticWeather(StepCount, seed: 12);
        using ModelTrial banded = TrialOf(weather, new ElevationBands(3, 1, area, factor, height, [.. Enumerable.Repeat(LapseRate, 366)]));
        TrialResults together = banded.Run(parameters);

        foreach (string output in new[] { "snow_water_equivalent", "soil_moisture", "evapotranspiration" })
        {
            double[] mean = new double[StepCount];
            for (int band = 0; band < 3; band++)
            {
                double[] precipitation = [.. weather.Precipitation.Select(p => p * factor[band])];
                double[] temperature = [.. weather.Temperature.Select(t => t - (LapseRate * height[band]))];
                using var alone = new ModelTrial(
                    new HbvPlugin(), "{}", weather.Time, ModelTrial.OneUnit(), precipitation, temperature, weather.PotentialEvapotranspiration);
                double[] series = alone.Run(parameters).Of(output);
                for (int step = 0; step < StepCount; step++)
                {
                    mean[step] += area[band] * series[step];
                }
            }

            Close.All(mean, together.Of(output), 1e-12, 1, output);
        }
    }

    [Fact]
    public void Transfer_spreads_water_over_a_triangle_that_sums_to_one()
    {
        double[] one = [1, 10, 2, -2, 0, 1e-2, 1, 0.01, 1, 30, 250, 100, 0, 7, 0];
        double[] precipitation = new double[60];
        precipitation[0] = 110;
        var time = new TimeAxis(new DateTime(2001, 6, 1), TimeSpan.FromDays(1), 60);
        double[] warm = [.. Enumerable.Repeat(15.0, 60)];
        using var trial = new ModelTrial(
            new HbvPlugin(), """{ "initial_soil_moisture": 1, "initial_upper_zone": 0, "initial_lower_zone": 0 }""", time, ModelTrial.OneUnit(), precipitation, warm, new double[60]);
        TrialResults results = trial.Run(one);

        double left = results.After.Sum() - 1;
        Assert.Equal(110, results.Of("runoff").Sum() + left, 1e-9);
        Assert.True(results.Of("runoff")[0] < results.Of("runoff")[1] && results.Of("runoff")[1] < results.Of("runoff")[2], "The rising limb of seven steps rises.");
    }

    internal static ModelTrial TrialOf(SyntheticWeather weather, ElevationBands? bands) => new(
        new HbvPlugin(), "{}", weather.Time, ModelTrial.OneUnit(bands), weather.Precipitation, weather.Temperature, weather.PotentialEvapotranspiration);
}
