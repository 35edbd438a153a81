using Tributary.Contracts;

namespace Tributary.Plugins.Muskingum;

/// <summary>A running Muskingum routing. Lateral inflow enters a reach with the inflow from above, as in RAPID (David et al., 2011).</summary>
internal sealed class MuskingumSimulation : ReachwiseSimulation, IRoutingAdjoint, IReachAdjoint
{
    private readonly double _step;
    private readonly Coefficients[] _reaches;

    public MuskingumSimulation(MuskingumSettings settings, RoutingSetup setup, NetworkOrder order, ParameterSets parameters)
        : this(CoefficientsOf(settings, setup, parameters), setup, order)
    {
    }

    private MuskingumSimulation(Coefficients[] reaches, RoutingSetup setup, NetworkOrder order)
        : base(order, setup.ThreadCount, StatesOf(reaches))
    {
        _step = setup.Step.TotalSeconds;
        _reaches = reaches;
    }

    public override void Route(int reach, ReadOnlySpan<double> lateral, ReadOnlySpan<double> upstream, Span<double> discharge)
    {
        (double gain, double rate, int segments) = _reaches[reach];
        Span<double> storages = Held[reach];
        double dt = _step;
        double storage = storages[0];
        if (upstream.IsEmpty)
        {
            for (int t = 0; t < discharge.Length; t++)
            {
                discharge[t] = MuskingumProcess.Step(lateral[t], gain, rate, dt, ref storage);
            }
        }
        else
        {
            for (int t = 0; t < discharge.Length; t++)
            {
                discharge[t] = MuskingumProcess.Step(lateral[t] + upstream[t], gain, rate, dt, ref storage);
            }
        }

        storages[0] = storage;
        for (int segment = 1; segment < segments; segment++)
        {
            storage = storages[segment];
            for (int t = 0; t < discharge.Length; t++)
            {
                discharge[t] = MuskingumProcess.Step(discharge[t], gain, rate, dt, ref storage);
            }

            storages[segment] = storage;
        }
    }

    public void PullBack(TimeAxis time, ReadOnlySpan<double> dischargeGradient, Span<double> inflowGradient) =>
        Sweep.PullBack(this, time.Count, dischargeGradient, inflowGradient);

    public void PullBack(int reach, ReadOnlySpan<double> discharge, Span<double> lateral, Span<double> upstream)
    {
        (double gain, double rate, int segments) = _reaches[reach];
        discharge.CopyTo(lateral);
        for (int segment = 0; segment < segments; segment++)
        {
            double storage = 0;
            for (int t = lateral.Length - 1; t >= 0; t--)
            {
                lateral[t] = MuskingumProcess.PullBack(lateral[t], gain, rate, _step, ref storage);
            }
        }

        lateral.CopyTo(upstream);
    }

    private static ReachStates StatesOf(Coefficients[] reaches)
    {
        int[] segments = [.. reaches.Select(reach => reach.Segments)];
        return new ReachStates([new("storage", "m3", "water in each segment of the reach", segments.DefaultIfEmpty(1).Max(), WaterFrom: 0)], segments);
    }

    private static Coefficients[] CoefficientsOf(MuskingumSettings settings, RoutingSetup setup, ParameterSets parameters)
    {
        RiverNetwork network = setup.Network;
        double dt = setup.Step.TotalSeconds;
        var reaches = new Coefficients[network.Count];
        for (int reach = 0; reach < reaches.Length; reach++)
        {
            double byLength = network.LengthMetres[reach] / parameters[0][reach];
            double travelTime = Given(network, MuskingumPlugin.TravelTimeAttribute, reach, settings.K) is double hours ? hours * 3600 : byLength;
            double weighting = Given(network, MuskingumPlugin.WeightingAttribute, reach, settings.X) ?? parameters[1][reach];
            if (!(travelTime > 0) || weighting is not (>= 0 and <= 0.5))
            {
                throw new InputException(
                    FormattableString.Invariant($"K is {travelTime} s and x is {weighting}"), $"reach {network.Ids[reach]}", "K must be positive and x between 0 and 0.5.");
            }

            int segments = MuskingumProcess.Segments(travelTime, weighting, dt);
            (double perInflow, double perOutflow) = MuskingumProcess.Shares(travelTime, weighting, segments, dt);
            reaches[reach] = new(dt - perInflow, 1 / (perOutflow + dt), segments);
        }

        return reaches;
    }

    private static double? Given(RiverNetwork network, string attribute, int reach, double? otherwise) =>
        network.Attributes.Contains(attribute) && !double.IsNaN(network.Attributes[attribute][reach]) ? network.Attributes[attribute][reach] : otherwise;

    /// <summary>What a step needs to know of a reach.</summary>
    /// <param name="Gain">dt - a, s.</param>
    /// <param name="Rate">1 / (b + dt), s-1.</param>
    /// <param name="Segments">Number of segments.</param>
    private readonly record struct Coefficients(double Gain, double Rate, int Segments);
}
