using System.Runtime.CompilerServices;

namespace Tributary.Plugins.DiffusiveWave;

/// <summary>The equal cells of a reach, a wide channel with Manning's equation. With y the fifth root of the flow u, the water in a cell is p y³, in m3 s-1 over a step.</summary>
internal readonly struct CellChain
{
    private readonly double _leastRoot;
    private readonly double _leastPotential;
    private readonly double _leastEndPotential;

    /// <summary>The cells of a reach.</summary>
    /// <param name="count">Number of cells.</param>
    /// <param name="length">Δx, m.</param>
    /// <param name="width">B, m.</param>
    /// <param name="slope">S, m per m.</param>
    /// <param name="roughness">Manning's n, s m-1/3.</param>
    /// <param name="step">dt, s.</param>
    public CellChain(int count, double length, double width, double slope, double roughness, double step)
    {
        Count = count;
        Volume = length * Math.Pow(roughness / Math.Sqrt(slope), 0.6) * Math.Pow(width, 0.4) / step;

        // D / (c Δx) = 0.3 V / (B S Δx²) from D = Q / (2 B S) and c = 5/3 Q Δx / V.
        Spread = 0.3 * step / (width * slope * length * length);

        // The one root of e, found by Newton's method from above.
        double cubic = Spread * Volume;
        double quadratic = 5.0 / 6 / Volume;
        double root = Math.Max(Math.Cbrt(1 / cubic), 2 * quadratic / cubic);
        for (int k = 0; k < 100; k++)
        {
            double change = ((((cubic * root) - quadratic) * root * root) - 0.5) / (((3 * cubic * root) - (2 * quadratic)) * root);
            root -= change;
            if (change < 1e-15 * root)
            {
                break;
            }
        }

        _leastRoot = 0;
        CellFlow least = At(root);
        _leastPotential = least.Potential;
        _leastEndPotential = least.EndPotential;
        _leastRoot = root;
    }

    /// <summary>Number of cells.</summary>
    public int Count { get; }

    /// <summary>p, m3 s-1.</summary>
    public double Volume { get; }

    /// <summary>D / (c Δx) of a cell by its water, s m-3.</summary>
    public double Spread { get; }

    /// <summary>What a cell is at a flow.</summary>
    /// <param name="root">y.</param>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public CellFlow At(double root)
    {
        double square = root * root;
        double water = Volume * square * root;
        double flow = square * square * root;
        double perSquare = square / Volume;
        double spread = Spread * water;
        bool exchanges = root > _leastRoot;
        return new CellFlow
        {
            Water = water,
            Flow = flow,
            WaveSteps = 0.6 / perSquare,
            Exchange = exchanges ? spread - 0.5 - (5.0 / 6 * perSquare) : 0,
            Potential = exchanges ? (flow * ((0.625 * spread) - 0.5 - (25.0 / 42 * perSquare))) - _leastPotential : 0,
            EndPotential = exchanges ? (0.5 * ((water * (spread - 1)) - flow)) - _leastEndPotential : 0,
        };
    }
}

/// <summary>What a cell is at a flow.</summary>
internal struct CellFlow
{
    /// <summary>Water in it by dt, m3 s-1.</summary>
    public double Water;

    /// <summary>u, m3 s-1.</summary>
    public double Flow;

    /// <summary>k, steps that a wave needs for the cell.</summary>
    public double WaveSteps;

    /// <summary>e = D / (c Δx) - 1/2 - 1 / (2 k), 0 where that is negative.</summary>
    public double Exchange;

    /// <summary>Integral of e du, m3 s-1: what cells exchange is the difference of theirs.</summary>
    public double Potential;

    /// <summary>Integral of e k du, m3 s-1: its change is the exchange with the river beyond the last cell.</summary>
    public double EndPotential;
}
