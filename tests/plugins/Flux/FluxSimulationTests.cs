using Tributary.Contracts;

namespace Tributary.Tests.Flux;

/// <summary>What every simulation promises, of the models that come with the plugin; and what the water does.</summary>
public sealed class FluxSimulationTests
{
    [Theory]
    [MemberData(nameof(FluxModels.Shipped), MemberType = typeof(FluxModels))]
    public void Blocks_and_restarts_change_no_bit(string settings)
    {
        using ModelTrial trial = FluxModels.Trial(settings);
        var parameters = ParameterSets.Uniform(SimulationPromises.RandomSets(trial.Descriptor, 1, seed: 2)[0]);
        Assert.Null(SimulationPromises.BlocksChangeNoBit(trial, parameters, cases: 15));
        Assert.Null(SimulationPromises.RestartsChangeNoBit(trial, parameters, cases: 15));
    }

    [Theory]
    [MemberData(nameof(FluxModels.Shipped), MemberType = typeof(FluxModels))]
    public void Seven_sets_on_three_units_give_the_bits_of_each_alone(string settings)
    {
        using ModelTrial batch = FluxModels.Trial(settings, 400, 1, 2, 3);
        Assert.Null(SimulationPromises.BatchGivesTheBitsOfEachAlone(batch, unit => FluxModels.Trial(settings, 400, unit + 1), setCount: 7));
    }

    [Theory]
    [MemberData(nameof(FluxModels.Shipped), MemberType = typeof(FluxModels))]
    public void No_step_allocates(string settings)
    {
        using ModelTrial trial = FluxModels.Trial(settings);
        double[][] sets = SimulationPromises.RandomSets(trial.Descriptor, 13, seed: 4);
        var parameters = new ParameterSets(trial.Descriptor.Parameters.Count, 13, 1);
        for (int set = 0; set < 13; set++)
        {
            parameters.Fill(set, sets[set]);
        }

        Assert.Equal(0, SimulationPromises.AllocatedPerStep(trial, parameters));
    }

    [Theory]
    [MemberData(nameof(FluxModels.Shipped), MemberType = typeof(FluxModels))]
    public void All_rain_is_found_again(string settings)
    {
        var weather = new SyntheticWeather(1500, seed: 9);
        using ModelTrial trial = FluxModels.Trial(settings, [weather]);
        foreach (double[] set in SimulationPromises.RandomSets(trial.Descriptor, 20, seed: 8))
        {
            TrialResults results = trial.Run(set);
            double gone = trial.Descriptor.Outputs
                .Where(output => output.Variable.Name is "runoff" or "evapotranspiration" or "groundwater")
                .Sum(output => results.Of(output.Variable.Name).Sum());
            // The first element of a delay has left at the last step.
            double kept = results.Layout.Variables.Sum(state => results.Change(state.Name).Skip(state.ElementCount > 1 ? 1 : 0).Sum());
            Assert.Equal(weather.Precipitation.Sum(), gone + kept, 1e-8 * weather.Precipitation.Sum());
            Assert.All(trial.Descriptor.Outputs.Where(output => output.Variable.Lowest == 0), output => Assert.True(results.Of(output.Variable.Name).Min() >= 0));
        }
    }

    [Fact]
    public void A_linear_store_empties_as_its_closed_form_says()
    {
        using var folder = new TemporaryFolder();
        string file = folder.Write("store.yaml", """
            name: linear store
            forcing: { P: precipitation, E: potential_evapotranspiration }
            parameters: { k: { unit: d-1, bounds: [0.01, 1], default: 0.1 } }
            stores: { S: { initial: "100 [mm]" } }
            fluxes:
              rain: { from: P, to: S }
              flow: { from: S, to: runoff, value: k * dt * S }
            """);
        var weather = new SyntheticWeather(50);
        Array.Clear(weather.Precipitation);
        using ModelTrial trial = FluxModels.Trial(FluxModels.Settings(file), [weather]);
        Close.All([.. Enumerable.Range(0, 50).Select(day => 100 * 0.3 * Math.Pow(0.7, day))], trial.Run(0.3).Of("runoff"), 1e-12);
    }

    [Fact]
    public void Substeps_bring_a_linear_store_close_to_its_exact_outflow()
    {
        using var folder = new TemporaryFolder();
        var weather = new SyntheticWeather(50);
        Array.Clear(weather.Precipitation);
        foreach (int substeps in (int[])[1, 10, 100])
        {
            string file = folder.Write($"{substeps}.yaml", $$"""
                name: linear store
                substeps: {{substeps}}
                forcing: { P: precipitation, E: potential_evapotranspiration }
                parameters: { k: { unit: d-1, bounds: [0.01, 1], default: 0.1 } }
                stores: { S: { initial: "100 [mm]" } }
                delays: { late: { longest: 3, s_curve: "if t < 3 [d] then 0 else 1" } }
                fluxes:
                  rain: { from: P, to: S }
                  flow: { from: S, to: late, value: k * dt * S }
                  river: { from: late, to: runoff }
                """);
            using ModelTrial trial = FluxModels.Trial(FluxModels.Settings(file), [weather]);
            double[] expected = [.. Enumerable.Range(0, 50).Select(day => day < 2 ? 0 : 100 * (1 - Math.Exp(-0.3)) * Math.Exp(-0.3 * (day - 2)))];
            double error = trial.Run(0.3).Of("runoff").Zip(expected, (actual, exact) => Math.Abs(actual - exact)).Max();
            Assert.InRange(error, 0, 5.0 / substeps);
        }
    }
}
