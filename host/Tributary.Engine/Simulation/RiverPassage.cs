using Tributary.Contracts;

namespace Tributary.Engine;

/// <summary>Water on its way down a river network, block by block.</summary>
/// <param name="river">The river.</param>
/// <param name="routing">The running routing; null for water that reaches the outlet within its time step.</param>
/// <param name="room">Working room.</param>
internal sealed class RiverPassage(RiverDischarge river, IRoutingSimulation? routing, RiverDischarge.Room room) : IDisposable
{
    private readonly RiverNetwork _network = river.Domain.Network ?? throw new InvalidOperationException("Lumped basins have no network.");
    private int _steps;

    /// <summary>Flow at the end of each reach in the last block in m3 s-1, <c>[reach][time]</c>.</summary>
    public ReadOnlySpan<double> Flow => room.Routed(_network.Count * _steps);

    /// <summary>Routes a block.</summary>
    /// <param name="time">The time steps of the block.</param>
    /// <param name="given">What each unit gives off, <c>[unit][time]</c>, as the model writes it.</param>
    /// <param name="stride">Length of each unit's series in it.</param>
    /// <param name="first">Where in each series the block starts.</param>
    /// <exception cref="WorkException">The routing plugin broke down.</exception>
    public void Advance(TimeAxis time, ReadOnlySpan<double> given, int stride, int first)
    {
        _steps = time.Count;
        Span<double> lateral = room.Lateral(_network.Count * _steps);
        Span<double> routed = room.Routed(_network.Count * _steps);
        lateral.Clear();
        routed.Clear();
        for (int unit = 0; unit < river.Domain.Units.Count; unit++)
        {
            Add(given.Slice((unit * stride) + first, _steps), river.Of(unit), Row(lateral, _network.ReachOfUnit[unit]));
        }

        if (routing is null)
        {
            PassOn(lateral, routed);
        }
        else
        {
            RunPlugin(time, lateral, routed);
        }
    }

    /// <summary>Whether its derivative is known.</summary>
    public bool IsLinear => routing is null or IRoutingAdjoint;

    /// <summary>The derivative of a loss with respect to what enters the reaches, over a block from empty rivers.</summary>
    /// <param name="time">The time steps.</param>
    /// <param name="dischargeGradient">Its derivative with respect to discharge at the gauges, <c>[gauge][time]</c>.</param>
    /// <param name="flowGradient">Working room, <c>[reach][time]</c>.</param>
    /// <param name="lateralGradient">Receives it, <c>[reach][time]</c>.</param>
    /// <exception cref="WorkException">The routing plugin broke down.</exception>
    public void PullBack(TimeAxis time, ReadOnlySpan<double> dischargeGradient, Span<double> flowGradient, Span<double> lateralGradient)
    {
        _steps = time.Count;
        double[] atHeads = new double[_network.Count * _steps];
        flowGradient.Clear();
        for (int gauge = 0; gauge < river.Domain.Gauges.Count; gauge++)
        {
            Gauge place = river.Domain.Gauges[gauge];
            ReadOnlySpan<double> row = dischargeGradient.Slice(gauge * _steps, _steps);
            if (!place.AtHead)
            {
                Add(row, UnitConversion.Identity, Row(flowGradient, place.Reach));
                continue;
            }

            // A gauge at the head of a reach sees its lateral inflow and what leaves the reaches above.
            Add(row, UnitConversion.Identity, Row(atHeads, place.Reach));
            foreach (int reach in river.Order!.UpstreamOf(place.Reach))
            {
                Add(row, UnitConversion.Identity, Row(flowGradient, reach));
            }
        }

        if (routing is null)
        {
            PullBackPassedOn(flowGradient);
            flowGradient.CopyTo(lateralGradient);
            Add(atHeads, UnitConversion.Identity, lateralGradient);
            return;
        }

        try
        {
            if (routing is LinearCascadeSimulation cascade)
            {
                cascade.PullBack(time, flowGradient, atHeads, lateralGradient);
            }
            else
            {
                ((IRoutingAdjoint)routing).PullBack(time, flowGradient, lateralGradient);
                Add(atHeads, UnitConversion.Identity, lateralGradient);
            }
        }
        catch (Exception error) when (error is not TributaryException and not OperationCanceledException)
        {
            throw river.Broken(error);
        }
    }

