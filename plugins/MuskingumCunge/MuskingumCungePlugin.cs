using System.Text.Json;
using Tributary.Contracts;

namespace Tributary.Plugins.MuskingumCunge;

/// <summary>The plugin: what the routing is, and how it is prepared on a network.</summary>
public sealed class MuskingumCungePlugin : IRoutingPlugin
{
    /// <inheritdoc/>
    public JsonElement SettingsSchema { get; } = Contracts.SettingsSchema.Of(MuskingumCungeJson.Default.MuskingumCungeSettings);

    /// <inheritdoc/>
    public RoutingDescriptor Describe(JsonElement settings) => new(
        "Muskingum-Cunge",
        "Muskingum-Cunge routing with variable parameters (Ponce and Yevjevich, 1978) that keeps mass (Todini, 2007)",
        [
            new("roughness", "s m-1/3", 0.01, 0.3, 0.035, "Manning's n where the network has none", ParameterScale.Logarithmic),
            new("width_factor", "m", 0.1, 20, 2, "width of a river that drains 1 km2, where the network has no widths", ParameterScale.Logarithmic),
        ],
        [
            .. ChannelGeometry.Attributes,
            new(ChannelGeometry.SideSlopeAttribute, "1", "run of the banks per rise, of a trapezoidal channel; left out, the channel is a wide rectangle", Required: false),
        ],
        HasAdjoint: false,
        IsReachwise: true);

    /// <inheritdoc/>
    public IRouting Prepare(JsonElement settings, RoutingSetup setup)
    {
        MuskingumCungeSettings read = settings.Read(MuskingumCungeJson.Default.MuskingumCungeSettings);
        var order = NetworkOrder.Of(setup.Network);
        return new Routing(parameters =>
        {
            var channels = ChannelGeometry.Of(setup.Network, order, parameters[0], parameters[1], read.LeastSlope);
            return new MuskingumCungeSimulation(read, setup, order, channels);
        });
    }
}
