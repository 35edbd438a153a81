using System.Text.Json;
using Tributary.Contracts;

namespace Tributary.Plugins.Lakes;

/// <summary>The plugin: what the routing is, and how it is prepared on a network. A reach is a lake where its lake_area is positive.</summary>
public sealed class LakesPlugin : IRoutingPlugin
{
    /// <inheritdoc/>
    public JsonElement SettingsSchema { get; } = Contracts.SettingsSchema.Of(LakesJson.Default.LakesSettings);

    /// <inheritdoc/>
    public RoutingDescriptor Describe(JsonElement settings) => new(
        "lakes and reservoirs",
        "lakes by level pool or by the rule of Döll et al. (2003), reservoirs by that of Hanasaki et al. (2006); other reaches pass water on at once",
        [
            new("weir_coefficient", "m1/2 s-1", 0.1, 5, 1.7, "level-pool: flow over a m of outlet at a level of 1 m, where the network has none", ParameterScale.Logarithmic),
            new("width_factor", "m", 0.1, 20, 2, "level-pool: width of a river that drains 1 km2, where the network has neither outlet_width nor width", ParameterScale.Logarithmic),
            new("outflow_coefficient", "d-1", 0.0001, 1, 0.01, "doll: k_r, share of a full lake that leaves in a day", ParameterScale.Logarithmic),
            new("active_depth", "m", 0.1, 100, 5, "doll: depth of the water above the sill of a full lake, where the network has no capacity", ParameterScale.Logarithmic),
            new("target_filling", "1", 0.3, 1, 0.85, "hanasaki: alpha, the share of its capacity that a reservoir is to hold when its year begins"),
        ],
        LakeAttributes.All,
        HasAdjoint: false,
        Role: RoutingRole.Lake,
        IsReachwise: true);

    /// <inheritdoc/>
    public IRouting Prepare(JsonElement settings, RoutingSetup setup)
    {
        LakesSettings read = settings.Read(LakesJson.Default.LakesSettings);
        var order = NetworkOrder.Of(setup.Network);
        var attributes = new LakeAttributes(setup.Network);
        return new Routing(parameters => new LakesSimulation(setup, order, new LakeReader(read, setup.Network, attributes, order, parameters).Read()));
    }
}