    /// <summary>Copies the last block's discharge at the gauges out.</summary>
    /// <param name="discharge">Receives it in m3 s-1, <c>[gauge][time]</c>.</param>
    /// <param name="stride">Length of each gauge's series.</param>
    /// <param name="first">Where in each series the block goes.</param>
    public void CopyAtGauges(Span<double> discharge, int stride, int first)
    {
        Span<double> lateral = room.Lateral(_network.Count * _steps);
        Span<double> routed = room.Routed(_network.Count * _steps);
        for (int gauge = 0; gauge < river.Domain.Gauges.Count; gauge++)
        {
            Gauge place = river.Domain.Gauges[gauge];
            Span<double> row = discharge.Slice((gauge * stride) + first, _steps);
            if (!place.AtHead)
            {
                Row(routed, place.Reach).CopyTo(row);
                continue;
            }

            Row(lateral, place.Reach).CopyTo(row);
            foreach (int reach in river.Order!.UpstreamOf(place.Reach))
            {
                Add(Row(routed, reach), UnitConversion.Identity, row);
            }
        }
    }

    /// <summary>The water on its way; null where it reaches the outlet within its time step.</summary>
    /// <exception cref="WorkException">The routing plugin broke down.</exception>
    public StatePart? SaveStates()
    {
        if (routing is null)
        {
            return null;
        }

        double[] values = new double[routing.States.Length];
        Guard(() => routing.SaveStates(values));
        return new StatePart(routing.States, values);
    }

    /// <summary>Goes on from states that <see cref="SaveStates"/> gave.</summary>
    /// <exception cref="InputException">They are of another routing, or of another network.</exception>
    /// <exception cref="WorkException">The routing plugin broke down.</exception>
    public void RestoreStates(StatePart? states)
    {
        if (routing is null)
        {
            return;
        }

        (states ?? new StatePart(new StateLayout([], 0), [])).DemandFit(routing.States, "routing");
        Guard(() => routing.RestoreStates(states!.Values));
    }

    public void Dispose() => routing?.Dispose();

    private void Guard(Action call)
    {
        try
        {
            call();
        }
        catch (Exception error) when (error is not TributaryException and not OperationCanceledException)
        {
            throw river.Broken(error);
        }
    }

    private static void Add(ReadOnlySpan<double> values, UnitConversion conversion, Span<double> sum)
    {
        for (int i = 0; i < sum.Length; i++)
        {
            sum[i] += conversion.Apply(values[i]);
        }
    }

    private Span<double> Row(Span<double> rows, int reach) => rows.Slice(reach * _steps, _steps);

    /// <summary>Water reaches the outlet within its time step.</summary>
    private void PassOn(ReadOnlySpan<double> lateral, Span<double> routed)
    {
        lateral.CopyTo(routed);
        foreach (int reach in river.Order!.Order)
        {
            if (_network.Downstream[reach] is >= 0 and int below)
            {
                Add(Row(routed, reach), UnitConversion.Identity, Row(routed, below));
            }
        }
    }

    /// <summary>What passes a reach has come from everything above it.</summary>
    private void PullBackPassedOn(Span<double> flowGradient)
    {
        ReadOnlySpan<int> order = river.Order!.Order;
        for (int place = order.Length - 1; place >= 0; place--)
        {
            if (_network.Downstream[order[place]] is >= 0 and int below)
            {
                Add(Row(flowGradient, below), UnitConversion.Identity, Row(flowGradient, order[place]));
            }
        }
    }

    private void RunPlugin(TimeAxis time, Span<double> lateral, Span<double> routed)
    {
        try
        {
            routing!.Advance(time, lateral, routed);

            // A gauge at the head of a reach sees what has come down the hillslopes.
            (routing as IHillslopeRouting)?.CopyAtRiver(lateral);
        }
        catch (Exception error) when (error is not TributaryException and not OperationCanceledException)
        {
            throw river.Broken(error);
        }
    }
}
