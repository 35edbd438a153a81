using System.Runtime.CompilerServices;

namespace Tributary.Plugins.DiffusiveWave;

/// <summary>
/// The diffusive wave dQ/dt + c dQ/dx = D d²Q/dx² in a reach of equal cells, with c = 5/3 v and D = Q / (2 B S) of a wide channel at each cell's own flow, implicit and as a water balance.
/// A cell with the uniform flow u gives u + g (u - u of the step before) + e (u - u of the next cell) to the next one. With k = Δx / (c dt), a small wave has the mean L/c
/// and the variance 2 D L / c³ of travel times, for any number of cells, where g + e k = G with G = D / (c² dt) - (k + 1) / 2: physical diffusion less that of cells and steps. Among these, that g is taken
/// with which the third moment too is Hayami's, as far as g ≥ -1, g ≥ -k and e ≥ 0, without which flows could become negative; a wave with 2 D / (c² dt) &lt; |k - 1| is too sharp for
/// cells and steps and spreads more. The reach ends as if the same river went on: the exchange with a cell beyond its end is, to third order, e k times the change of u,
/// faded over G + k steps. (To end with no exchange, as if nothing were beyond, loses 2 (D/c²)² of the variance in each reach, however many cells it has.)
/// Where neighbouring flows differ much, as at a flood's front on a dry bed, only the fully implicit part e = max(G, 0) / k is left, in which no wave can grow.
/// </summary>
internal static class DiffusiveWaveProcess
{
    /// <summary>A reach has no more cells than these.</summary>
    public const int MostCells = 64;

    /// <summary>States of a cell: the water in it, V in m3, and the fifth root of its flow u in m3 s-1. Before them stands the exchange at the end of the reach, m3 s-1.</summary>
    public const int StatesPerCell = 2;

    private const int MostIterations = 40;

    /// <summary>Greatest relative change of a flow in the last iteration; the error left is of the order of its square.</summary>
    private const double Tolerance = 1e-3;

    /// <summary>Flows below this share of all water in the reach by dt need not be exact.</summary>
    private const double Negligible = 1e-9;

    /// <summary>Fifth root of the flow, m3 s-1, of a cell without water.</summary>
    private const double LeastRoot = 1e-12;

    /// <summary>Less water than this in a step, m3 s-1, stays: powers of it would vanish.</summary>
    private const double LeastWater = 1e-30;

    /// <summary>One step.</summary>
    /// <param name="reach">The reach.</param>
    /// <param name="inflow">I, m3 s-1.</param>
    /// <param name="step">dt, s.</param>
    /// <param name="states">The exchange at the end and the states of each cell; updated.</param>
    /// <returns>O, m3 s-1.</returns>
    public static double Step(in CellChain reach, double inflow, double step, Span<double> states)
    {
        Span<Cell> cells = stackalloc Cell[reach.Count];
        double water = inflow;
        for (int i = 0; i < cells.Length; i++)
        {
            ref Cell cell = ref cells[i];
            cell.Held = states[1 + (StatesPerCell * i)] / step;
            cell.Before = reach.At(Math.Max(states[2 + (StatesPerCell * i)], LeastRoot));
            water += cell.Held;
        }

        if (water <= LeastWater)
        {
            states[1] += inflow * step;
            return 0;
        }

        End end = Prepare(reach, inflow, isSmooth: true, states, cells);
        if (Solve(reach, inflow, Negligible * water, end, cells) < -Negligible * water)
        {
            Prepare(reach, inflow, isSmooth: false, states, cells);
            Solve(reach, inflow, Negligible * water, default, cells);
        }

        double left = water;
        for (int i = 0; i < cells.Length; i++)
        {
            left -= cells[i].Now.Water;
            states[1 + (StatesPerCell * i)] = cells[i].Now.Water * step;
            states[2 + (StatesPerCell * i)] = cells[i].Root;
        }

        // What the solution leaves over is the outflow, so that no rounding makes or loses water.
        ref Cell last = ref cells[^1];
        double outflow = Math.Max(0, left);
        states[^2] = Math.Max(0, last.Now.Water + left - outflow) * step;
        states[0] = outflow - last.Now.Flow - (last.Lag * (last.Now.Flow - last.Before.Flow));
        return outflow;
    }

    /// <summary>Finds g and what e has beyond max(G, 0) / k from the flows before, and a first guess of those now.</summary>
    private static End Prepare(in CellChain reach, double inflow, bool isSmooth, ReadOnlySpan<double> states, Span<Cell> cells)
    {
        End end = default;
        double arriving = inflow;
        for (int i = 0; i < cells.Length; i++)
        {
            ref Cell cell = ref cells[i];
            double k = cell.Before.WaveSteps;
            double spread = (k * ((reach.Spread * cell.Before.Water) - 0.5)) - 0.5;
            double third = -(spread + ((k + 1) * (k + 2) / 6)) / Math.Max(1e-9, spread + k);
            double smoothness = isSmooth ? Smoothness(i == 0 ? inflow : cells[i - 1].Before.Flow, cell.Before.Flow, cells[Math.Min(i + 1, cells.Length - 1)].Before.Flow) : 0;
            double lag = smoothness * Math.Max(Math.Min(spread, third), -Math.Min(1, k));

            // Three fifths of what a cell has may leave it by the flow before.
            cell.Lag = cell.Before.Flow * -lag > 0.6 * cell.Held ? -0.6 * cell.Held / cell.Before.Flow : lag;
            cell.Extra = Math.Max(0, Math.Min(0, spread) - lag) / k;
            double kept = 1 / (1 + (smoothness * Math.Max(0, spread + k)));
            end = new End { Kept = kept, Extra = cell.Extra * k, Faded = (1 - kept) * states[0] };

            double available = cell.Held + arriving;
            double atRest = cell.Before.Water + cell.Before.Flow;
            cell.Root = atRest > 0.3 * available && atRest < 3 * available
                ? states[2 + (StatesPerCell * i)]
                : Math.Min(Math.Pow(available, 0.2), Math.Cbrt(available / reach.Volume));
            cell.Root = Math.Max(cell.Root, LeastRoot);
            cell.Now = reach.At(cell.Root);
            arriving = Math.Min(available, cell.Now.Flow);
        }

        return end;
    }

