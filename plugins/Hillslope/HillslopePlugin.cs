using System.Text.Json;
using Tributary.Contracts;

namespace Tributary.Plugins.Hillslope;

/// <summary>The plugin: what the routing is, and how it is prepared on a network.</summary>
public sealed class HillslopePlugin : IRoutingPlugin
{
    /// <inheritdoc/>
    public JsonElement SettingsSchema { get; } = Contracts.SettingsSchema.Of(HillslopeJson.Default.HillslopeSettings);

    /// <inheritdoc/>
    public RoutingDescriptor Describe(JsonElement settings) => new(
        "hillslope",
        "gamma unit hydrograph from each unit to its river; in the river water is at once at the outlet (Mizukami et al., 2016)",
        [
            new("shape", "1", 0.5, 10, 2.5, "shape of the gamma distribution of travel times"),
            new("scale", "h", 0.1, 240, 24, "scale of the gamma distribution of travel times; their mean is shape times scale", ParameterScale.Logarithmic),
        ],
        [],
        HasAdjoint: true,
        Role: RoutingRole.Hillslope,
        IsReachwise: true);

    /// <inheritdoc/>
    public IRouting Prepare(JsonElement settings, RoutingSetup setup)
    {
        settings.Read(HillslopeJson.Default.HillslopeSettings);
        var order = NetworkOrder.Of(setup.Network);
        return new Routing(parameters => new HillslopeSimulation(setup, order, HydrographsOf(setup, parameters)));
    }

    /// <summary>One unit hydrograph a reach; reaches with the same parameters share it.</summary>
    private static double[][] HydrographsOf(RoutingSetup setup, ParameterSets parameters)
    {
        var known = new Dictionary<(double Shape, double Scale), double[]>();
        double[][] hydrographs = new double[setup.Network.Count][];
        for (int reach = 0; reach < hydrographs.Length; reach++)
        {
            (double shape, double scale) = (parameters[0][reach], parameters[1][reach] * 3600);
            if (!known.TryGetValue((shape, scale), out double[]? ordinates))
            {
                ordinates = HillslopeProcess.Ordinates(shape, scale, setup.Step.TotalSeconds);
                known[(shape, scale)] = ordinates;
            }

            hydrographs[reach] = ordinates;
        }

        return hydrographs;
    }
}
