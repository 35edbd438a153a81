using Tributary.Contracts;

namespace Tributary.Plugins.DiffusiveWave;

/// <summary>A running diffusive wave. Lateral inflow enters a reach with the inflow from above.</summary>
internal sealed class DiffusiveWaveSimulation : ReachwiseSimulation
{
    private readonly double _step;
    private readonly (double Travel, double Exchange)[] _reaches;

    public DiffusiveWaveSimulation(RoutingSetup setup, NetworkOrder order, ChannelGeometry channels)
        : base(order, setup.ThreadCount, StatesOf(setup.Network.Count))
    {
        _step = setup.Step.TotalSeconds;
        _reaches = new (double, double)[setup.Network.Count];
        for (int reach = 0; reach < _reaches.Length; reach++)
        {
            double length = setup.Network.LengthMetres[reach] / DiffusiveWaveProcess.CellCount;
            double slope = channels.Slope[reach];
            double width = channels.Width[reach];
            double velocity = Math.Pow(Math.Sqrt(slope) / channels.Roughness[reach], 0.6) * Math.Pow(width, -0.4);
            _reaches[reach] = (length / velocity, 0.3 / (width * slope * length * length));
        }
    }

    public override void Route(int reach, ReadOnlySpan<double> lateral, ReadOnlySpan<double> upstream, Span<double> discharge)
    {
        (double travel, double exchange) = _reaches[reach];
        Span<double> states = Held[reach];
        Span<double> storage = states[..DiffusiveWaveProcess.CellCount];
        Span<double> flow = states[DiffusiveWaveProcess.CellCount..];
        for (int t = 0; t < discharge.Length; t++)
        {
            double inflow = upstream.IsEmpty ? lateral[t] : lateral[t] + upstream[t];
            discharge[t] = DiffusiveWaveProcess.Step(inflow, _step, travel, exchange, storage, flow);
        }
    }

    private static ReachStates StatesOf(int count) => new(
        [
            new("storage", "m3", "water in each cell of the reach", DiffusiveWaveProcess.CellCount),
            new("flow", "m3 s-1", "flow in each cell of the reach", DiffusiveWaveProcess.CellCount),
        ],
        count);
}
