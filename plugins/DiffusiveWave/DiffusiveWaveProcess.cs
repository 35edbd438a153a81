using System.Runtime.CompilerServices;
using Tributary.Contracts.Numerics;

namespace Tributary.Plugins.DiffusiveWave;

/// <summary>
/// The diffusive wave dQ/dt + c dQ/dx = D d²Q/dx² in a reach of four cells, implicit, with c = 5/3 v and D = Q / (2 B S) of a wide channel at each cell's own flow. It is
/// solved as a water balance: cell i holds V = K u, K = Δx / v(u), and gives u + e (u - u of the next cell) to the next one. At its end a reach sees no backwater. The exchange e is that with
/// which a wave spreads over the reach by D, the spread that cells and implicit steps have of themselves being part of it; a reach spreads no more than one reservoir does.
/// </summary>
public static class DiffusiveWaveProcess
{
    /// <summary>Cells of a reach.</summary>
    public const int CellCount = 4;

    /// <summary>A reach spreads no more than this share of the way from a cascade of four reservoirs to a single one.</summary>
    private const double MostMixing = 0.98;

    private const int MixingIterations = 2;

    /// <summary>Steps of Newton's iteration for the flow.</summary>
    private const int Iterations = 2;

    /// <summary>A cell's first guess of its flow is no less than this share of what all its water would be in one step.</summary>
    private const double LeastGuess = 1e-3;

    private const double LeastFlow = 1e-9;

    /// <summary>One step.</summary>
    /// <param name="inflow">I, m3 s-1.</param>
    /// <param name="step">dt, s.</param>
    /// <param name="travelFactor">Δx / v of a flow of 1 m3 s-1, s.</param>
    /// <param name="exchangeFactor">0.3 / (B S Δx²), m-3.</param>
    /// <param name="storage">V of each cell, m3; updated.</param>
    /// <param name="flow">u of each cell, m3 s-1; updated.</param>
    /// <returns>Outflow, m3 s-1.</returns>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static double Step(double inflow, double step, double travelFactor, double exchangeFactor, Span<double> storage, Span<double> flow)
    {
        double perStep = 1 / step;
        Lanes4 held = Lanes4.Load(storage) * perStep;
        if (inflow + storage[0] + storage[1] + storage[2] + storage[3] <= 0)
        {
            flow.Clear();
            return 0;
        }

        Lanes4 guess = Lanes4.Max(Lanes4.Load(flow), (LeastGuess * (held + inflow)) + LeastFlow);
        Lanes4 offset = default;
        Lanes4 perFlow = default;
        Span<double> offsets = stackalloc double[CellCount];
        Span<double> perFlows = stackalloc double[CellCount];
        Span<double> exchange = stackalloc double[CellCount];
        for (int k = 0; k < Iterations; k++)
        {
            // The tangent of V = K u is V = 2/5 K u + 3/5 K u; its constant part is no more than what a cell holds, so that no flow can be negative.
            Lanes4 travelSteps = travelFactor * perStep * Lanes4.Exp(-0.4 * Lanes4.Log(guess));
            offset = Lanes4.Min(0.4 * travelSteps * guess, held);
            perFlow = travelSteps - (offset / guess);

            // Variance of the travel time in units of its square: 2 D / (c L) less c dt / L, L = 4 Δx.
            Lanes4 variance = (0.5 * exchangeFactor * step * guess * travelSteps) - ((5.0 / 12) / travelSteps);
            Lanes4.Store(Exchange(variance), exchange);
            Lanes4.Store(perFlow, perFlows);
            Lanes4.Store(held - offset, offsets);
            Solve(inflow, offsets, perFlows, exchange, flow);
            guess = Lanes4.Max(Lanes4.Load(flow), LeastFlow);
        }

        Lanes4.Store((offset + (Lanes4.Load(flow) * perFlow)) * step, storage);
        return flow[CellCount - 1];
    }

    /// <summary>
    /// The exchange e between neighbouring cells that gives a reach of four cells a variance s of travel times: 16 s = 16 - 20 y + 10 y² - 2 y³ with y = 1 / (1 + e), the backmixing
    /// cascade with closed ends. It runs from 0 for s up to 1/4, four reservoirs, towards all cells mixed at s = 1.
    /// </summary>
    private static Lanes4 Exchange(Lanes4 variance)
    {
        // With q = 4/3 (1 - s): q = 5/3 y - 5/6 y² + y³ / 6, which Newton's method solves from an estimate that is right at both ends.
        Lanes4 q = Lanes.Clamp((4.0 / 3) * (1 - variance), (Lanes4)(1 - MostMixing), 1);
        Lanes4 y = q * (0.6 + (q * (0.18 + (0.22 * q))));
        for (int k = 0; k < MixingIterations; k++)
        {
            Lanes4 excess = (y * ((5.0 / 3) - (y * ((5.0 / 6) - (y * (1.0 / 6)))))) - q;
            y -= excess / ((5.0 / 3) - (y * ((5.0 / 3) - (0.5 * y))));
        }

        return Lanes4.Max((1 / Lanes4.Max(y, 1e-3)) - 1, 0);
    }

    /// <summary>Thomas' algorithm for the four balances; every number in it is positive.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Solve(
        double inflow, ReadOnlySpan<double> held, ReadOnlySpan<double> perFlow, ReadOnlySpan<double> exchange, Span<double> flow)
    {
        double e0 = exchange[0];
        double e1 = exchange[1];
        double e2 = exchange[2];
        double inverse = 1 / (perFlow[0] + 1 + e0);
        double upper0 = e0 * inverse;
        double right0 = (held[0] + inflow) * inverse;

        // 1 + e less what comes back: (1 + e)(1 - upper) + upper, free of cancellation since upper < 1.
        inverse = 1 / (perFlow[1] + 1 + e1 + e0 - ((1 + e0) * upper0));
        double upper1 = e1 * inverse;
        double right1 = (held[1] + ((1 + e0) * right0)) * inverse;
        inverse = 1 / (perFlow[2] + 1 + e2 + e1 - ((1 + e1) * upper1));
        double upper2 = e2 * inverse;
        double right2 = (held[2] + ((1 + e1) * right1)) * inverse;
        inverse = 1 / (perFlow[3] + 1 + e2 - ((1 + e2) * upper2));
        double u3 = (held[3] + ((1 + e2) * right2)) * inverse;
        double u2 = right2 + (upper2 * u3);
        double u1 = right1 + (upper1 * u2);
        flow[0] = right0 + (upper0 * u1);
        flow[1] = u1;
        flow[2] = u2;
        flow[3] = u3;
    }
}
