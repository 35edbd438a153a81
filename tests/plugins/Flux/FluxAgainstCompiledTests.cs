using Tributary.Contracts;
using Tributary.Plugins.Gr;

namespace Tributary.Tests.Flux;

/// <summary>Models written in YAML give the numbers of the same models written in C#.</summary>
public sealed class FluxAgainstCompiledTests
{
    [Theory]
    [InlineData(1)]
    [InlineData(8)]
    public void Gr4j_in_yaml_matches_the_compiled_plugin_to_1e_9(int lanes)
    {
        var weather = new SyntheticWeather(3000, seed: 5);
        using ModelTrial yaml = FluxModels.Trial("""{ "structure": "gr4j" }""", [weather]);
        using var compiled = new ModelTrial(new GrPlugin(), "{}", weather.Time, ModelTrial.OneUnit(), weather.Precipitation, weather.PotentialEvapotranspiration);
        double[][] sets = [[350, 0, 90, 1.7], [350, 2.5, 90, 1.7], [120, -3, 40, 0.5], [1000, 1, 300, 19.9], [20, -10, 1, 3.3], .. SimulationPromises.RandomSets(compiled.Descriptor, 27, seed: 3)];
        for (int first = 0; first < sets.Length; first += lanes)
        {
            var parameters = new ParameterSets(4, lanes, 1);
            for (int lane = 0; lane < lanes; lane++)
            {
                parameters.Fill(lane, sets[first + lane]);
            }

            TrialResults expected = compiled.Run(parameters);
            TrialResults actual = yaml.Run(parameters);
            for (int lane = 0; lane < lanes; lane++)
            {
                foreach (string output in (ReadOnlySpan<string>)["runoff", "evapotranspiration", "production_store", "routing_store"])
                {
                    Close.All(expected.Of(output, lane), actual.Of(output, lane), 1e-9, floor: 1, $"set {first + lane}, {output}");
                }

                double[] gain = expected.Of("groundwater_exchange", lane);
                double[] loss = actual.Of("groundwater", lane);
                Close.All(gain, [.. loss.Select(water => -water)], 1e-9, floor: 1, $"set {first + lane}, exchange");
            }
        }
    }

    [Fact]
    public void Hymod_in_yaml_matches_a_plain_one_to_1e_9()
    {
        var weather = new SyntheticWeather(3000, seed: 6);
        using ModelTrial yaml = FluxModels.Trial("""{ "structure": "hymod" }""", [weather]);
        foreach (double[] set in (double[][])[[250, 0.4, 0.7, 0.03, 0.5], [1, 2, 1, 0.3, 0.99], [3, 0.05, 0, 0.001, 0.1], .. SimulationPromises.RandomSets(yaml.Descriptor, 30, seed: 4)])
        {
            Close.All(PlainHymod.Run(set, weather.Precipitation, weather.PotentialEvapotranspiration), yaml.Run(set).Of("runoff"), 1e-9, floor: 1, string.Join(" ", set));
        }
    }

    [Fact]
    public void The_hymod_that_it_is_timed_beside_is_the_plain_one()
    {
        const int SetCount = 11;
        var weather = new SyntheticWeather(1000, seed: 7);
        using ModelTrial yaml = FluxModels.Trial("""{ "structure": "hymod" }""", [weather]);
        double[][] sets = [[250, 0.4, 0.7, 0.03, 0.5], [1, 2, 1, 0.3, 0.99], .. SimulationPromises.RandomSets(yaml.Descriptor, SetCount - 2, seed: 8)];
        var parameters = new ParameterSets(5, SetCount, 1);
        for (int set = 0; set < SetCount; set++)
        {
            parameters.Fill(set, sets[set]);
        }

        double[] runoff = new double[SetCount * weather.Time.Count];
        using var model = new LaneHymod();
        using ISimulation simulation = model.Start(parameters);
        double[] forcing = [.. weather.Precipitation, .. weather.PotentialEvapotranspiration];
        simulation.Advance(new SimulationBlock(weather.Time, forcing, SeriesRows.Dense(2, 1, weather.Time.Count), runoff, SeriesRows.Dense(1, SetCount, weather.Time.Count)));
        for (int set = 0; set < SetCount; set++)
        {
            Close.All(PlainHymod.Run(sets[set], weather.Precipitation, weather.PotentialEvapotranspiration), runoff.AsSpan(set * weather.Time.Count, weather.Time.Count).ToArray(), 1e-9, floor: 1, $"set {set}");
        }
    }
}
