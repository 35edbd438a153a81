using Tributary.Contracts;

namespace Tributary.Plugins.KinematicWave;

/// <summary>A running kinematic wave. Lateral inflow enters a reach with the inflow from above.</summary>
internal sealed class KinematicWaveSimulation : ReachwiseSimulation
{
    private readonly double _step;
    private readonly double[] _perStep;

    public KinematicWaveSimulation(KinematicWaveSettings settings, RoutingSetup setup, NetworkOrder order, ChannelGeometry channels)
        : this(SegmentCounts(settings, setup.Network), setup, order, channels)
    {
    }

    private KinematicWaveSimulation(int[] counts, RoutingSetup setup, NetworkOrder order, ChannelGeometry channels)
        : base(order, setup.ThreadCount, StatesOf(counts))
    {
        _step = setup.Step.TotalSeconds;
        _perStep = new double[counts.Length];
        for (int reach = 0; reach < counts.Length; reach++)
        {
            double alpha = KinematicWaveProcess.Alpha(channels.Width[reach], channels.Slope[reach], channels.Roughness[reach]);
            _perStep[reach] = setup.Network.LengthMetres[reach] / counts[reach] * alpha / _step;
        }
    }

    public override void Route(int reach, ReadOnlySpan<double> lateral, ReadOnlySpan<double> upstream, Span<double> discharge)
    {
        double perStep = _perStep[reach];
        Span<double> states = Held[reach];
        lateral.CopyTo(discharge);
        for (int t = 0; t < upstream.Length; t++)
        {
            discharge[t] += upstream[t];
        }

        for (int segment = 0; segment < states.Length; segment += 2)
        {
            double storage = states[segment];
            double root = states[segment + 1];
            for (int t = 0; t < discharge.Length; t++)
            {
                discharge[t] = KinematicWaveProcess.Step(discharge[t], perStep, _step, ref storage, ref root);
            }

            states[segment] = storage;
            states[segment + 1] = root;
        }
    }

    private static int[] SegmentCounts(KinematicWaveSettings settings, RiverNetwork network)
    {
        int[] counts = new int[network.Count];
        for (int reach = 0; reach < counts.Length; reach++)
        {
            counts[reach] = settings.LongestSegment is double longest ? (int)Math.Ceiling(network.LengthMetres[reach] / longest) : 1;
        }

        return counts;
    }

    private static ReachStates StatesOf(int[] counts)
    {
        var variables = new List<StateVariable>();
        for (int segment = 1; segment <= counts.DefaultIfEmpty(1).Max(); segment++)
        {
            variables.Add(new($"storage_{segment}", "m3", "water in a segment of the reach", WaterFrom: 0));
            variables.Add(new($"root_{segment}", "1", "fifth root of a segment's outflow in m3 s-1, where the next step starts to search"));
        }

        return new ReachStates(variables, [.. counts.Select(count => 2 * count)]);
    }
}
