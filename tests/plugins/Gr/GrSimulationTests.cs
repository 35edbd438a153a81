using Tributary.Contracts;
using Tributary.Plugins.Gr;

namespace Tributary.Tests.Gr;

/// <summary>Blocks, restarts and batches change no bit, and no step allocates.</summary>
public sealed class GrSimulationTests
{
    public static TheoryData<string, bool> Variants => new()
    {
        { "GR4J", false }, { "GR5J", false }, { "GR6J", false }, { "GR4H", false },
        { "GR4J", true }, { "GR5J", true }, { "GR6J", true }, { "GR4H", true },
    };

    [Theory]
    [MemberData(nameof(Variants))]
    public void Blocks_and_restarts_change_no_bit(string variant, bool snow)
    {
        using ModelTrial trial = TrialOf(variant, snow, [1]);
        Assert.Null(SimulationPromises.BlocksChangeNoBit(trial, ParameterSets.Uniform(SimulationPromises.RandomSets(trial.Descriptor, 1, seed: 2)[0])));
        Assert.Null(SimulationPromises.RestartsChangeNoBit(trial, ParameterSets.Uniform(SimulationPromises.RandomSets(trial.Descriptor, 1, seed: 2)[0])));
    }

    [Fact]
    public void Blocks_and_restarts_change_no_bit_of_a_batch()
    {
        using ModelTrial trial = TrialOf("GR6J", true, [1, 2, 3]);
        double[][] sets = SimulationPromises.RandomSets(trial.Descriptor, 5, seed: 2);
        var parameters = new ParameterSets(trial.Descriptor.Parameters.Count, 5, 3);
        for (int set = 0; set < 5; set++)
        {
            parameters.Fill(set, sets[set]);
        }

        Assert.Null(SimulationPromises.BlocksChangeNoBit(trial, parameters, cases: 15));
        Assert.Null(SimulationPromises.RestartsChangeNoBit(trial, parameters, cases: 15));
    }

    [Theory]
    [MemberData(nameof(Variants))]
    public void Thirteen_sets_on_one_unit_give_the_bits_of_each_alone(string variant, bool snow)
    {
        using ModelTrial batch = TrialOf(variant, snow, [1]);
        Assert.Null(SimulationPromises.BatchGivesTheBitsOfEachAlone(batch, _ => TrialOf(variant, snow, [1]), setCount: 13));
    }

    [Theory]
    [MemberData(nameof(Variants))]
    public void Seven_sets_on_three_units_give_the_bits_of_each_alone(string variant, bool snow)
    {
        using ModelTrial batch = TrialOf(variant, snow, [1, 2, 3]);
        Assert.Null(SimulationPromises.BatchGivesTheBitsOfEachAlone(batch, unit => TrialOf(variant, snow, [unit + 1]), setCount: 7));
    }

    [Theory]
    [MemberData(nameof(Variants))]
    public void No_step_allocates(string variant, bool snow)
    {
        using ModelTrial trial = TrialOf(variant, snow, [1]);
        double[][] sets = SimulationPromises.RandomSets(trial.Descriptor, 13, seed: 4);
        var parameters = new ParameterSets(trial.Descriptor.Parameters.Count, 13, 1);
        for (int set = 0; set < 13; set++)
        {
            parameters.Fill(set, sets[set]);
        }

        Assert.Equal(0, SimulationPromises.AllocatedPerStep(trial, parameters));
    }

    [Fact]
    public void Outputs_that_nobody_asks_for_change_nothing()
    {
        var weather = new SyntheticWeather(500);
        using ModelTrial trial = TrialOf("GR6J", true, [1]);
        double[] parameters = SimulationPromises.RandomSets(trial.Descriptor, 1, seed: 9)[0];
        double[] all = trial.Run(parameters).Of("runoff");

        using ISimulation simulation = trial.Start(ParameterSets.Uniform(parameters));
        double[] forcing = [.. weather.Precipitation, .. weather.PotentialEvapotranspiration, .. weather.Temperature];
        double[] runoff = new double[500];
        int[] onlyRunoff = [0, .. Enumerable.Repeat(-1, trial.Descriptor.Outputs.Count - 1)];
        simulation.Advance(new SimulationBlock(weather.Time, forcing, SeriesRows.Dense(3, 1, 500), runoff, new SeriesRows(onlyRunoff, 500, 1)));
        Close.SameBits(all, runoff);
    }

    private static ModelTrial TrialOf(string variant, bool snow, int[] seeds)
    {
        SyntheticWeather[] weather = [.. seeds.Select(seed => new SyntheticWeather(500, seed, variant == "GR4H" ? 24 : 1))];
        double[][] forcing =
        [
            .. weather.Select(unit => unit.Precipitation),
            .. weather.Select(unit => unit.PotentialEvapotranspiration),
            .. snow ? weather.Select(unit => unit.Temperature) : [],
        ];
        var units = new CatchmentUnits([.. seeds.Select(seed => $"{seed}")], [.. seeds.Select(_ => 1.0)], bands: snow ? Bands(seeds) : null);
        return new ModelTrial(new GrPlugin(), $$"""{ "variant": "{{variant}}", "snow": "{{(snow ? "cemaneige" : "none")}}" }""", weather[0].Time, units, forcing);
    }

    /// <summary>Five bands a unit, higher and wetter with the unit's seed.</summary>
    private static ElevationBands Bands(int[] seeds)
    {
        double[] PerBand(Func<int, int, double> value) => [.. Enumerable.Range(0, 5).SelectMany(band => seeds.Select(seed => value(band, seed)))];
        return new ElevationBands(
            5,
            seeds.Length,
            PerBand((_, _) => 0.2),
            PerBand((band, seed) => 1 + ((band - 2) * 0.05 * seed)),
            PerBand((band, seed) => (band - 2) * 150.0 * seed),
            [.. Enumerable.Repeat(0.006, 366)]);
    }
}
