using System.Numerics;
using System.Runtime.InteropServices;
using Tributary.Contracts;

namespace Tributary.Plugins.Irf;

/// <summary>A running routing by unit hydrographs. Lateral inflow enters a reach with the inflow from above.</summary>
internal sealed class IrfSimulation(RoutingSetup setup, NetworkOrder order, UnitHydrographs hydrographs)
    : ReachwiseSimulation(order, setup.ThreadCount, StatesOf(hydrographs)), IRoutingAdjoint, IReachAdjoint
{
    [ThreadStatic]
    private static double[]? _room;

    public override void Route(int reach, ReadOnlySpan<double> lateral, ReadOnlySpan<double> upstream, Span<double> discharge)
    {
        ReadOnlySpan<double> ordinates = hydrographs[reach];
        Span<double> underway = Held[reach];
        int steps = discharge.Length;
        if (_room is null || _room.Length < (2 * steps) + underway.Length)
        {
            _room = new double[(2 * steps) + underway.Length];
        }

        Span<double> inflow = _room.AsSpan(0, steps);
        lateral.CopyTo(inflow);
        if (!upstream.IsEmpty)
        {
            for (int t = 0; t < steps; t++)
            {
                inflow[t] += upstream[t];
            }
        }

        // Oldest water first: the sum of a step then has the same order wherever a block ends.
        Span<double> outflow = _room.AsSpan(steps, steps + underway.Length);
        underway.CopyTo(outflow);
        outflow[underway.Length..].Clear();
        for (int k = ordinates.Length - 1; k >= 0; k--)
        {
            AddScaled(inflow, ordinates[k], outflow.Slice(k, steps));
        }

        outflow[..steps].CopyTo(discharge);
        outflow[steps..].CopyTo(underway);
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

        lateral.CopyTo(upstream);
    }

    private static ReachStates StatesOf(UnitHydrographs hydrographs)
    {
        int[] counts = [.. Enumerable.Range(0, hydrographs.ReachCount).Select(reach => hydrographs[reach].Length - 1)];
        return new ReachStates([new("underway", "m3 s-1", "flow that will leave the reach, by steps to go", counts.DefaultIfEmpty(0).Max(), WaterFrom: 0)], counts);
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
