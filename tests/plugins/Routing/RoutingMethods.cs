using Tributary.Contracts;
using Tributary.Plugins.DiffusiveWave;
using Tributary.Plugins.Hillslope;
using Tributary.Plugins.Irf;
using Tributary.Plugins.KinematicWave;
using Tributary.Plugins.Muskingum;
using Tributary.Plugins.MuskingumCunge;
using Tributary.Plugins.WaveTracking;

namespace Tributary.Tests.RiverRouting;

/// <summary>All routing plugins.</summary>
internal static class RoutingMethods
{
    private static readonly Dictionary<string, Func<IRoutingPlugin>> Plugins = new()
    {
        ["muskingum"] = () => new MuskingumPlugin(),
        ["irf"] = () => new IrfPlugin(),
        ["hillslope"] = () => new HillslopePlugin(),
        ["muskingum-cunge"] = () => new MuskingumCungePlugin(),
        ["kinematic-wave"] = () => new KinematicWavePlugin(),
        ["diffusive-wave"] = () => new DiffusiveWavePlugin(),
        ["wave-tracking"] = () => new WaveTrackingPlugin(),
    };

    public static TheoryData<string> All => [.. Plugins.Keys];

    public static TheoryData<string> Linear => ["muskingum", "irf", "hillslope"];

    public static IRoutingPlugin Of(string id) => Plugins[id]();
}
