using System.Text.Json;
using Tributary.Contracts;
using Tributary.Engine;
using Tributary.Plugins.Hillslope;
using Tributary.Plugins.Lakes;

namespace Tributary.Tests.RiverRouting;

/// <summary>Hillslopes, river and lakes in one network.</summary>
public sealed class CombinedRoutingTests
{
    private static readonly TimeSpan Hour = TimeSpan.FromHours(1);

    public static TheoryData<string> Rivers => ["muskingum", "irf", "muskingum-cunge", "kinematic-wave", "wave-tracking"];

    public static TheoryData<string, string> RiversAndRules => new MatrixTheoryData<string, string>(
        ["muskingum", "irf", "muskingum-cunge", "kinematic-wave", "wave-tracking"], ["level-pool", "doll", "hanasaki"]);

    [Theory]
    [MemberData(nameof(RiversAndRules))]
    public void Water_that_enters_is_water_that_leaves_or_stays(string river, string rule)
    {
        foreach (RiverNetwork network in new[] { InventedNetwork.Chain(1, 3000, 0.001), InventedNetwork.Chain(30, 4000, 0), InventedNetwork.Random(1000, seed: 1, outlets: 5) })
        {
            foreach (double minutes in new double[] { 5, 60, 1440 })
            {
                using var combined = new Combination(river, network, TimeSpan.FromMinutes(minutes), lakes: $$"""{ "rule": "{{rule}}" }""");
                const int Steps = 100;
                double[] inflow = InventedNetwork.Inflow(network.Count, Steps, seed: 3);
                using IRoutingSimulation simulation = combined.Start();
                double before = combined.Stored(simulation);
                double[] discharge = combined.Advance(simulation, inflow, 0);
                double left = Enumerable.Range(0, network.Count).Where(reach => network.Downstream[reach] < 0)
                    .Sum(reach => discharge.AsSpan(reach * Steps, Steps).ToArray().Sum()) * 60 * minutes;
                double there = before + (inflow.Sum() * 60 * minutes);
                Assert.True(Math.Abs(there - left - combined.Stored(simulation)) <= 1e-9 * there, $"{network.Count} reaches at {minutes} min");
                Assert.InRange(discharge.Min(), 0, double.MaxValue);
            }
        }
    }

    [Theory]
    [MemberData(nameof(Rivers))]
    public void Neither_blocks_nor_restarts_nor_threads_change_a_bit(string river)
    {
        RiverNetwork network = InventedNetwork.Random(3000, seed: 5, outlets: 3);
        const int Steps = 60;
        double[] inflow = InventedNetwork.Inflow(network.Count, Steps, seed: 6);
        using var combined = new Combination(river, network, TimeSpan.FromDays(1));
        using IRoutingSimulation whole = combined.Start();
        double[] unbroken = combined.Advance(whole, inflow, 0);
        foreach (int threads in new[] { 1, 2, 5 })
        {
            using var again = new Combination(river, network, TimeSpan.FromDays(1), threads: threads);
            double[] pieced = new double[unbroken.Length];
            double[] states = [];
            int first = 0;
            foreach (int length in new[] { 1, 29, 7, 23 })
            {
                using IRoutingSimulation simulation = again.Start();
                if (first > 0)
                {
                    simulation.RestoreStates(states);
                }

                double[] part = again.Advance(simulation, [.. Enumerable.Range(0, network.Count).SelectMany(reach => inflow.Skip((reach * Steps) + first).Take(length))], first);
                for (int reach = 0; reach < network.Count; reach++)
                {
                    part.AsSpan(reach * length, length).CopyTo(pieced.AsSpan((reach * Steps) + first));
                }

                states = new double[simulation.States.Length];
                simulation.SaveStates(states);
                first += length;
            }

            Assert.Equal(Steps, first);
            Close.SameBits(unbroken, pieced, $"{threads} threads, value");
        }
    }

    [Fact]
    public void A_lake_reach_has_the_rule_of_its_lake_and_the_others_the_rivers_method()
    {
        // Three reaches in a row, the middle one a lake: the same by routing each alone, one after the other.
        RiverNetwork network = InventedNetwork.Chain(3, 5000, 0.001, Attributes(3, [double.NaN, 2, double.NaN]));
        using var combined = new Combination("muskingum", network, Hour, hillslope: false, dress: false);
        const int Steps = 100;
        double[] inflow = InventedNetwork.Inflow(3, Steps, seed: 7);
        using IRoutingSimulation simulation = combined.Start();
        double[] discharge = combined.Advance(simulation, inflow, 0);
        RiverNetwork one = InventedNetwork.Chain(1, 5000, 0.001, Attributes(1, [2]));
        double[] top = Alone("muskingum", inflow[..Steps]);
        double[] lake = Lake(Sum(top, inflow[Steps..(2 * Steps)]));
        double[] mouth = Alone("muskingum", Sum(lake, inflow[(2 * Steps)..]));
        Close.SameBits([.. top, .. lake, .. mouth], discharge, "value");

        double[] Alone(string method, double[] flow)
        {
            using var trial = new RoutingTrial(RoutingMethods.Of(method), one, Hour);
            return trial.Run(flow);
        }

        double[] Lake(double[] flow)
        {
            // The outlet is as wide as the channel of a river of 10 km.
            AttributeTable attributes = Attributes(1, [2]);
            attributes.Set("drainage_area", "km2", [20]);
            using var trial = new RoutingTrial(new LakesPlugin(), InventedNetwork.Chain(1, 5000, 0.001, attributes), Hour);
            return trial.Run(flow);
        }

        static double[] Sum(double[] a, double[] b) => [.. a.Zip(b, (x, y) => x + y)];
    }

