namespace Tributary.Contracts;

/// <summary>A running routing that takes one reach after the other down the network.</summary>
/// <param name="network">The ordered network.</param>
/// <param name="threadCount">Threads that it may use.</param>
/// <param name="states">Its states, empty.</param>
public abstract class ReachwiseSimulation(NetworkOrder network, int threadCount, ReachStates states) : IRoutingSimulation, IReachRouting
{
    /// <inheritdoc/>
    public StateLayout States => Held.Layout;

    /// <summary>The states of each reach.</summary>
    protected ReachStates Held { get; } = states;

    /// <summary>The way down the network.</summary>
    protected NetworkSweep Sweep { get; } = new(network, threadCount);

    /// <inheritdoc/>
    public void Advance(TimeAxis time, ReadOnlySpan<double> lateralInflow, Span<double> discharge)
    {
        Begin(time);
        Sweep.Route(this, time.Count, lateralInflow, discharge);
    }

    /// <inheritdoc/>
    public virtual bool Applies(int reach) => true;

    /// <inheritdoc/>
    public virtual void Begin(TimeAxis time)
    {
    }

    /// <inheritdoc/>
    public abstract void Route(int reach, ReadOnlySpan<double> lateral, ReadOnlySpan<double> upstream, Span<double> discharge);

    /// <inheritdoc/>
    public void SaveStates(Span<double> states) => Held.Save(states);

    /// <inheritdoc/>
    public void RestoreStates(ReadOnlySpan<double> states) => Held.Restore(states);

    /// <inheritdoc/>
    public void Dispose()
    {
        Dispose(true);
        GC.SuppressFinalize(this);
    }

    /// <summary>Lets go of what it holds; there is nothing to let go of.</summary>
    /// <param name="disposing">Whether it is called by <see cref="Dispose()"/>.</param>
    protected virtual void Dispose(bool disposing)
    {
    }
}

/// <summary>A routing whose simulations are made by a function of the parameters.</summary>
/// <param name="start">Starts a simulation.</param>
public sealed class Routing(Func<ParameterSets, IRoutingSimulation> start) : IRouting
{
    /// <inheritdoc/>
    public IRoutingSimulation Start(ParameterSets parameters) => start(parameters);

    /// <inheritdoc/>
    public void Dispose()
    {
    }
}
