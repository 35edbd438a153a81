using Tributary.Contracts;

namespace PluginName;

/// <summary>A running routing: dS/dt = I - S / K with K of length over celerity, exact for an inflow that is constant over the step.</summary>
internal sealed class PluginNameSimulation(RoutingSetup setup, NetworkOrder order, ParameterSets parameters)
    : ReachwiseSimulation(order, setup.ThreadCount, new ReachStates([new("storage", "m3", "water in the reach", WaterFrom: 0)], setup.Network.Count))
{
    public override void Route(int reach, ReadOnlySpan<double> lateral, ReadOnlySpan<double> upstream, Span<double> discharge)
    {
        double step = setup.Step.TotalSeconds;
        double residence = setup.Network.LengthMetres[reach] / parameters[0][reach];
        double kept = Math.Exp(-step / residence);
        Span<double> storage = Held[reach];
        for (int t = 0; t < discharge.Length; t++)
        {
            double inflow = lateral[t] + (upstream.IsEmpty ? 0 : upstream[t]);
            double after = (storage[0] * kept) + (inflow * residence * (1 - kept));
            discharge[t] = Math.Max(0, inflow - ((after - storage[0]) / step));
            storage[0] = Math.Max(0, storage[0] + ((inflow - discharge[t]) * step));
        }
    }
}
