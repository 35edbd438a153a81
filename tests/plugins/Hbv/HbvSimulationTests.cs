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
        SimulationChecks.BlocksAndRestartsChangeNoBit(trial, ParameterSets.Uniform(SimulationChecks.RandomSets(trial.Descriptor, 1, seed: 3)[0]));
    }

    [Fact]
    public void Blocks_and_restarts_change_no_bit_of_a_batch()
    {
        using ModelTrial trial = TrialOf([1, 2, 3]);
        SimulationChecks.BlocksAndRestartsChangeNoBit(trial, Batch(trial, 5, 3), cases: 15);
    }

    [Fact]
    public void Thirteen_sets_on_one_unit_give_the_bits_of_each_alone()
    {
        using ModelTrial batch = TrialOf([1]);
        SimulationChecks.BatchGivesTheBitsOfEachAlone(batch, _ => TrialOf([1]), unitCount: 1, setCount: 13);
    }

    [Fact]
    public void Seven_sets_on_three_units_give_the_bits_of_each_alone()
    {
        using ModelTrial batch = TrialOf([1, 2, 3]);
        SimulationChecks.BatchGivesTheBitsOfEachAlone(batch, unit => TrialOf([unit + 1]), unitCount: 3, setCount: 7);
    }

    [Fact]
    public void No_step_allocates()
    {
        using ModelTrial trial = TrialOf([1]);
        SimulationChecks.AdvancingAllocatesNothing(trial, Batch(trial, 13, 1));
    }

    private static ParameterSets Batch(ModelTrial trial, int setCount, int unitCount)
    {
        double[][] sets = SimulationChecks.RandomSets(trial.Descriptor, setCount, seed: 4);
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