    /// <summary>Newton's method for the balances of all cells, whose matrix is an M-matrix.</summary>
    /// <returns>Outflow, m3 s-1; it may be negative where the exchange at the end takes back too much.</returns>
    private static double Solve(in CellChain reach, double inflow, double negligible, in End end, Span<Cell> cells)
    {
        double outflow = 0;
        double greatest = 1;
        for (int iteration = 0; iteration < MostIterations && greatest > Tolerance; iteration++)
        {
            (outflow, double perFlow) = Eliminate(inflow, end, cells);
            double change = 0;
            greatest = 0;
            for (int i = cells.Length - 1; i >= 0; i--)
            {
                ref Cell cell = ref cells[i];
                change = cell.Change + (cell.Upper * change);
                outflow += i == cells.Length - 1 ? perFlow * change : 0;
                greatest = Math.Max(greatest, Math.Abs(change) / (cell.Now.Flow + negligible));
                cell.Root = Math.Max(LeastRoot, cell.Root * FifthRoot(1 + (change / cell.Now.Flow)));
                cell.Now = reach.At(cell.Root);
            }
        }

        return outflow;
    }

    /// <summary>Eliminates the change of flow in the cell above from each balance (Thomas' algorithm).</summary>
    /// <returns>Flow out of the last cell, m3 s-1, and its derivative with respect to u there.</returns>
    private static (double Outflow, double PerFlow) Eliminate(double inflow, in End end, Span<Cell> cells)
    {
        double received = inflow;
        double perFlowAbove = 0;
        double backFlowAbove = 0;
        double changeAbove = 0;
        double pivot = 1;
        for (int i = 0; i < cells.Length; i++)
        {
            ref Cell cell = ref cells[i];
            double change = cell.Now.Flow - cell.Before.Flow;
            double given = cell.Now.Flow + (cell.Lag * change);
            double perFlow = 1 + cell.Lag;
            double backFlow = 0;
            if (i < cells.Length - 1)
            {
                ref Cell next = ref cells[i + 1];
                given += cell.Now.Potential - next.Now.Potential + (cell.Extra * (cell.Now.Flow - next.Now.Flow));
                perFlow += cell.Now.Exchange + cell.Extra;
                backFlow = next.Now.Exchange + cell.Extra;
            }
            else
            {
                given += (end.Kept * (cell.Now.EndPotential - cell.Before.EndPotential + (end.Extra * change))) + end.Faded;
                perFlow += end.Kept * ((cell.Now.Exchange * cell.Now.WaveSteps) + end.Extra);
            }

            // The last bracket is what comes back from the cell above, free of cancellation.
            double diagonal = cell.Now.WaveSteps + perFlow + (backFlowAbove * (1 - (perFlowAbove / pivot)));
            cell.Change = ((perFlowAbove * changeAbove) + received + cell.Held - given - cell.Now.Water) / diagonal;
            cell.Upper = backFlow / diagonal;
            changeAbove = cell.Change;
            perFlowAbove = perFlow;
            backFlowAbove = backFlow;
            pivot = diagonal;
            received = given;
        }

        return (received, perFlowAbove);
    }

    /// <summary>1 where neighbouring flows differ by up to a fifth, 0 from a factor of about two on.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static double Smoothness(double above, double own, double below)
    {
        double least = Math.Min(Math.Min(above, own), below);
        double most = Math.Max(Math.Max(above, own), below);
        return Math.Clamp(1.5 - (5 * (most - least) / (most + least)), 0, 1);
    }

    /// <summary>Two steps of Newton's method from 1, or the power where that is far off; between 0.5 and 2.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static double FifthRoot(double value)
    {
        if (value is < 0.5 or > 2)
        {
            return value <= 1.0 / 32 ? 0.5 : Math.Min(2, Math.Pow(value, 0.2));
        }

        double root = 0.8 + (0.2 * value);
        double square = root * root;
        return (0.8 * root) + (0.2 * value / (square * square));
    }

    /// <summary>A cell while it is solved. Water is counted in what it would flow in one step, m3 s-1.</summary>
    private struct Cell
    {
        public double Held;
        public CellFlow Before;
        public CellFlow Now;
        public double Root;
        public double Lag;
        public double Extra;
        public double Upper;
        public double Change;
    }

    /// <summary>The exchange with the river beyond: which share of its change is kept, e k beyond that of the potential, and what fades from before; all 0 where there is none.</summary>
    private struct End
    {
        public double Kept;
        public double Extra;
        public double Faded;
    }
}
