using Tributary.Contracts;

namespace Tributary.Engine;

/// <summary>
/// Routings that share the water's way: from the units to their reach by one, down the river by another, and on lake reaches by that of the lakes in place of the river's. Parameters
/// and states are those of the river, then of the hillslopes, then of the lakes.
/// </summary>
/// <param name="network">The river network.</param>
/// <param name="threadCount">Threads that it may use.</param>
/// <param name="river">The routing of the river, prepared on the network.</param>
/// <param name="hillslope">The routing of the hillslopes, prepared on the network of reaches <see cref="Apart"/>; null for none.</param>
/// <param name="lakes">The routing of the lakes, prepared on the network; null for none.</param>
/// <exception cref="InputException">There are lakes, and reaches flow in a circle or have no possible length or slope.</exception>
public sealed class RoutingCascade(RiverNetwork network, int threadCount, RoutingPart river, RoutingPart? hillslope, RoutingPart? lakes) : IRouting
{
    private readonly NetworkOrder? _order = lakes is null ? null : NetworkOrder.Of(network);

    /// <summary>The reaches of a network, none of which flows into another, so that water of the hillslopes stays in its reach.</summary>
    public static RiverNetwork Apart(RiverNetwork network)
    {
        int[] outlets = new int[network.Count];
        Array.Fill(outlets, -1);
        return new RiverNetwork(network.Ids, outlets, network.LengthMetres.ToArray(), network.Slope.ToArray(), network.ReachOfUnit.ToArray(), network.Attributes);
    }

    /// <inheritdoc/>
    /// <exception cref="InputException">There are lakes, and their routing or the river's does not go reach by reach.</exception>
    public IRoutingSimulation Start(ParameterSets parameters)
    {
        int first = 0;
        RunningPart flowing = river.Start(parameters, ref first);
        RunningPart? falling = hillslope?.Start(parameters, ref first);
        if (lakes is not null)
        {
            RunningPart standing = lakes.Start(parameters, ref first);
            return new RoutingCascadeSimulation(network.Count, flowing, falling, new RiverWithLakes(flowing, standing, network.Count, new NetworkSweep(_order!, threadCount)));
        }

        return flowing.HasAdjoint && falling is null or { HasAdjoint: true }
            ? new LinearCascadeSimulation(network.Count, flowing, falling)
            : new RoutingCascadeSimulation(network.Count, flowing, falling, null);
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        river.Routing.Dispose();
        hillslope?.Routing.Dispose();
        lakes?.Routing.Dispose();
    }
}
