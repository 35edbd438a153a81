using System.Text.Json;
using Tributary.Contracts;
using Tributary.Engine;

namespace Tributary.Tests.Isolation;

/// <summary>A plugin in a process of its own gives the bits that it gives in this one, however its steps are cut, and keeps what the conformance suite asks.</summary>
[Collection(nameof(Conformance.Alone))]
public sealed class IsolatedPluginTests
{
    private static readonly int[] Blocks = [1, 1, 2, 365, 7, 100];
    private static readonly PluginTesting.SyntheticWeather Weather = new PluginTesting.SyntheticWeather(900);

    [Theory]
    [InlineData("Gr", "gr", """{ "variant": "GR6J", "snow": "cemaneige" }""")]
    [InlineData("Hbv", "hbv", "{}")]
    public void A_model_gives_the_same_bits_isolated_in_blocks_and_after_restarts(string project, string id, string settings)
    {
        (IModelPlugin here, IModelPlugin apart) = (PluginsApart.Load<IModelPlugin>(project, id, false), PluginsApart.Load<IModelPlugin>(project, id, true));
        ModelDescriptor descriptor = here.Describe(JsonElement.Parse(settings));
        Assert.Equivalent(descriptor, apart.Describe(JsonElement.Parse(settings)), strict: true);
        ParameterSets parameters = SimulationPromises.SideBySide(SimulationPromises.RandomSets(descriptor, 3, seed: 4), 2);
        using ModelTrial one = Trial(here, descriptor, settings);
        using ModelTrial other = Trial(apart, descriptor, settings);
        AssertSame(one.Run(parameters), other.Run(parameters));
        AssertSame(one.Run(parameters, Blocks, []), other.Run(parameters, Blocks, [1, 3, 4]));
        Assert.Equal(Bits(one.RunFirst(parameters)), Bits(other.RunFirst(parameters)));
    }

    [Fact]
    public void Simulations_on_many_threads_do_not_disturb_each_other()
    {
        IModelPlugin apart = PluginsApart.Load<IModelPlugin>("Gr", "gr", true);
        ModelDescriptor descriptor = apart.Describe(JsonElement.Parse("{}"));
        using ModelTrial trial = Trial(apart, descriptor, "{}");
        ParameterSets[] sets = [.. SimulationPromises.RandomSets(descriptor, 8, seed: 9).Select(set => ParameterSets.Uniform(set, 2))];
        double[][] alone = [.. sets.Select(trial.RunFirst)];
        double[][] together = new double[sets.Length * 10][];
        Parallel.For(0, together.Length, new ParallelOptions { MaxDegreeOfParallelism = 4 }, i => together[i] = trial.RunFirst(sets[i % sets.Length]));
        Assert.All(Enumerable.Range(0, together.Length), i => Assert.Equal(Bits(alone[i % sets.Length]), Bits(together[i])));
    }

    [Fact]
    public void Forcing_that_stays_as_it_is_and_forcing_that_does_not_give_the_same_bits()
    {
        IModelPlugin apart = PluginsApart.Load<IModelPlugin>("Gr", "gr", true);
        ModelDescriptor descriptor = apart.Describe(JsonElement.Parse("{}"));
        double[] forcing = [.. ForcingOf(descriptor).SelectMany(series => series)];
        using IModel model = apart.Prepare(JsonElement.Parse("{}"), Setup());
        double[][] told = [.. new object?[] { null, new object() }.Select(key =>
        {
            double[] runoff = new double[2 * Weather.Time.Count];
            using ISimulation simulation = model.Start(ParameterSets.Uniform([.. descriptor.Parameters.Select(parameter => parameter.Default)], 2));
            foreach ((int first, int count) in ((int, int)[])[(0, 400), (400, 1), (401, Weather.Time.Count - 401)])
            {
                int[] wanted = [0, .. Enumerable.Repeat(-1, descriptor.Outputs.Count - 1)];
                simulation.Advance(new SimulationBlock(
                    Weather.Time.Slice(first, count), forcing, SeriesRows.Dense(descriptor.Forcing.Count, 2, Weather.Time.Count).From(first), runoff, new SeriesRows(wanted, Weather.Time.Count, 2).From(first), forcingKey: key));
            }

            return runoff;
        })];
        Assert.Equal(Bits(told[0]), Bits(told[1]));
        Assert.True(told[0].Sum() > 0, "nothing ran");
    }

