using Tributary.Contracts;

namespace Tributary.Engine;

/// <summary>One of several routings that share the water's way.</summary>
/// <param name="Name">Its name, for states and messages.</param>
/// <param name="Routing">The routing, prepared.</param>
/// <param name="ParameterCount">Number of its parameters.</param>
public sealed record RoutingPart(string Name, IRouting Routing, int ParameterCount)
{
    /// <summary>Makes the message for a plugin that broke down; null to let its exception pass as it is.</summary>
    public Func<Exception, WorkException>? Explain { get; init; }

    /// <summary>Prepares a plugin's routing as a part.</summary>
    /// <param name="plugin">The plugin.</param>
    /// <param name="key">Where it stands in the workflow.</param>
    /// <param name="parameterCount">Number of its parameters.</param>
    /// <param name="prepare">Prepares it.</param>
    /// <exception cref="WorkException">The plugin broke down.</exception>
    internal static RoutingPart Of(LoadedPlugin plugin, string key, int parameterCount, Func<IRouting> prepare) =>
        new(plugin.Manifest.Id, PluginGuard.Call(plugin, key, "preparing the routing", prepare), parameterCount) { Explain = error => PluginGuard.Broken(plugin, key, "routing", error) };

    /// <summary>Starts it with its own share of the parameters.</summary>
    /// <param name="parameters">The parameters of all parts.</param>
    /// <param name="first">Index of its first one; becomes that of the next part.</param>
    internal RunningPart Start(ParameterSets parameters, ref int first)
    {
        var own = new ParameterSets(ParameterCount, parameters.SetCount, parameters.UnitCount);
        for (int parameter = 0; parameter < ParameterCount; parameter++)
        {
            parameters[first++].CopyTo(own[parameter]);
        }

        try
        {
            return new RunningPart(this, Routing.Start(own));
        }
        catch (Exception error) when (IsToExplain(error))
        {
            throw Explain!(error);
        }
    }

    /// <summary>Whether an exception says nothing of the plugin that threw it.</summary>
    internal bool IsToExplain(Exception error) => Explain is not null && error is not TributaryException and not OperationCanceledException;
}

/// <summary>A part that runs; whatever its plugin throws names the plugin.</summary>
/// <param name="part">The part.</param>
/// <param name="simulation">Its simulation.</param>
internal sealed class RunningPart(RoutingPart part, IRoutingSimulation simulation) : IDisposable
{
    public string Name => part.Name;

    public IRoutingSimulation Simulation => simulation;

    public bool HasAdjoint => simulation is IRoutingAdjoint;

    /// <exception cref="InputException">It does not go reach by reach.</exception>
    public IReachRouting Reaches => simulation as IReachRouting ?? throw new InputException(
        $"{Name} does not go reach by reach, so that river and lakes cannot share the network", "routing.lakes", "Name another routing plugin, or leave the lakes out.");

    public void Advance(TimeAxis time, ReadOnlySpan<double> inflow, Span<double> discharge)
    {
        try
        {
            simulation.Advance(time, inflow, discharge);
        }
        catch (Exception error) when (part.IsToExplain(error))
        {
            throw part.Explain!(error);
        }
    }

    public void PullBack(TimeAxis time, ReadOnlySpan<double> dischargeGradient, Span<double> inflowGradient)
    {
        try
        {
            ((IRoutingAdjoint)simulation).PullBack(time, dischargeGradient, inflowGradient);
        }
        catch (Exception error) when (part.IsToExplain(error))
        {
            throw part.Explain!(error);
        }
    }

    public void Begin(TimeAxis time)
    {
        try
        {
            Reaches.Begin(time);
        }
        catch (Exception error) when (part.IsToExplain(error))
        {
            throw part.Explain!(error);
        }
    }

    public void Route(int reach, ReadOnlySpan<double> lateral, ReadOnlySpan<double> upstream, Span<double> discharge)
    {
        try
        {
            ((IReachRouting)simulation).Route(reach, lateral, upstream, discharge);
        }
        catch (Exception error) when (part.IsToExplain(error))
        {
            throw part.Explain!(error);
        }
    }

    public void Dispose() => simulation.Dispose();
}
