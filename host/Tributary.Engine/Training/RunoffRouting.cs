using Tributary.Contracts;

namespace Tributary.Engine;

/// <summary>The way of the units' runoff to the gauges and back: the workflow's routing and its adjoint.</summary>
internal sealed class RunoffRouting : IRunoffRouting
{
    private readonly RiverDischarge _river;
    private readonly RiverNetwork _network;
    private readonly RiverDischarge.Room _room = new();
    private double[] _reachGradient = [];
    private double[] _lateralGradient = [];

    /// <summary>Takes over a river.</summary>
    /// <exception cref="InputException">Its routing has no adjoint.</exception>
    public RunoffRouting(RiverDischarge river)
    {
        _river = river;
        _network = river.Domain.Network ?? throw new ArgumentException("Lumped basins have no network.", nameof(river));
        using RiverPassage passage = river.Start(_room);
        if (!passage.IsLinear)
        {
            throw new InputException(
                "the routing has no adjoint, so that no model can learn through it",
                "routing",
                "Choose one that has (tributary plugins tells), as irf or muskingum, or leave lakes out.");
        }
    }

    /// <inheritdoc/>
    public int UnitCount => _river.Domain.Units.Count;

    /// <inheritdoc/>
    public int GaugeCount => _river.Domain.Gauges.Count;

    /// <inheritdoc/>
    public void Route(TimeAxis time, ReadOnlySpan<double> runoff, Span<double> discharge) => _river.Route(time, runoff, discharge, _room);

    /// <inheritdoc/>
    public void PullBack(TimeAxis time, ReadOnlySpan<double> dischargeGradient, Span<double> runoffGradient)
    {
        int steps = time.Count;
        int length = _network.Count * steps;
        if (_reachGradient.Length < length)
        {
            _reachGradient = new double[length];
            _lateralGradient = new double[length];
        }

        Span<double> ofReaches = _reachGradient.AsSpan(0, length);
        Span<double> ofLateral = _lateralGradient.AsSpan(0, length);
        using RiverPassage passage = _river.Start(_room);
        passage.PullBack(time, dischargeGradient, ofReaches, ofLateral);
        for (int unit = 0; unit < UnitCount; unit++)
        {
            Span<double> row = runoffGradient.Slice(unit * steps, steps);
            ofLateral.Slice(_network.ReachOfUnit[unit] * steps, steps).CopyTo(row);
            System.Numerics.Tensors.TensorPrimitives.Multiply(row, _river.Of(unit).Scale, row);
        }
    }

    /// <inheritdoc/>
    public void Dispose() => _river.Dispose();
}
