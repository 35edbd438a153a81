using Tributary.Contracts;
using Tributary.Plugins.Gr;

namespace Tributary.Tests.Gr;

/// <summary>Every variant against a plain transcription of its published equations.</summary>
public sealed class GrEquationsTests
{
    private const int StepCount = 3000;
    private const double Tolerance = 1e-10;

    public static TheoryData<string, double[]> Cases => new()
    {
        { "GR4J", [350, 0.5, 90, 1.7] },
        { "GR4J", [120, -3.2, 40, 0.5] },
        { "GR4J", [900, 2.5, 250, 7.3] },
        { "GR5J", [350, 1.1, 90, 2.4, 0.3] },
        { "GR5J", [200, -4, 30, 1, -0.6] },
        { "GR6J", [350, -0.8, 60, 1.3, 0.4, 5] },
        { "GR6J", [150, 3, 120, 3.9, -0.2, 25] },
        { "GR4H", [400, 0.1, 60, 17.5] },
        { "GR4H", [150, -1.5, 30, 55] },
    };

    [Theory]
    [MemberData(nameof(Cases))]
    public void A_variant_follows_its_published_equations(string variant, double[] parameters)
    {
        var weather = new SyntheticWeather(StepCount, seed: 3, stepsPerDay: variant == "GR4H" ? 24 : 1);
        using var trial = new ModelTrial(
            new GrPlugin(), $$"""{ "variant": "{{variant}}" }""", weather.Time, ModelTrial.OneUnit(), weather.Precipitation, weather.PotentialEvapotranspiration);
        TrialResults results = trial.Run(parameters);

        var published = new PublishedGr(variant, parameters);
        double[] runoff = new double[StepCount];
        double[] evapotranspiration = new double[StepCount];
        for (int step = 0; step < StepCount; step++)
        {
            runoff[step] = published.Step(weather.Precipitation[step], weather.PotentialEvapotranspiration[step]);
            evapotranspiration[step] = published.Evapotranspiration;
        }

        Close.All(runoff, results.Of("runoff"), Tolerance, 1e-3, "runoff");
        Close.All(evapotranspiration, results.Of("evapotranspiration"), Tolerance, 1e-3, "evapotranspiration");
        Close.All([published.Production], [results.Of("production_store")[^1]], Tolerance);
        Close.All([published.Routing], [results.Of("routing_store")[^1]], Tolerance, 1e-3);
    }

    [Theory]
    [InlineData(0.35, 4.2)]
    [InlineData(0.9, 1.7)]
    [InlineData(0, 9)]
    public void CemaNeige_on_five_bands_follows_its_published_equations(double ctg, double kf)
    {
        const double MeanAnnualSnow = 180;
        var weather = new SyntheticWeather(StepCount, seed: 5);
        ElevationBands bands = FiveBands();
        double[] gr = [350, 0.5, 90, 1.7];
        using var trial = new ModelTrial(
            new GrPlugin(),
            $$"""{ "snow": "cemaneige", "mean_annual_solid_precipitation": {{MeanAnnualSnow}} }""",
            weather.Time,
            ModelTrial.OneUnit(bands),
            weather.Precipitation,
            weather.PotentialEvapotranspiration,
            weather.Temperature);
        TrialResults results = trial.Run([.. gr, ctg, kf]);

        var published = new PublishedGr("GR4J", gr);
        PublishedCemaNeige[] snow = [.. Enumerable.Range(0, 5).Select(_ => new PublishedCemaNeige(ctg, kf, MeanAnnualSnow))];
        double[] runoff = new double[StepCount];
        double[] pack = new double[StepCount];
        for (int step = 0; step < StepCount; step++)
        {
            double water = 0;
            for (int band = 0; band < 5; band++)
            {
                double lapse = 0.005 + (0.002 * Math.Sin(weather.Time[step].DayOfYear / 58.0));
                double onBand = weather.Temperature[step] - (lapse * bands.HeightAboveForcing[band]);
                water += snow[band].Step(weather.Precipitation[step] * bands.PrecipitationFactor[band], onBand) / 5;
                pack[step] += snow[band].Pack / 5;
            }

            runoff[step] = published.Step(water, weather.PotentialEvapotranspiration[step]);
        }

        Close.All(runoff, results.Of("runoff"), Tolerance, 1e-3, "runoff");
        Close.All(pack, results.Of("snow_water_equivalent"), Tolerance, 1e-3, "snow");
    }

    [Fact]
    public void The_survey_finds_the_mean_annual_solid_precipitation()
    {
        var weather = new SyntheticWeather(1461, seed: 6);
        double mean = weather.Precipitation.Select((p, step) => p * PublishedCemaNeige.SolidShare(weather.Temperature[step])).Sum() / 1461 * 365.25;
        using ModelTrial surveyed = Snowy("null");
        using ModelTrial given = Snowy(mean.ToString("R", System.Globalization.CultureInfo.InvariantCulture));
        double[] parameters = [350, 0.5, 90, 1.7, 0.3, 4];

        Assert.True(surveyed.Descriptor.Capabilities.HasFlag(Capabilities.SurveysForcing));
        Assert.False(given.Descriptor.Capabilities.HasFlag(Capabilities.SurveysForcing));
        Close.All(given.Run(parameters).Of("runoff"), surveyed.Run(parameters).Of("runoff"), 1e-9, 1e-3);

        ModelTrial Snowy(string snow) => new(
            new GrPlugin(),
            $$"""{ "snow": "cemaneige", "mean_annual_solid_precipitation": {{snow}} }""",
            weather.Time,
            ModelTrial.OneUnit(),
            weather.Precipitation,
            weather.PotentialEvapotranspiration,
            weather.Temperature);
    }

    /// <summary>Five bands of equal area with a lapse rate that changes through the year.</summary>
    internal static ElevationBands FiveBands()
    {
        double[] factor = [0.8, 0.9, 1, 1.1, 1.2];
        double[] height = [-400, -150, 20, 210, 600];
        double[] lapse = [.. Enumerable.Range(1, 366).Select(day => 0.005 + (0.002 * Math.Sin(day / 58.0)))];
        return new ElevationBands(5, 1, [0.2, 0.2, 0.2, 0.2, 0.2], factor, height, lapse);
    }
}
