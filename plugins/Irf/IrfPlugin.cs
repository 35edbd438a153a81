using System.Text.Json;
using Tributary.Contracts;

namespace Tributary.Plugins.Irf;

/// <summary>The plugin: what the routing is, and how it is prepared on a network.</summary>
public sealed class IrfPlugin : IRoutingPlugin
{
    internal const string CelerityAttribute = "celerity";
    internal const string DiffusivityAttribute = "diffusivity";

    /// <inheritdoc/>
    public JsonElement SettingsSchema { get; } = Contracts.SettingsSchema.Of(IrfJson.Default.IrfSettings);

    /// <inheritdoc/>
    public RoutingDescriptor Describe(JsonElement settings) => new(
        "impulse response function",
        "unit hydrographs of the linear diffusive wave, one a reach (Hayami, 1951; Lohmann et al., 1996)",
        [
            new("celerity", "m s-1", 0.05, 5, 1.5, "speed of a flood wave", ParameterScale.Logarithmic),
            new("diffusivity", "m2 s-1", 10, 10000, 800, "diffusivity of a flood wave", ParameterScale.Logarithmic),
        ],
        [
            new(CelerityAttribute, "m s-1", "speed of a flood wave; left out, the parameter holds", Required: false),
            new(DiffusivityAttribute, "m2 s-1", "diffusivity of a flood wave; left out, the parameter holds", Required: false),
        ],
        HasAdjoint: true,
        IsReachwise: true);

    /// <inheritdoc/>
    public IRouting Prepare(JsonElement settings, RoutingSetup setup)
    {
        IrfSettings read = settings.Read(IrfJson.Default.IrfSettings);
        var order = NetworkOrder.Of(setup.Network);
        return new Routing(parameters => new IrfSimulation(setup, order, UnitHydrographs.Of(read, setup, parameters)));
    }
}
