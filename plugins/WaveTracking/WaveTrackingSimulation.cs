using Tributary.Contracts;

namespace Tributary.Plugins.WaveTracking;

/// <summary>A running wave tracking. Lateral inflow enters a reach with the inflow from above.</summary>
internal sealed class WaveTrackingSimulation : ReachwiseSimulation
{
    private readonly double _step;
    private readonly double[] _phi;

    public WaveTrackingSimulation(WaveTrackingSettings settings, RoutingSetup setup, NetworkOrder order, ChannelGeometry channels)
        : base(order, setup.ThreadCount, StatesOf(settings, setup.Network.Count))
    {
        _step = setup.Step.TotalSeconds;
        _phi = new double[setup.Network.Count];
        for (int reach = 0; reach < _phi.Length; reach++)
        {
            double kappa = WaveTrackingProcess.Kappa(channels.Width[reach], channels.Slope[reach], channels.Roughness[reach]);
            _phi[reach] = WaveTrackingProcess.Phi(kappa, setup.Network.LengthMetres[reach]);
        }
    }

    public override void Route(int reach, ReadOnlySpan<double> lateral, ReadOnlySpan<double> upstream, Span<double> discharge)
    {
        var waves = new WaveQueue(Held[reach], _phi[reach]);
        for (int t = 0; t < discharge.Length; t++)
        {
            double inflow = upstream.IsEmpty ? lateral[t] : lateral[t] + upstream[t];
            discharge[t] = waves.Step(inflow, _step);
        }
    }

    private static ReachStates StatesOf(WaveTrackingSettings settings, int count) => new(
        [
            new("storage", "m3", "water in the reach", WaterFrom: 0),
            new("wave_count", "1", "number of waves in the reach"),
            new("waves", "1", "of each wave the time in s since it began to enter, the volume in m3 that had entered by then, its flow in m3 s-1 and its travel time in s", WaveQueue.WaveSize * settings.MostWaves),
        ],
        count);
}
