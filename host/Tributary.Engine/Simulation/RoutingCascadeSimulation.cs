using Tributary.Contracts;

namespace Tributary.Engine;

/// <summary>A running routing that takes water from the units to the river before it routes it.</summary>
internal interface IHillslopeRouting : IRoutingSimulation
{
    /// <summary>Overwrites lateral inflow with what of it reached the river in the last block, <c>[reach][time]</c>.</summary>
    void CopyAtRiver(Span<double> lateralInflow);
}

/// <summary>Running routings that share the water's way.</summary>
internal class RoutingCascadeSimulation : IHillslopeRouting
{
    private readonly RiverWithLakes? _lakes;
    private readonly RunningPart[] _parts;
    private double[] _atRiver = [];

    public RoutingCascadeSimulation(int reachCount, RunningPart river, RunningPart? hillslope, RiverWithLakes? lakes)
    {
        (River, Hillslope, _lakes) = (river, hillslope, lakes);
        _parts = [.. new[] { river, hillslope, lakes?.Lakes }.OfType<RunningPart>()];
        States = new StateLayout(
            [.. _parts.SelectMany(part => part.Simulation.States.Variables.Select(variable => variable with { Name = $"{variable.Name}_{part.Name}" }))], reachCount);
    }

    public StateLayout States { get; }

    protected RunningPart River { get; }

    protected RunningPart? Hillslope { get; }

    public void Advance(TimeAxis time, ReadOnlySpan<double> lateralInflow, Span<double> discharge)
    {
        ReadOnlySpan<double> entering = lateralInflow;
        if (Hillslope is not null)
        {
            Span<double> atRiver = AtRiver(lateralInflow.Length);
            atRiver.Clear();
            Hillslope.Advance(time, lateralInflow, atRiver);
            entering = atRiver;
        }

        if (_lakes is not null)
        {
            _lakes.Advance(time, entering, discharge);
        }
        else
        {
            River.Advance(time, entering, discharge);
        }
    }

    /// <inheritdoc/>
    public void CopyAtRiver(Span<double> lateralInflow)
    {
        if (Hillslope is not null)
        {
            AtRiver(lateralInflow.Length).CopyTo(lateralInflow);
        }
    }

    public void SaveStates(Span<double> states)
    {
        int first = 0;
        foreach (RunningPart part in _parts)
        {
            int length = part.Simulation.States.Length;
            part.Simulation.SaveStates(states.Slice(first, length));
            first += length;
        }
    }

    public void RestoreStates(ReadOnlySpan<double> states)
    {
        int first = 0;
        foreach (RunningPart part in _parts)
        {
            int length = part.Simulation.States.Length;
            part.Simulation.RestoreStates(states.Slice(first, length));
            first += length;
        }
    }

    public void Dispose()
    {
        foreach (RunningPart part in _parts)
        {
            part.Dispose();
        }
    }

    /// <summary>Room for what reaches the river from the hillslopes, <c>[reach][time]</c>.</summary>
    protected Span<double> AtRiver(int length) => (_atRiver = _atRiver.Length >= length ? _atRiver : new double[length]).AsSpan(0, length);
}

/// <summary>Running routings all of which have an adjoint.</summary>
internal sealed class LinearCascadeSimulation(int reachCount, RunningPart river, RunningPart? hillslope)
    : RoutingCascadeSimulation(reachCount, river, hillslope, null), IRoutingAdjoint
{
    public void PullBack(TimeAxis time, ReadOnlySpan<double> dischargeGradient, Span<double> inflowGradient) =>
        PullBack(time, dischargeGradient, [], inflowGradient);

    /// <summary>The same where the loss sees what reaches the river from the hillslopes too.</summary>
    /// <param name="time">The time steps.</param>
    /// <param name="dischargeGradient">Derivative of a loss with respect to discharge, <c>[reach][time]</c>.</param>
    /// <param name="atRiverGradient">Its derivative with respect to what reaches the river, <c>[reach][time]</c>; empty for none.</param>
    /// <param name="inflowGradient">Receives its derivative with respect to lateral inflow, <c>[reach][time]</c>.</param>
    public void PullBack(TimeAxis time, ReadOnlySpan<double> dischargeGradient, ReadOnlySpan<double> atRiverGradient, Span<double> inflowGradient)
    {
        Span<double> atRiver = Hillslope is null ? inflowGradient : AtRiver(inflowGradient.Length);
        River.PullBack(time, dischargeGradient, atRiver);
        for (int i = 0; i < atRiverGradient.Length; i++)
        {
            atRiver[i] += atRiverGradient[i];
        }

        Hillslope?.PullBack(time, atRiver, inflowGradient);
    }
}
