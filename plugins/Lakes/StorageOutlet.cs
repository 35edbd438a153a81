namespace Tributary.Plugins.Lakes;

/// <summary>
/// An outlet whose flow is a power of the storage above its sill: Q = F (S/U)^p with p of 1 or more. A step solves dS/dt = I - Q(S) with the chord of Q between
/// the step's ends, S1 = S0 + (I - Q0) (1 - exp(-c dt)) / c with c = (Q1 - Q0) / (S1 - S0), for S1. That is exact where p is 1, of second order otherwise, and for any
/// step between the old storage and that in balance with the inflow: it never overshoots, so that nothing becomes negative.
/// </summary>
public readonly struct StorageOutlet
{
    private const int MostIterations = 100;
    private const double Tolerance = 1e-14;

    private readonly double _flow;
    private readonly double _storage;
    private readonly double _exponent;

    private StorageOutlet(double flow, double storage, double exponent) => (_flow, _storage, _exponent) = (flow, storage, exponent);

    /// <summary>A level water surface with upright banks, S = A h, above a weir, Q = c b h^(3/2) (Poleni); with the exponent 1 a linear reservoir.</summary>
    /// <param name="area">A, m2.</param>
    /// <param name="width">b, m.</param>
    /// <param name="coefficient">c, m^(2 - exponent) s-1.</param>
    /// <param name="exponent">Exponent of the level, 1 or more.</param>
    public static StorageOutlet LevelPool(double area, double width, double coefficient, double exponent) => new(coefficient * width, area, exponent);

    /// <summary>A natural lake, Q = k_r S (S/Smax)^1.5 (Döll et al., 2003); a flood may fill it beyond Smax.</summary>
    /// <param name="capacity">Smax, m3.</param>
    /// <param name="outflowCoefficient">k_r, s-1.</param>
    public static StorageOutlet Doll(double capacity, double outflowCoefficient) => new(outflowCoefficient * capacity, capacity, 2.5);

    /// <summary>Q of a storage.</summary>
    /// <param name="storage">S above the sill, m3.</param>
    /// <returns>Q, m3 s-1.</returns>
    public double FlowAt(double storage)
    {
        double share = storage / _storage;
        return _flow * _exponent switch
        {
            1 => share,
            1.5 => share * Math.Sqrt(share),
            2.5 => share * share * Math.Sqrt(share),
            _ => Math.Pow(share, _exponent),
        };
    }

    /// <summary>The storage in balance with an inflow.</summary>
    /// <param name="inflow">I, m3 s-1.</param>
    /// <returns>S above the sill, m3.</returns>
    public double StorageFor(double inflow) => _storage * Math.Pow(inflow / _flow, 1 / _exponent);

    /// <summary>One step.</summary>
    /// <param name="inflow">Mean inflow of the step, m3 s-1.</param>
    /// <param name="step">dt, s.</param>
    /// <param name="storage">S above the sill, m3; updated.</param>
    /// <returns>Mean outflow of the step, m3 s-1.</returns>
    public double Step(double inflow, double step, ref double storage)
    {
        double change = Change(inflow, step, storage);
        double outflow = inflow - (change / step);
        if (outflow < 0)
        {
            outflow = 0;
            change = inflow * step;
        }

        storage = Math.Max(0, storage + change);
        return outflow;
    }

    /// <summary>(1 - e^-z) / z, without loss for small z.</summary>
    private static double Relaxed(double z) => z switch
    {
        > 80 => 1 / z,
        > 0 => Math.Exp(-z / 2) * Math.Sinh(z / 2) / (z / 2),
        _ => 1,
    };

    private double Change(double inflow, double step, double storage)
    {
        double before = FlowAt(storage);
        double rest = inflow - before;
        if (_exponent == 1)
        {
            return rest * step * Relaxed(_flow / _storage * step);
        }

        double sign = Math.Sign(rest);
        double most = Math.Min(sign * (StorageFor(inflow) - storage), sign * rest * step);
        if (!(most > 0))
        {
            return 0;
        }

        // Regula falsi in the form of Illinois, on the size of the change.
        double slope = storage > 0 ? _exponent * before / storage : 0;
        (double low, double lowMiss) = (0, -sign * rest * step * Relaxed(slope * step));
        (double high, double highMiss) = (most, Miss(most, this));
        double size = high;
        int side = 0;
        for (int k = 0; k < MostIterations && highMiss > Tolerance * most && high - low > Tolerance * most; k++)
        {
            size = ((low * highMiss) - (high * lowMiss)) / (highMiss - lowMiss);
            double miss = Miss(size, this);
            if (Math.Abs(miss) <= Tolerance * most)
            {
                break;
            }

            if (miss > 0)
            {
                (high, highMiss, lowMiss) = (size, miss, side > 0 ? lowMiss / 2 : lowMiss);
                side = 1;
            }
            else
            {
                (low, lowMiss, highMiss) = (size, miss, side < 0 ? highMiss / 2 : highMiss);
                side = -1;
            }
        }

        return sign * size;

        double Miss(double by, StorageOutlet outlet)
        {
            double chord = Math.Max(0, sign * (outlet.FlowAt(storage + (sign * by)) - before) / by);
            return by - (sign * rest * step * Relaxed(chord * step));
        }
    }
}
