using System.Text.Json;
using Tributary.Contracts;

namespace Tributary.Plugins.DiffusiveWave;

/// <summary>The plugin: what the routing is, and how it is prepared on a network.</summary>
public sealed class DiffusiveWavePlugin : IRoutingPlugin
{
    /// <inheritdoc/>
    public JsonElement SettingsSchema { get; } = Contracts.SettingsSchema.Of(DiffusiveWaveJson.Default.DiffusiveWaveSettings);

    /// <inheritdoc/>
    public RoutingDescriptor Describe(JsonElement settings) => new(
        "diffusive wave",
        "implicit diffusive wave with celerity and diffusivity that change with the flow, as in mizuRoute",
        [
            new("roughness", "s m-1/3", 0.01, 0.3, 0.035, "Manning's n where the network has none", ParameterScale.Logarithmic),
            new("width_factor", "m", 0.1, 20, 2, "width of a river that drains 1 km2, where the network has no widths", ParameterScale.Logarithmic),
        ],
        ChannelGeometry.Attributes,
        HasAdjoint: false,
        IsReachwise: true);

    /// <inheritdoc/>
    public IRouting Prepare(JsonElement settings, RoutingSetup setup)
    {
        DiffusiveWaveSettings read = settings.Read(DiffusiveWaveJson.Default.DiffusiveWaveSettings);
        var order = NetworkOrder.Of(setup.Network);
        return new Routing(parameters =>
        {
            var channels = ChannelGeometry.Of(setup.Network, order, parameters[0], parameters[1], read.LeastSlope);
            return new DiffusiveWaveSimulation(read, setup, order, channels);
        });
    }
}
