using System.Text.Json;
using Tributary.Contracts;

namespace Tributary.Plugins.Muskingum;

/// <summary>The plugin: what the routing is, and how it is prepared on a network.</summary>
public sealed class MuskingumPlugin : IRoutingPlugin
{
    internal const string TravelTimeAttribute = "muskingum_k";
    internal const string WeightingAttribute = "muskingum_x";

    /// <inheritdoc/>
    public JsonElement SettingsSchema { get; } = Contracts.SettingsSchema.Of(MuskingumJson.Default.MuskingumSettings);

    /// <inheritdoc/>
    public RoutingDescriptor Describe(JsonElement settings) => new(
        "Muskingum",
        "linear Muskingum routing with given travel time and weighting (McCarthy, 1938)",
        [
            new("celerity", "m s-1", 0.05, 5, 1, "speed of a flood wave, which gives the travel time of a reach where none is given", ParameterScale.Logarithmic),
            new("x", "1", 0, 0.5, 0.2, "weighting of inflow in a reach's storage where none is given"),
        ],
        [
            new(TravelTimeAttribute, "h", "K, travel time of the reach", Required: false),
            new(WeightingAttribute, "1", "x, weighting of inflow in the reach's storage", Required: false),
        ],
        HasAdjoint: true,
        IsReachwise: true);

    /// <inheritdoc/>
    public IRouting Prepare(JsonElement settings, RoutingSetup setup)
    {
        MuskingumSettings read = settings.Read(MuskingumJson.Default.MuskingumSettings);
        var order = NetworkOrder.Of(setup.Network);
        return new Routing(parameters => new MuskingumSimulation(read, setup, order, parameters));
    }
}
