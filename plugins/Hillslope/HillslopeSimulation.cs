using System.Numerics;
using System.Runtime.InteropServices;
using Tributary.Contracts;

namespace Tributary.Plugins.Hillslope;

/// <summary>Running unit hydrographs; inflow from above passes a reach at once.</summary>
internal sealed class HillslopeSimulation(RoutingSetup setup, NetworkOrder order, double[][] hydrographs)
    : ReachwiseSimulation(order, setup.ThreadCount, StatesOf(hydrographs)), IRoutingAdjoint, IReachAdjoint
{
    [ThreadStatic]
    private static double[]? _room;

    public override void Route(int reach, ReadOnlySpan<double> lateral, ReadOnlySpan<double> upstream, Span<double> discharge)
    {
        ReadOnlySpan<double> ordinates = hydrographs[reach];
        Span<double> underway = Held[reach];
        int steps = discharge.Length;
        if (_room is null || _room.Length < steps + underway.Length)
        {
            _room = new double[steps + underway.Length];
        }

        // Oldest water first: the sum of a step then has the same order wherever a block ends.
        Span<double> outflow = _room.AsSpan(0, steps + underway.Length);
        underway.CopyTo(outflow);
        outflow[underway.Length..].Clear();
        for (int k = ordinates.Length - 1; k >= 0; k--)
        {
            AddScaled(lateral, ordinates[k], outflow.Slice(k, steps));
        }

        outflow[..steps].CopyTo(discharge);
        outflow[steps..].CopyTo(underway);
        if (!upstream.IsEmpty)
        {
            AddScaled(upstream, 1, discharge);
        }
    }

    public void PullBack(TimeAxis time, ReadOnlySpan<double> dischargeGradient, Span<double> inflowGradient) =>
        Sweep.PullBack(this, time.Count, dischargeGradient, inflowGradient);

    public void PullBack(int reach, ReadOnlySpan<double> discharge, Span<double> lateral, Span<double> upstream)
    {
        ReadOnlySpan<double> ordinates = hydrographs[reach];
        lateral.Clear();
        for (int k = Math.Min(ordinates.Length, lateral.Length) - 1; k >= 0; k--)
        {
            AddScaled(discharge[k..], ordinates[k], lateral[..^k]);
        }

        discharge.CopyTo(upstream);
    }

    private static ReachStates StatesOf(double[][] hydrographs)
    {
        int[] counts = [.. hydrographs.Select(ordinates => ordinates.Length - 1)];
        return new ReachStates([new("underway", "m3 s-1", "flow that will reach the river, by steps to go", counts.DefaultIfEmpty(0).Max(), WaterFrom: 0)], counts);
    }

    private static void AddScaled(ReadOnlySpan<double> values, double factor, Span<double> sum)
    {
        ReadOnlySpan<Vector<double>> wide = MemoryMarshal.Cast<double, Vector<double>>(values);
        Span<Vector<double>> wideSum = MemoryMarshal.Cast<double, Vector<double>>(sum);
        var wideFactor = new Vector<double>(factor);
        for (int k = 0; k < wide.Length; k++)
        {
            wideSum[k] += wide[k] * wideFactor;
        }

        for (int k = wide.Length * Vector<double>.Count; k < values.Length; k++)
        {
            sum[k] += values[k] * factor;
        }
    }
}
