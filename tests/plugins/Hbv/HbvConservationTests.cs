using FsCheck.Fluent;
using Tributary.Contracts;

namespace Tributary.Tests.Hbv;

/// <summary>No water is made or lost, and no river flows backwards.</summary>
public sealed class HbvConservationTests
{
    [Theory]
    [InlineData(1)]
    [InlineData(24)]
    public void Water_that_enters_is_water_that_leaves_or_stays(double stepsPerDay)
    {
        var weather = new SyntheticWeather(1500, seed: 21, stepsPerDay);
        using ModelTrial trial = HbvEquationsTests.TrialOf(weather, Bands());
        Property.Holds(Gen.Choose(0, int.MaxValue - 1), seed =>
        {
            double[] parameters = SimulationPromises.RandomSets(trial.Descriptor, 1, seed)[0];

            // Else the snow correction factor adds water by intent.
            parameters[0] = 1;
            TrialResults results = trial.Run(parameters);
            double stored = results.Change("upper_zone").Sum() + results.Change("lower_zone").Sum() + results.Change("underway").Sum()
                + results.Change("snow").Select((change, band) => change * Bands().AreaFraction[band]).Sum()
                + results.Change("soil_moisture").Select((change, band) => change * Bands().AreaFraction[band]).Sum();
            Assert.Equal(weather.Precipitation.Sum(), results.Of("evapotranspiration").Sum() + results.Of("runoff").Sum() + stored, 1e-8);
        });
    }

    [Fact]
    public void Runoff_and_stores_are_finite_and_never_negative_within_the_bounds()
    {
        var weather = new SyntheticWeather(1500, seed: 22);
        using ModelTrial trial = HbvEquationsTests.TrialOf(weather, Bands());
        Property.Holds(Gen.Choose(0, int.MaxValue - 1), seed =>
        {
            TrialResults results = trial.Run(SimulationPromises.RandomSets(trial.Descriptor, 1, seed)[0]);
            Assert.All(results.Values, value => Assert.InRange(value, 0, double.MaxValue));
        });
    }

    private static ElevationBands Bands() => new(3, 1, [0.5, 0.25, 0.25], [0.8, 1, 1.4], [-400, 0, 900], [.. Enumerable.Repeat(0.006, 366)]);
}
