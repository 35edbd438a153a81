using BenchmarkDotNet.Attributes;
using Tributary.Contracts;
using Tributary.Engine;
using Tributary.Tests;

namespace Tributary.Benchmarks;

/// <summary>A day of hourly steps through an invented network that starts with floods under way; reach-steps a second of each routing by size and threads.</summary>
public class RoutingSpeed
{
    internal const int Steps = 24;

    private IRouting _routing = null!;
    private IRoutingSimulation _simulation = null!;
    private double[] _inflow = [];
    private double[] _discharge = [];
    private TimeAxis _time;

    [Params("muskingum", "irf", "hillslope", "muskingum-cunge", "kinematic-wave", "diffusive-wave", "wave-tracking")]
    public string Method { get; set; } = "muskingum";

    [Params(1000, 10_000, 100_000, 1_000_000)]
    public int Reaches { get; set; }

    [Params(1, 2)]
    public int Threads { get; set; }

    [GlobalSetup]
    public void Setup()
    {
        RiverNetwork network = InventedNetwork.Random(Reaches, seed: 1, outlets: 20);
        IRoutingPlugin plugin = new PluginCatalogue([Path.Combine(BenchmarkBasin.Program, "plugins")]).Get<IRoutingPlugin>(Method, out _);
        var settings = System.Text.Json.JsonElement.Parse("{}");
        _routing = plugin.Prepare(settings, new RoutingSetup(network, TimeSpan.FromHours(1), Threads, new HostServices(static _ => { })));
        _simulation = _routing.Start(ParameterSets.Uniform([.. plugin.Describe(settings).Parameters.Select(parameter => parameter.Default)], network.Count));
        _inflow = InventedNetwork.Inflow(network.Count, Steps, seed: 2);
        _discharge = new double[_inflow.Length];
        _time = new TimeAxis(new DateTime(2001, 1, 1), TimeSpan.FromHours(1), Steps);
        Route();
    }

    [Benchmark(Description = "routing a day")]
    public double Route()
    {
        _simulation.Advance(_time, _inflow, _discharge);
        return _discharge[^1];
    }

    [GlobalCleanup]
    public void Cleanup()
    {
        _simulation.Dispose();
        _routing.Dispose();
    }
}
