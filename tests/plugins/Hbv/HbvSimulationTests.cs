using Tributary.Contracts;
using Tributary.Plugins.Hbv;

namespace Tributary.Tests.Hbv;

/// <summary>Blocks, restarts and batches change no bit, and no step allocates.</summary>
public sealed class HbvSimulationTests
{
    [Theory]
    [InlineData(1)]
    [InlineData(24)]
    public void Blocks_and_restarts_change_no_bit(double stepsPerDay)
    {
        using ModelTrial trial = TrialOf([1], stepsPerDay);
        Assert.Null(SimulationPromises.BlocksChangeNoBit(trial, ParameterSets.Uniform(SimulationPromises.RandomSets(trial.Descriptor, 1, seed: 3)[0])));
        Assert.Null(SimulationPromises.RestartsChangeNoBit(trial, ParameterSets.Uniform(SimulationPromises.RandomSets(trial.Descriptor, 1, seed: 3)[0])));
    }

    [Fact]
    public void Blocks_and_restarts_change_no_bit_of_a_batch()
    {
        using ModelTrial trial = TrialOf([1, 2, 3]);
        Assert.Null(SimulationPromises.BlocksChangeNoBit(trial, Batch(trial, 5, 3), cases: 15));
        Assert.Null(SimulationPromises.RestartsChangeNoBit(trial, Batch(trial, 5, 3), cases: 15));
    }

    [Fact]
    public void Thirteen_sets_on_one_unit_give_the_bits_of_each_alone()
    {
        using ModelTrial batch = TrialOf([1]);
        Assert.Null(SimulationPromises.BatchGivesTheBitsOfEachAlone(batch, _ => TrialOf([1]), setCount: 13));
    }

    [Fact]
    public void Seven_sets_on_three_units_give_the_bits_of_each_alone()
    {
        using ModelTrial batch = TrialOf([1, 2, 3]);
        Assert.Null(SimulationPromises.BatchGivesTheBitsOfEachAlone(batch, unit => TrialOf([unit + 1]), setCount: 7));
    }

    /// <summary>The logarithm of an empty soil is infinite, which once made the vector functions take another path for its neighbours too.</summary>
    [Fact]
    public void A_unit_without_soil_moisture_changes_no_bit_of_its_neighbours()
    {
        SyntheticWeather[] weather = [.. Enumerable.Range(1, 8).Select(seed => new SyntheticWeather(500, seed))];
        Array.Clear(weather[3].Precipitation);
        double[] parameters = [1.2, 1.2, 2, -2, 0, 0.9, 100, 3.3, 0.5, 9, 105, 50, 2, 10, 26.5];
        using ModelTrial batch = Dry(weather);
        TrialResults together = batch.Run(ParameterSets.Uniform(parameters, 8));
        for (int unit = 0; unit < 8; unit++)
        {
            using ModelTrial alone = Dry([weather[unit]]);
            Close.SameBits(alone.Run(parameters).Of("runoff"), together.Of("runoff", unit), $"unit {unit}, step");
        }

        static ModelTrial Dry(SyntheticWeather[] weather) => new(
            new HbvPlugin(),
            """{ "initial_soil_moisture": 0 }""",
            weather[0].Time,
            new CatchmentUnits([.. weather.Select((_, i) => $"{i}")], [.. weather.Select(_ => 1.0)]),
            [.. weather.Select(unit => unit.Precipitation), .. weather.Select(unit => unit.Temperature), .. weather.Select(unit => unit.PotentialEvapotranspiration)]);
    }

    [Fact]
    public void No_step_allocates()
    {
        using ModelTrial trial = TrialOf([1]);
        Assert.Equal(0, SimulationPromises.AllocatedPerStep(trial, Batch(trial, 13, 1)));
    }

    private static ParameterSets Batch(ModelTrial trial, int setCount, int unitCount)
    {
        double[][] sets = SimulationPromises.RandomSets(trial.Descriptor, setCount, seed: 4);
        var parameters = new ParameterSets(trial.Descriptor.Parameters.Count, setCount, unitCount);
        for (int set = 0; set < setCount; set++)
        {
            parameters.Fill(set, sets[set]);
        }

        return parameters;
    }

    private static ModelTrial TrialOf(int[] seeds, double stepsPerDay = 1)
    {
        SyntheticWeather[] weather = [.. seeds.Select(seed => new SyntheticWeather(500, seed, stepsPerDay))];
        double[][] forcing =
        [
            .. weather.Select(unit => unit.Precipitation),
            .. weather.Select(unit => unit.Temperature),
            .. weather.Select(unit => unit.PotentialEvapotranspiration),
        ];
        double[] PerBand(Func<int, int, double> value) => [.. Enumerable.Range(0, 4).SelectMany(band => seeds.Select(seed => value(band, seed)))];
        var bands = new ElevationBands(
            4,
            seeds.Length,
            PerBand((_, _) => 0.25),
            PerBand((band, seed) => 1 + ((band - 1.5) * 0.05 * seed)),
            PerBand((band, seed) => (band - 1.5) * 150 * seed),
            [.. Enumerable.Repeat(0.006, 366)]);
        var units = new CatchmentUnits([.. seeds.Select(seed => $"{seed}")], [.. seeds.Select(_ => 1.0)], bands: bands);
        return new ModelTrial(new HbvPlugin(), "{}", weather[0].Time, units, forcing);
    }
}