    [Fact]
    public void Hillslopes_delay_lateral_inflow_once_and_nothing_that_comes_from_above()
    {
        // The river alone, given each reach's own inflow behind its unit hydrograph.
        RiverNetwork network = InventedNetwork.Random(20, seed: 8);
        const int Steps = 200;
        double[] inflow = InventedNetwork.Inflow(network.Count, Steps, seed: 9);
        using var combined = new Combination("muskingum", network, Hour, lakes: null);
        using IRoutingSimulation simulation = combined.Start();
        double[] ordinates = HillslopeProcess.Ordinates(2.5, 24 * 3600, 3600);
        double[] delayed = new double[inflow.Length];
        for (int reach = 0; reach < network.Count; reach++)
        {
            for (int t = 0; t < Steps; t++)
            {
                for (int k = 0; k <= t && k < ordinates.Length; k++)
                {
                    delayed[(reach * Steps) + t] += ordinates[k] * inflow[(reach * Steps) + t - k];
                }
            }
        }

        using var alone = new RoutingTrial(RoutingMethods.Of("muskingum"), network, Hour);
        Close.All(alone.Run(delayed), combined.Advance(simulation, inflow, 0), 1e-12);
    }

    [Theory]
    [InlineData("muskingum")]
    [InlineData("irf")]
    public void The_adjoint_of_hillslopes_and_a_linear_river_meets_the_dot_product_test(string river)
    {
        RiverNetwork network = InventedNetwork.Random(50, seed: 9, outlets: 2);
        using var combined = new Combination(river, network, Hour, lakes: null);
        const int Steps = 90;
        double[] inflow = InventedNetwork.Inflow(network.Count, Steps, seed: 10);
        var random = new Random(11);
        double[] weights = [.. inflow.Select(_ => random.NextDouble() - 0.5)];
        using IRoutingSimulation simulation = combined.Start();
        double[] discharge = combined.Advance(simulation, inflow, 0);
        double[] gradient = new double[inflow.Length];
        Assert.IsType<IRoutingAdjoint>(simulation, exactMatch: false).PullBack(new TimeAxis(new DateTime(2001, 1, 1), Hour, Steps), weights, gradient);
        double size = discharge.Zip(weights, (flow, weight) => Math.Abs(flow * weight)).Sum();
        Assert.Equal(discharge.Zip(weights, (flow, weight) => flow * weight).Sum(), inflow.Zip(gradient, (flow, weight) => flow * weight).Sum(), 1e-11 * size);
    }

    [Fact]
    public void There_is_no_adjoint_where_a_part_has_none()
    {
        RiverNetwork network = InventedNetwork.Random(10, seed: 9);
        using var curved = new Combination("muskingum-cunge", network, Hour, lakes: null);
        using var lakes = new Combination("muskingum", network, Hour);
        Assert.IsNotType<IRoutingAdjoint>(curved.Start(), exactMatch: false);
        Assert.IsNotType<IRoutingAdjoint>(lakes.Start(), exactMatch: false);
    }

    private static AttributeTable Attributes(int count, double[] lakeArea)
    {
        var attributes = new AttributeTable(count);
        attributes.Set("lake_area", "km2", lakeArea);
        return attributes;
    }

    /// <summary>A cascade of routings with default parameters, prepared as the host does it.</summary>
    private sealed class Combination : IDisposable
    {
        private readonly RoutingCascade _cascade;
        private readonly ParameterSets _parameters;
        private readonly RiverNetwork _network;
        private readonly TimeSpan _step;

        public Combination(string river, RiverNetwork network, TimeSpan step, int threads = 1, bool hillslope = true, string? lakes = """{ "rule": "hanasaki", "first_month": 2 }""", bool dress = true)
        {
            _network = dress ? RoutingMethods.WithLakes(network) : network;
            _step = step;
            var setup = new RoutingSetup(_network, step, threads, new HostServices(_ => { }));
            var values = new List<double>();
            RoutingPart flowing = Part(RoutingMethods.Of(river), "{}", setup);
            RoutingPart? falling = hillslope ? Part(new HillslopePlugin(), "{}", setup with { Network = RoutingCascade.Apart(_network) }) : null;
            RoutingPart? standing = lakes is null ? null : Part(new LakesPlugin(), dress ? lakes : "{}", setup);
            _cascade = new RoutingCascade(_network, threads, flowing, falling, standing);
            _parameters = ParameterSets.Uniform([.. values], _network.Count);

            RoutingPart Part(IRoutingPlugin plugin, string settings, RoutingSetup on)
            {
                var element = JsonElement.Parse(settings);
                RoutingDescriptor descriptor = plugin.Describe(element);
                values.AddRange(descriptor.Parameters.Select(parameter => parameter.Default));
                return new RoutingPart(descriptor.Role.ToString(), plugin.Prepare(element, on), descriptor.Parameters.Count);
            }
        }

        public IRoutingSimulation Start() => _cascade.Start(_parameters);

        public double[] Advance(IRoutingSimulation simulation, double[] inflow, int first)
        {
            double[] discharge = new double[inflow.Length];
            simulation.Advance(new TimeAxis(new DateTime(2001, 1, 1) + (first * _step), _step, inflow.Length / _network.Count), inflow, discharge);
            return discharge;
        }

        public double Stored(IRoutingSimulation simulation) => RoutingTrial.Stored(simulation, _step);

        public void Dispose() => _cascade.Dispose();
    }
}
