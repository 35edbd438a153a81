using Tributary.Contracts;

namespace Tributary.Tests.RiverRouting;

/// <summary>What holds for every routing: no water is made or lost, no river flows backwards, and no bit hangs on blocks, threads or restarts.</summary>
public sealed class EveryRoutingTests
{
    private static readonly TimeSpan Hour = TimeSpan.FromHours(1);

    public static TheoryData<string> Methods => RoutingMethods.All;

    public static TheoryData<string> Linear => RoutingMethods.Linear;

    [Theory]
    [MemberData(nameof(Methods))]
    public void Water_that_enters_is_water_that_leaves_or_stays(string method)
    {
        foreach (RiverNetwork network in Networks())
        {
            foreach (double minutes in new double[] { 5, 60, 1440 })
            {
                using var trial = RoutingMethods.Trial(method, network, TimeSpan.FromMinutes(minutes));
                int steps = network.Count > 1000 ? 48 : 400;
                double[] inflow = InventedNetwork.Inflow(network.Count, steps, seed: 3);
                using IRoutingSimulation simulation = trial.Start();
                double before = trial.Stored(simulation);
                double[] discharge = trial.Advance(simulation, inflow);
                double entered = inflow.Sum() * trial.Seconds;
                double left = Enumerable.Range(0, network.Count).Where(reach => network.Downstream[reach] < 0)
                    .Sum(reach => discharge.AsSpan(reach * steps, steps).ToArray().Sum()) * trial.Seconds;
                Assert.True(left > 0 || minutes < 60, $"no water left {network.Count} reaches at {minutes} min");
                Assert.True(
                    Math.Abs(before + entered - left - trial.Stored(simulation)) <= 1e-9 * (before + entered),
                    $"{network.Count} reaches at {minutes} min: {before} m3 were there, {entered} entered, {left} left, {trial.Stored(simulation)} stayed");
                Assert.InRange(discharge.Min(), 0, double.MaxValue);
                Assert.InRange(discharge.Max(), 0, double.MaxValue);
            }
        }
    }

    [Theory]
    [MemberData(nameof(Methods))]
    public void A_steady_inflow_becomes_a_steady_discharge(string method)
    {
        RiverNetwork network = InventedNetwork.Random(40, seed: 4);
        using RoutingTrial trial = RoutingMethods.Trial(method, network, Hour, irrigated: false);
        const int Steps = 3000;
        double[] inflow = [.. Enumerable.Repeat(0.5, network.Count * Steps)];
        double[] discharge = trial.Run(inflow);
        double[] above = NetworkOrder.Of(network).SumUpstream([.. Enumerable.Repeat(0.5, network.Count)]);
        for (int reach = 0; reach < network.Count; reach++)
        {
            Assert.Equal(above[reach], discharge[(reach * Steps) + Steps - 1], 1e-4 * above[reach]);
        }
    }

    [Theory]
    [MemberData(nameof(Methods))]
    public void States_put_back_at_any_block_edge_change_no_bit(string method)
    {
        RiverNetwork network = InventedNetwork.Random(60, seed: 5, outlets: 3);
        foreach (double minutes in new double[] { 5, 60, 1440 })
        {
            using var trial = RoutingMethods.Trial(method, network, TimeSpan.FromMinutes(minutes));
            const int Steps = 120;
            double[] inflow = InventedNetwork.Inflow(network.Count, Steps, seed: 6);
            double[] unbroken = trial.Run(inflow);
            double[] pieced = new double[unbroken.Length];
            IRoutingSimulation simulation = trial.Start();
            int first = 0;
            foreach (int length in new[] { 1, 2, 7, 30, 1, 50, 29 })
            {
                double[] states = new double[simulation.States.Length];
                simulation.SaveStates(states);
                simulation.Dispose();
                simulation = trial.Start();
                simulation.RestoreStates(states);
                double[] part = trial.Advance(simulation, Part(inflow, Steps, first, length), first);
                for (int reach = 0; reach < network.Count; reach++)
                {
                    part.AsSpan(reach * length, length).CopyTo(pieced.AsSpan((reach * Steps) + first));
                }

                first += length;
            }

            Assert.Equal(Steps, first);
            simulation.Dispose();
            Close.SameBits(unbroken, pieced, $"{minutes} min, value");
        }
    }

