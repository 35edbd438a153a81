using System.Text.Json;

namespace Tributary.Contracts;

/// <summary>A plugin that moves water down a river network.</summary>
public interface IRoutingPlugin : IPlugin
{
    /// <summary>What the routing is with these settings.</summary>
    RoutingDescriptor Describe(JsonElement settings);

    /// <summary>Prepares the routing on a network.</summary>
    /// <exception cref="InputException">The network lacks something that the routing needs.</exception>
    IRouting Prepare(JsonElement settings, RoutingSetup setup);
}

/// <summary>What a routing is, said before it runs.</summary>
/// <param name="Name">Its name as its field writes it.</param>
/// <param name="Description">What it is, in one sentence.</param>
/// <param name="Parameters">Parameters that the host may set and calibrate.</param>
/// <param name="ReachAttributes">Properties of reaches that it reads beside length and slope.</param>
/// <param name="HasAdjoint">Whether its simulations implement <see cref="IRoutingAdjoint"/>.</param>
/// <param name="Role">Which part of the water's way it is made for.</param>
/// <param name="IsReachwise">Whether its simulations implement <see cref="IReachRouting"/>, so that rivers and lakes may share a network.</param>
public sealed record RoutingDescriptor(
    string Name,
    string Description,
    IReadOnlyList<ParameterDeclaration> Parameters,
    IReadOnlyList<AttributeDeclaration> ReachAttributes,
    bool HasAdjoint,
    RoutingRole Role = RoutingRole.River,
    bool IsReachwise = false);

/// <summary>The part of the water's way that a routing is made for. Any of them can take water down a whole network; what it is not made for happens at once.</summary>
public enum RoutingRole
{
    /// <summary>Down the river's reaches.</summary>
    River,

    /// <summary>From the units to their reach; it does nothing on the way from reach to reach.</summary>
    Hillslope,

    /// <summary>Through lakes and reservoirs; it does nothing in other reaches.</summary>
    Lake,
}

/// <summary>What a routing is prepared on.</summary>
/// <param name="Network">The reaches.</param>
/// <param name="Step">Time step of inflow and discharge.</param>
/// <param name="ThreadCount">Threads that it may use; the result does not depend on it.</param>
/// <param name="Services">What the host offers.</param>
public sealed record RoutingSetup(RiverNetwork Network, TimeSpan Step, int ThreadCount, IHostServices Services);

/// <summary>A routing on a network. Nothing in it changes, so that simulations may be started from several threads.</summary>
public interface IRouting : IDisposable
{
    /// <summary>Starts from a network that is empty or as the settings say.</summary>
    /// <param name="parameters">One value a parameter and reach.</param>
    IRoutingSimulation Start(ParameterSets parameters);
}

/// <summary>A running routing. One caller at a time.</summary>
public interface IRoutingSimulation : IDisposable
{
    /// <summary>What its states are; the unit is the reach.</summary>
    StateLayout States { get; }

    /// <summary>Routes the next block of time steps.</summary>
    /// <param name="time">The time steps of the block.</param>
    /// <param name="lateralInflow">Water that enters each reach from its own units in m3 s-1, <c>[reach][time]</c>.</param>
    /// <param name="discharge">Receives the flow at the end of each reach in m3 s-1, <c>[reach][time]</c>.</param>
    void Advance(TimeAxis time, ReadOnlySpan<double> lateralInflow, Span<double> discharge);

    /// <summary>Copies the states as they are after the last block.</summary>
    void SaveStates(Span<double> states);

    /// <summary>Puts the routing back to states that <see cref="SaveStates"/> gave.</summary>
    void RestoreStates(ReadOnlySpan<double> states);
}

/// <summary>The adjoint of a routing, so that a learning model can train through it.</summary>
public interface IRoutingAdjoint
{
    /// <summary>The vector-Jacobian product over a block that starts from empty states.</summary>
    /// <param name="time">The time steps of the block.</param>
    /// <param name="dischargeGradient">Derivative of a loss with respect to discharge, <c>[reach][time]</c>.</param>
    /// <param name="inflowGradient">Receives its derivative with respect to lateral inflow, <c>[reach][time]</c>.</param>
    void PullBack(TimeAxis time, ReadOnlySpan<double> dischargeGradient, Span<double> inflowGradient);
}