    [Theory]
    [InlineData("Muskingum", "muskingum")]
    [InlineData("KinematicWave", "kinematic-wave")]
    public void A_routing_gives_the_same_bits_isolated_in_blocks_and_after_restarts(string project, string id)
    {
        (IRoutingPlugin here, IRoutingPlugin apart) = (PluginsApart.Load<IRoutingPlugin>(project, id, false), PluginsApart.Load<IRoutingPlugin>(project, id, true));
        RiverNetwork network = InventedNetwork.Random(60, seed: 3);
        double[] inflow = InventedNetwork.Inflow(network.Count, 300, seed: 2);
        using var one = new RoutingTrial(here, network, TimeSpan.FromHours(1));
        using var other = new RoutingTrial(apart, network, TimeSpan.FromHours(1));
        Assert.Equal(Bits(one.Run(inflow)), Bits(other.Run(inflow)));
        Assert.Equal(Bits(one.Run(inflow, [1, 2, 50], restarts: false)), Bits(other.Run(inflow, [1, 2, 50], restarts: true)));
        using IRoutingSimulation simulation = one.Start();
        using IRoutingSimulation isolated = other.Start();
        Assert.Equal(simulation is IRoutingAdjoint, isolated is IRoutingAdjoint);
        if (simulation is IRoutingAdjoint adjoint)
        {
            double[] gradient = new double[inflow.Length];
            double[] isolatedGradient = new double[inflow.Length];
            adjoint.PullBack(one.Axis(300), inflow, gradient);
            ((IRoutingAdjoint)isolated).PullBack(other.Axis(300), inflow, isolatedGradient);
            Assert.Equal(Bits(gradient), Bits(isolatedGradient));
        }
    }

    [Theory]
    [InlineData("Gr", "gr", "{}")]
    [InlineData("Muskingum", "muskingum", "{}")]
    [InlineData("Faulty", "faulty", """{ "learns": true }""")]
    public void An_isolated_plugin_keeps_what_the_conformance_suite_asks(string project, string id, string settings)
    {
        var given = new CheckCase { Name = "isolated", Settings = JsonElement.Parse(settings) };
        IReadOnlyList<Verdict> verdicts = ConformanceSuite.Examine(PluginsApart.Load<IPlugin>(project, id, true), given, new HostServices(_ => { }));

        // These two make another object of the plugin's class, which is not in this process.
        Assert.Empty(verdicts.Where(verdict => verdict.Finding.Outcome == Outcome.Failed && verdict.Check is not ("instances" or "training-reloads")).Select(verdict => $"{verdict.Check}: {verdict.Finding.Reason}"));
        Assert.Contains(verdicts, verdict => verdict.Check is "restart" or "training-cancels" && verdict.Finding.Outcome == Outcome.Passed);
    }

    [Fact]
    public void What_an_isolated_plugin_leaves_unwritten_is_no_number_of_another_simulation()
    {
        IModelPlugin apart = PluginsApart.Load<IModelPlugin>("Faulty", "faulty", true);
        IReadOnlyList<Verdict> verdicts = ConformanceSuite.Examine(apart, new CheckCase { Name = "outputs", Settings = JsonElement.Parse("""{ "fault": "outputs" }""") }, new HostServices(_ => { }));
        Assert.Contains(verdicts, verdict => verdict.Check == "outputs" && verdict.Finding.Outcome == Outcome.Failed);
    }

    private static ModelSetup Setup() => new()
    {
        Units = new CatchmentUnits(["a", "b"], [100, 250], [46, 47], [7, 8], [500, 900]),
        Step = Weather.Time.Step,
        Services = new HostServices(_ => { }),
    };

    private static ModelTrial Trial(IModelPlugin plugin, ModelDescriptor descriptor, string settings) =>
        new(plugin, JsonElement.Parse(settings), Weather.Time, Setup(), ForcingOf(descriptor));

    private static double[][] ForcingOf(ModelDescriptor descriptor) =>
    [
        .. descriptor.Forcing.SelectMany(forcing => new[] { 1.0, 0.7 }.Select(share => SeriesOf(forcing.Variable.Name).Select(value => value * share).ToArray())),
    ];

    private static double[] SeriesOf(string variable) => variable switch
    {
        "precipitation" => Weather.Precipitation,
        "air_temperature" => Weather.Temperature,
        _ => Weather.PotentialEvapotranspiration,
    };

    private static void AssertSame(TrialResults expected, TrialResults actual)
    {
        Assert.Equal(Bits(expected.Values), Bits(actual.Values));
        Assert.Equal(Bits(expected.After), Bits(actual.After));
    }

    private static long[] Bits(double[] values) => [.. values.Select(BitConverter.DoubleToInt64Bits)];
}
