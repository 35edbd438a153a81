using FsCheck;
using FsCheck.Fluent;
using Tributary.Contracts;
using Tributary.Plugins.Gr;

namespace Tributary.Tests.Gr;

/// <summary>No water is made or lost, and no river flows backwards.</summary>
public sealed class GrConservationTests
{
    private const int StepCount = 1200;

    [Theory]
    [InlineData("GR4J", false)]
    [InlineData("GR5J", false)]
    [InlineData("GR6J", false)]
    [InlineData("GR4H", false)]
    [InlineData("GR4J", true)]
    [InlineData("GR6J", true)]
    [InlineData("GR4H", true)]
    public void Water_that_enters_is_water_that_leaves_or_stays(string variant, bool snow)
    {
        SyntheticWeather weather = WeatherFor(variant);
        using ModelTrial trial = TrialOf(variant, snow, weather);
        Property.Holds(ParametersOf(trial.Descriptor), parameters =>
        {
            TrialResults results = trial.Run(parameters);
            double stored = results.Change("production_store").Sum()
                + results.Change("routing_store").Sum()
                + results.Change("exponential_store").Sum()
                + results.Change("unit_hydrograph_1").Skip(1).Sum()
                + results.Change("unit_hydrograph_2").Skip(1).Sum()
                + (results.Change("snow_pack").Sum() / (snow ? 5 : 1));
            double balance = weather.Precipitation.Sum() + results.Of("groundwater_exchange").Sum() - results.Of("evapotranspiration").Sum() - results.Of("runoff").Sum() - stored;
            Assert.Equal(0, balance, 1e-9 * Math.Max(1, results.Of("runoff").Sum()));
        });
    }

    [Theory]
    [InlineData("GR4J")]
    [InlineData("GR5J")]
    [InlineData("GR6J")]
    [InlineData("GR4H")]
    public void Discharge_is_finite_and_never_negative_within_the_bounds(string variant)
    {
        SyntheticWeather weather = WeatherFor(variant);
        using ModelTrial trial = TrialOf(variant, true, weather);
        Property.Holds(ParametersOf(trial.Descriptor), parameters =>
        {
            TrialResults results = trial.Run(parameters);
            Assert.All(results.Of("runoff"), runoff => Assert.InRange(runoff, 0, double.MaxValue));
            Assert.All(results.Of("production_store"), store => Assert.InRange(store, 0, parameters[0]));
            Assert.All(results.Of("routing_store"), store => Assert.InRange(store, 0, double.MaxValue));
            Assert.All(results.Of("snow_water_equivalent"), store => Assert.InRange(store, 0, double.MaxValue));
        });
    }

    [Fact]
    public void Without_rain_evaporation_or_exchange_the_stores_only_empty()
    {
        double[] dry = new double[2000];
        var time = new TimeAxis(new DateTime(2001, 1, 1), TimeSpan.FromDays(1), dry.Length);
        using var trial = new ModelTrial(new GrPlugin(), "{}", time, ModelTrial.OneUnit(), dry, dry);
        TrialResults results = trial.Run(350, 0, 90, 1.7);
        double[] production = results.Of("production_store");
        Assert.All(Enumerable.Range(1, dry.Length - 1), step => Assert.True(production[step] < production[step - 1]));
        Assert.True(results.Of("runoff")[^1] < 0.05 * results.Of("runoff")[0]);
    }

    private static SyntheticWeather WeatherFor(string variant) => new(StepCount, seed: 11, stepsPerDay: variant == "GR4H" ? 24 : 1);

    private static ModelTrial TrialOf(string variant, bool snow, SyntheticWeather weather) => new(
        new GrPlugin(),
        $$"""{ "variant": "{{variant}}", "snow": "{{(snow ? "cemaneige" : "none")}}" }""",
        weather.Time,
        ModelTrial.OneUnit(snow ? GrEquationsTests.FiveBands() : null),
        snow ? [weather.Precipitation, weather.PotentialEvapotranspiration, weather.Temperature] : [weather.Precipitation, weather.PotentialEvapotranspiration]);

    private static Gen<double[]> ParametersOf(ModelDescriptor model) =>
        Gen.Choose(0, int.MaxValue - 1).Select(seed => SimulationPromises.RandomSets(model, 1, seed)[0]);
}
