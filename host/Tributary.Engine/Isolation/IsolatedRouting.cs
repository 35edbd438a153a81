using System.Text.Json;
using Tributary.Contracts;

namespace Tributary.Engine;

/// <summary>A routing plugin in processes of its own. It routes whole networks; reach by reach, as lakes in a river want it, each reach would be a call.</summary>
internal sealed class IsolatedRoutingPlugin(PluginWorkers workers) : IsolatedPlugin(workers), IRoutingPlugin
{
    /// <inheritdoc/>
    public RoutingDescriptor Describe(JsonElement settings)
    {
        RoutingDescriptor routing = Once(
            PluginCall.Describe,
            new CallerSide(),
            (ref PackWriter writer) => writer.Write(settings),
            static (ref PackReader reader) => reader.ReadJson(IsolationJson.Default.RoutingDescriptor));
        return routing with { IsReachwise = false };
    }

    /// <inheritdoc/>
    public IRouting Prepare(JsonElement settings, RoutingSetup setup)
    {
        bool isLinear = Describe(settings).HasAdjoint;
        var lease = new WorkerLease(Workers);
        try
        {
            var side = new CallerSide { Services = setup.Services };
            lease.Ask(PluginCall.Prepare, side, (ref PackWriter writer) =>
            {
                writer.Write(settings);
                DomainPacking.Write(ref writer, setup.Network);
                writer.Write(setup.Step.Ticks);
                writer.Write((long)setup.ThreadCount);
            });
            return new IsolatedRouting(lease, side, isLinear);
        }
        catch (Exception)
        {
            lease.Dispose();
            throw;
        }
    }
}

/// <summary>A routing in another process.</summary>
/// <param name="lease">Its worker.</param>
/// <param name="side">What the worker may ask back.</param>
/// <param name="isLinear">Whether it has an adjoint.</param>
internal sealed class IsolatedRouting(WorkerLease lease, CallerSide side, bool isLinear) : IRouting
{
    /// <inheritdoc/>
    public IRoutingSimulation Start(ParameterSets parameters) =>
        isLinear ? new IsolatedLinearRoutingSimulation(lease, side, parameters) : new IsolatedRoutingSimulation(lease, side, parameters);

    /// <inheritdoc/>
    public void Dispose() => lease.Dispose();
}

/// <summary>A running routing in another process.</summary>
/// <inheritdoc/>
internal class IsolatedRoutingSimulation(WorkerLease lease, CallerSide side, ParameterSets parameters) : IsolatedRunning(lease, side, parameters), IRoutingSimulation
{
    /// <inheritdoc/>
    public void Advance(TimeAxis time, ReadOnlySpan<double> lateralInflow, Span<double> discharge) => Ask(PluginCall.Route, time, lateralInflow, discharge, "discharge");

    /// <summary>Asks for as many values as are given.</summary>
    protected void Ask(PluginCall call, TimeAxis time, ReadOnlySpan<double> given, Span<double> made, string what)
    {
        CallLane lane = Worker.Take();
        try
        {
            var writer = new PackWriter(lane.Call);
            Name(ref writer);
            BlockPacking.Write(ref writer, time);
            writer.Write(given);
            BlockPacking.Prepare(lane.Results, made.Length);
            Worker.Ask(lane, call, Side);
            Runs();
            if (!BlockPacking.Take(lane.Results, made))
            {
                throw Worker.Condemn($"it wrote outside the room for {what}, and was stopped");
            }
        }
        finally
        {
            Worker.Return(lane);
        }
    }
}

/// <summary>A running routing in another process, with its adjoint.</summary>
/// <inheritdoc/>
internal sealed class IsolatedLinearRoutingSimulation(WorkerLease lease, CallerSide side, ParameterSets parameters)
    : IsolatedRoutingSimulation(lease, side, parameters), IRoutingAdjoint
{
    /// <inheritdoc/>
    public void PullBack(TimeAxis time, ReadOnlySpan<double> dischargeGradient, Span<double> inflowGradient) =>
        Ask(PluginCall.PullBack, time, dischargeGradient, inflowGradient, "its gradient");
}