    [Theory]
    [MemberData(nameof(Methods))]
    public void The_number_of_threads_changes_no_bit(string method)
    {
        RiverNetwork network = InventedNetwork.Random(5000, seed: 7, outlets: 40);
        double[] inflow = InventedNetwork.Inflow(network.Count, 24, seed: 8);
        using var one = RoutingMethods.Trial(method, network, Hour);
        double[] expected = one.Run(inflow);
        foreach (int threads in new[] { 2, 3, 7 })
        {
            using var several = RoutingMethods.Trial(method, network, Hour, threads);
            Close.SameBits(expected, several.Run(inflow), $"{threads} threads, value");
        }
    }

    [Theory]
    [MemberData(nameof(Methods))]
    public void A_wrong_network_is_told_by_reach(string method)
    {
        Check([1, 2, 1], [1000, 1000, 1000], [0.01, 0.01, 0.01], "in a circle: ", "B -> C", "Correct the downstream id");
        Check([1, 2, -1], [1000, 0, 1000], [0.01, 0.01, 0.01], "reach B: its length is 0 m", "positive length");
        Check([1, 2, -1], [1000, 1000, 1000], [0.01, -0.001, 0.01], "reach B: its slope is -0.001", "slope of 0 or more");
        Check([1, 5, -1], [1000, 1000, 1000], [0.01, 0.01, 0.01], "reach B: the next reach downstream has the index 5", "outlet");

        void Check(int[] downstream, double[] lengths, double[] slopes, params string[] parts)
        {
            var network = new RiverNetwork(["A", "B", "C"], downstream, lengths, slopes, [0, 1, 2]);
            InputException error = Assert.Throws<InputException>(() => RoutingMethods.Trial(method, network, Hour).Dispose());
            Assert.All(parts, part => Assert.Contains(part, error.Message, StringComparison.Ordinal));
        }
    }

    [Theory]
    [MemberData(nameof(Methods))]
    public void What_a_descriptor_promises_is_kept(string method)
    {
        using RoutingTrial trial = RoutingMethods.Trial(method, InventedNetwork.Chain(2, 1000, 0.001), Hour);
        using IRoutingSimulation simulation = trial.Start();
        Assert.Equal(trial.Descriptor.HasAdjoint, simulation is IRoutingAdjoint);
        Assert.Equal(trial.Descriptor.IsReachwise, simulation is IReachRouting);
    }

    [Theory]
    [MemberData(nameof(Linear))]
    public void The_adjoint_meets_the_dot_product_test(string method)
    {
        RiverNetwork network = InventedNetwork.Random(50, seed: 9, outlets: 2);
        foreach (double minutes in new double[] { 5, 60, 1440 })
        {
            using var trial = RoutingMethods.Trial(method, network, TimeSpan.FromMinutes(minutes));
            Assert.True(trial.Descriptor.HasAdjoint);
            const int Steps = 90;
            double[] inflow = InventedNetwork.Inflow(network.Count, Steps, seed: 10);
            var random = new Random(11);
            double[] weights = [.. inflow.Select(_ => random.NextDouble() - 0.5)];
            using IRoutingSimulation simulation = trial.Start();
            double[] discharge = trial.Advance(simulation, inflow);
            double[] gradient = new double[inflow.Length];
            Assert.IsType<IRoutingAdjoint>(simulation, exactMatch: false).PullBack(trial.Axis(Steps), weights, gradient);
            double forward = discharge.Zip(weights, (flow, weight) => flow * weight).Sum();
            double backward = inflow.Zip(gradient, (flow, weight) => flow * weight).Sum();
            double size = discharge.Zip(weights, (flow, weight) => Math.Abs(flow * weight)).Sum();
            Assert.Equal(forward, backward, 1e-11 * size);
        }
    }

    private static RiverNetwork[] Networks() =>
    [
        InventedNetwork.Chain(30, 800, 0.08),
        InventedNetwork.Chain(30, 4000, 0),
        InventedNetwork.Chain(1, 3000, 0.001),
        InventedNetwork.Random(10_000, seed: 1, outlets: 5),
    ];

    private static double[] Part(double[] rows, int rowLength, int first, int length) =>
        [.. Enumerable.Range(0, rows.Length / rowLength).SelectMany(row => rows.Skip((row * rowLength) + first).Take(length))];
}
