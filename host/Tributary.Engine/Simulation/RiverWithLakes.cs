using Tributary.Contracts;

namespace Tributary.Engine;

/// <summary>One way down the network, on which each reach is routed as the river or as a lake.</summary>
internal sealed class RiverWithLakes : IReachRouting
{
    private readonly RunningPart[] _partOfReach;
    private readonly RunningPart _river;
    private readonly NetworkSweep _sweep;

    /// <exception cref="InputException">One of the two does not go reach by reach.</exception>
    public RiverWithLakes(RunningPart river, RunningPart lakes, int reachCount, NetworkSweep sweep)
    {
        (_river, Lakes, _sweep) = (river, lakes, sweep);
        _partOfReach = new RunningPart[reachCount];
        _ = river.Reaches;
        for (int reach = 0; reach < reachCount; reach++)
        {
            _partOfReach[reach] = lakes.Reaches.Applies(reach) ? lakes : river;
        }
    }

    /// <summary>The lakes.</summary>
    public RunningPart Lakes { get; }

    public void Advance(TimeAxis time, ReadOnlySpan<double> inflow, Span<double> discharge)
    {
        _river.Begin(time);
        Lakes.Begin(time);
        _sweep.Route(this, time.Count, inflow, discharge);
    }

    public void Route(int reach, ReadOnlySpan<double> lateral, ReadOnlySpan<double> upstream, Span<double> discharge) =>
        _partOfReach[reach].Route(reach, lateral, upstream, discharge);
}
