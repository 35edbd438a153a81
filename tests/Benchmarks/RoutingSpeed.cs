using BenchmarkDotNet.Attributes;
using Tributary.Contracts;
using Tributary.Engine;
using Tributary.PluginTesting;

namespace Tributary.Benchmarks;

/// <summary>Days of hourly steps through an invented network that starts with floods under way; reach-steps a second of each routing by size and threads.</summary>
[WarmupCount(1)]
[IterationCount(3)]
[InvocationCount(1)]
public class RoutingSpeed
{
    private const int Steps = 24;

    /// <summary>Reaches that are routed at least in one measurement: small networks several times.</summary>
    private const int LeastReaches = 100_000;

    // Networks and inflows by size, which all methods share.
    private static readonly Dictionary<int, (RiverNetwork Network, double[] Inflow)> Rivers = [];

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
        if (!Rivers.TryGetValue(Reaches, out (RiverNetwork Network, double[] Inflow) river))
        {
            river = (InventedNetwork.Random(Reaches, seed: 1, outlets: 20), InventedNetwork.Inflow(Reaches, Steps, seed: 2));
            Rivers[Reaches] = river;
        }

        (RiverNetwork network, _inflow) = river;
        IRoutingPlugin plugin = new PluginCatalogue([Path.Combine(BenchmarkBasin.Program, "plugins")]).Get<IRoutingPlugin>(Method, out _);
        var settings = System.Text.Json.JsonElement.Parse("{}");
        _routing = plugin.Prepare(settings, new RoutingSetup(network, TimeSpan.FromHours(1), Threads, new HostServices(static _ => { })));
        _simulation = _routing.Start(ParameterSets.Uniform([.. plugin.Describe(settings).Parameters.Select(parameter => parameter.Default)], network.Count));
        _discharge = new double[_inflow.Length];
        _time = new TimeAxis(new DateTime(2001, 1, 1), TimeSpan.FromHours(1), Steps);
    }

    [Benchmark(Description = "routing")]
    public double Route()
    {
        for (int day = 0; day < Days(Reaches); day++)
        {
            _simulation.Advance(_time, _inflow, _discharge);
        }

        return _discharge[^1];
    }

    /// <summary>Million reach-steps a second.</summary>
    /// <param name="reaches">Number of reaches.</param>
    /// <param name="nanoseconds">Time of one <see cref="Route"/>.</param>
    internal static double Speed(int reaches, double nanoseconds) => 1000.0 * reaches * Steps * Days(reaches) / nanoseconds;

    private static int Days(int reaches) => Math.Max(1, LeastReaches / reaches);

    [GlobalCleanup]
    public void Cleanup()
    {
        _simulation.Dispose();
        _routing.Dispose();
    }
}
