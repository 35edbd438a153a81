using Tributary.Contracts;

namespace Tributary.Plugins.MuskingumCunge;

/// <summary>A running Muskingum-Cunge routing. Lateral inflow enters a reach with the inflow from above.</summary>
internal sealed class MuskingumCungeSimulation : ReachwiseSimulation
{
    private const int StatesPerSegment = 3;

    private readonly double _step;
    private readonly Channel[] _segments;

    public MuskingumCungeSimulation(MuskingumCungeSettings settings, RoutingSetup setup, NetworkOrder order, ChannelGeometry channels)
        : this(SegmentCounts(settings, setup.Network), setup, order, channels)
    {
    }

    private MuskingumCungeSimulation(int[] counts, RoutingSetup setup, NetworkOrder order, ChannelGeometry channels)
        : base(order, setup.ThreadCount, StatesOf(counts))
    {
        _step = setup.Step.TotalSeconds;
        _segments = new Channel[counts.Length];
        for (int reach = 0; reach < counts.Length; reach++)
        {
            double length = setup.Network.LengthMetres[reach] / counts[reach];
            _segments[reach] = Channel.Of(length, channels.Width[reach], channels.SideSlope[reach], channels.Slope[reach], channels.Roughness[reach]);
        }
    }

    public override void Route(int reach, ReadOnlySpan<double> lateral, ReadOnlySpan<double> upstream, Span<double> discharge)
    {
        Channel channel = _segments[reach];
        Span<double> states = Held[reach];
        lateral.CopyTo(discharge);
        for (int t = 0; t < upstream.Length; t++)
        {
            discharge[t] += upstream[t];
        }

        for (int segment = 0; segment < states.Length; segment += StatesPerSegment)
        {
            double storage = states[segment];
            double inflow = states[segment + 1];
            double outflow = states[segment + 2];
            for (int t = 0; t < discharge.Length; t++)
            {
                MuskingumCungeProcess.Step(channel, discharge[t], _step, ref storage, ref inflow, ref outflow);
                discharge[t] = outflow;
            }

            states[segment] = storage;
            states[segment + 1] = inflow;
            states[segment + 2] = outflow;
        }
    }

    private static int[] SegmentCounts(MuskingumCungeSettings settings, RiverNetwork network)
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
            variables.Add(new($"inflow_{segment}", "m3 s-1", "mean inflow of a segment over the last step"));
            variables.Add(new($"outflow_{segment}", "m3 s-1", "mean outflow of a segment over the last step"));
        }

        return new ReachStates(variables, [.. counts.Select(count => StatesPerSegment * count)]);
    }
}
