using System.Text.Json;
using Tributary.Contracts;

namespace PluginName;

/// <summary>The plugin: what the routing is, and how it is prepared on a network.</summary>
public sealed class PluginNamePlugin : IRoutingPlugin
{
    /// <inheritdoc/>
    public JsonElement SettingsSchema { get; } = JsonElement.Parse("""{ "type": "object", "additionalProperties": false, "properties": {} }""");

    /// <inheritdoc/>
    public RoutingDescriptor Describe(JsonElement settings) => new(
        "PluginName",
        "each reach is a linear reservoir with the travel time of a flood wave",
        [new("celerity", "m s-1", 0.05, 5, 1, "speed of a flood wave", ParameterScale.Logarithmic)],
        [],
        HasAdjoint: false,
        IsReachwise: true);

    /// <inheritdoc/>
    public IRouting Prepare(JsonElement settings, RoutingSetup setup)
    {
        var order = NetworkOrder.Of(setup.Network);
        return new Routing(parameters => new PluginNameSimulation(setup, order, parameters));
    }
}
