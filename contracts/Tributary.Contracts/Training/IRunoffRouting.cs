namespace Tributary.Contracts;

/// <summary>
/// The way of the units' runoff to the gauges, by whatever routing the workflow names, with its derivative. It is linear in the runoff and starts
/// from empty rivers. One caller at a time.
/// </summary>
public interface IRunoffRouting : IDisposable
{
    /// <summary>Number of units.</summary>
    int UnitCount { get; }

    /// <summary>Number of gauges.</summary>
    int GaugeCount { get; }

    /// <summary>Discharge at the gauges.</summary>
    /// <param name="time">The time steps.</param>
    /// <param name="runoff">Runoff of each unit as the model writes it, <c>[unit][time]</c>.</param>
    /// <param name="discharge">Receives discharge in m3 s-1, <c>[gauge][time]</c>.</param>
    void Route(TimeAxis time, ReadOnlySpan<double> runoff, Span<double> discharge);

    /// <summary>The vector-Jacobian product of <see cref="Route"/>.</summary>
    /// <param name="time">The time steps.</param>
    /// <param name="dischargeGradient">Derivative of a loss with respect to discharge, <c>[gauge][time]</c>.</param>
    /// <param name="runoffGradient">Receives its derivative with respect to runoff, <c>[unit][time]</c>.</param>
    void PullBack(TimeAxis time, ReadOnlySpan<double> dischargeGradient, Span<double> runoffGradient);
}
