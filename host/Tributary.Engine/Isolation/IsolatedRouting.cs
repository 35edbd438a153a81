using System.Text.Json;
using Tributary.Contracts;

namespace Tributary.Engine;

/// <summary>A routing plugin in processes of its own. It routes whole networks; reach by reach, each reach would be a call, so that a river with lakes is in one process with them.</summary>
internal sealed class IsolatedRoutingPlugin(PluginWorkers workers) : IsolatedPlugin(workers), IRoutingPlugin
{
    /// <inheritdoc/>
    public RoutingDescriptor Describe(JsonElement settings) => DescribeInCascade(settings) with { IsReachwise = false };

    /// <summary>What it is to those that are in the same process.</summary>
    public RoutingDescriptor DescribeInCascade(JsonElement settings) => Once(
        PluginCall.Describe,
        new CallerSide(),
        (ref PackWriter writer) => writer.Write(settings),
        static (ref PackReader reader) => reader.ReadJson(IsolationJson.Default.RoutingDescriptor));

    /// <inheritdoc/>
    public IRouting Prepare(JsonElement settings, RoutingSetup setup)
    {
        bool isLinear = Describe(settings).HasAdjoint;
        return Prepare(
            PluginCall.Prepare,
            setup,
            (ref PackWriter writer) =>
            {
                writer.Write(settings);
                Write(ref writer, setup);
            },
            (lease, side) => new IsolatedRouting(lease, parameters => isLinear ? new IsolatedLinearRoutingSimulation(lease, side, parameters) : new IsolatedRoutingSimulation(lease, side, parameters)));
    }

    /// <summary>Prepares it with the routings that share the water's way, one of which is of lakes, all in one process.</summary>
    /// <param name="plan">The routing and those that go with it, all isolated.</param>
    /// <param name="setup">What they are prepared on.</param>
    public IRouting PrepareCascade(RoutingPlan plan, RoutingSetup setup) => Prepare(
        PluginCall.PrepareCascade,
        setup,
        (ref PackWriter writer) =>
        {
            Write(ref writer, setup);
            writer.Write(Workers.Allowed);
            foreach (RoutingPlan? part in (ReadOnlySpan<RoutingPlan?>)[plan, plan.Hillslope, plan.Lakes])
            {
                writer.Write(part is not null);
                if (part is not null)
                {
                    var words = new CascadePart(part.Key, part.Loaded.Folder, ((IsolatedRoutingPlugin)part.Plugin).Workers.Plugin.Locked, part.Descriptor.Parameters.Count);
                    writer.Write(words, IsolationJson.Default.CascadePart);
                    writer.Write(part.Section.Settings);
                }
            }
        },
        (lease, side) => new IsolatedRouting(lease, parameters => plan.Hillslope is null ? new IsolatedRoutingSimulation(lease, side, parameters) : new IsolatedCascadeSimulation(lease, side, parameters)));

    private static void Write(ref PackWriter writer, RoutingSetup setup)
    {
        DomainPacking.Write(ref writer, setup.Network);
        writer.Write(setup.Step.Ticks);
        writer.Write((long)setup.ThreadCount);
    }

    private IsolatedRouting Prepare(PluginCall call, RoutingSetup setup, WorkerLease.Write write, Func<WorkerLease, CallerSide, IsolatedRouting> made) => Keep(lease =>
    {
        var side = new CallerSide { Services = setup.Services };
        lease.Ask(call, side, write);
        return made(lease, side);
    });
}

/// <summary>A routing in another process.</summary>
/// <param name="lease">Its worker.</param>
/// <param name="start">Starts it.</param>
internal sealed class IsolatedRouting(WorkerLease lease, Func<ParameterSets, IRoutingSimulation> start) : IRouting
{
    /// <inheritdoc/>
    public IRoutingSimulation Start(ParameterSets parameters) => start(parameters);

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

/// <summary>A running river with its lakes and hillslopes in another process.</summary>
/// <inheritdoc/>
internal sealed class IsolatedCascadeSimulation(WorkerLease lease, CallerSide side, ParameterSets parameters)
    : IsolatedRoutingSimulation(lease, side, parameters), IHillslopeRouting
{
    /// <inheritdoc/>
    public void CopyAtRiver(Span<double> lateralInflow) => Ask(PluginCall.CopyAtRiver, default, lateralInflow, lateralInflow, "what reaches the river");
}
