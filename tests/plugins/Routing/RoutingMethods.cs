using Tributary.Contracts;
using Tributary.Plugins.Hillslope;
using Tributary.Plugins.Irf;
using Tributary.Plugins.Muskingum;

namespace Tributary.Tests.RiverRouting;

/// <summary>All routing plugins.</summary>
internal static class RoutingMethods
{
    private static readonly Dictionary<string, Func<IRoutingPlugin>> Plugins = new()
    {
        ["muskingum"] = () => new MuskingumPlugin(),
        ["irf"] = () => new IrfPlugin(),
        ["hillslope"] = () => new HillslopePlugin(),
    };

    public static TheoryData<string> All => [.. Plugins.Keys];

    public static TheoryData<string> Linear => ["muskingum", "irf", "hillslope"];

    public static IRoutingPlugin Of(string id) => Plugins[id]();
}
