using Tributary.Contracts;
using Tributary.Plugins.DiffusiveWave;
using Tributary.Plugins.Hillslope;
using Tributary.Plugins.Irf;
using Tributary.Plugins.KinematicWave;
using Tributary.Plugins.Lakes;
using Tributary.Plugins.Muskingum;
using Tributary.Plugins.MuskingumCunge;
using Tributary.Plugins.WaveTracking;

namespace Tributary.Tests.RiverRouting;

/// <summary>All routing plugins; that of the lakes once with each of its rules.</summary>
internal static class RoutingMethods
{
    private const double MeanLateralInflow = 0.5;

    private static readonly Dictionary<string, Func<IRoutingPlugin>> Plugins = new()
    {
        ["muskingum"] = () => new MuskingumPlugin(),
        ["irf"] = () => new IrfPlugin(),
        ["hillslope"] = () => new HillslopePlugin(),
        ["muskingum-cunge"] = () => new MuskingumCungePlugin(),
        ["kinematic-wave"] = () => new KinematicWavePlugin(),
        ["diffusive-wave"] = () => new DiffusiveWavePlugin(),
        ["wave-tracking"] = () => new WaveTrackingPlugin(),
        ["lakes"] = () => new LakesPlugin(),
    };

    private static readonly Dictionary<string, (string Settings, (string, double)[] Parameters)> Lakes = new()
    {
        ["level-pool"] = ("""{ "rule": "level-pool", "start": "empty" }""", []),
        ["linear-outlet"] = ("""{ "rule": "level-pool", "outlet_exponent": 1, "start": "empty" }""", []),
        ["doll"] = ("""{ "rule": "doll", "start": "empty" }""", [("outflow_coefficient", 1)]),
        ["hanasaki"] = ("""{ "rule": "hanasaki", "first_month": 3 }""", []),
    };

    public static TheoryData<string> All => [.. Plugins.Keys.Where(id => id != "lakes"), .. Lakes.Keys];

    public static TheoryData<string> Linear => ["muskingum", "irf", "hillslope"];

    public static IRoutingPlugin Of(string id) => Plugins[id]();

    /// <summary>A trial of a method; where it is a rule of lakes, every third reach is one.</summary>
    public static RoutingTrial Trial(string method, RiverNetwork network, TimeSpan step, int threads = 1, bool irrigated = true) =>
        Lakes.TryGetValue(method, out (string Settings, (string, double)[] Parameters) rule)
            ? new RoutingTrial(new LakesPlugin(), WithLakes(network, irrigated), step, threads, rule.Settings, rule.Parameters)
            : new RoutingTrial(Of(method), network, step, threads);

    /// <summary>The network with lakes on every third reach, the larger the more reaches lie above; some of the reservoirs serve irrigation, some are too large for a year.</summary>
    public static RiverNetwork WithLakes(RiverNetwork network, bool irrigated = true)
    {
        double[] above = new double[network.Count];
        for (int reach = 0; reach < network.Count; reach++)
        {
            int steps = 0;
            for (int at = reach; at >= 0 && at < network.Count && steps < network.Count; at = network.Downstream[at], steps++)
            {
                above[at]++;
            }
        }

        var attributes = new AttributeTable(network.Count);
        Set("lake_area", "km2", reach => reach % 3 == 0 ? 0.01 * above[reach] : double.NaN);
        Set("mean_inflow", "m3 s-1", reach => MeanLateralInflow * above[reach]);
        Set("lake_volume", "km3", reach => 1e-4 * above[reach] * (1 + (reach % 5 * 30)));
        Set("demand_mar", "m3 s-1", reach => irrigated && reach % 2 == 0 ? 3 * above[reach] : double.NaN);
        return new RiverNetwork(network.Ids, network.Downstream.ToArray(), network.LengthMetres.ToArray(), network.Slope.ToArray(), network.ReachOfUnit.ToArray(), attributes);

        void Set(string name, string unit, Func<int, double> value) => attributes.Set(name, unit, [.. Enumerable.Range(0, network.Count).Select(value)]);
    }
}
