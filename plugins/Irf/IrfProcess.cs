namespace Tributary.Plugins.Irf;

/// <summary>
/// The response of a reach to a pulse at its upper end: Hayami's solution (1951) of the diffusive wave dQ/dt + c dQ/dx = D d²Q/dx², which Lohmann et al. (1996)
/// made a unit hydrograph. Its travel times are distributed as an inverse Gaussian with mean L/c.
/// </summary>
public static class IrfProcess
{
    /// <summary>What lies behind this share of a pulse is given to the ordinates before it.</summary>
    public const double TailShare = 1e-6;

    /// <summary>Share of a pulse that has arrived after a time: F(t) = Φ(u) + e^(cL/D) Φ(-w), u = (ct - L)/√(2Dt), w = (ct + L)/√(2Dt).</summary>
    /// <param name="time">t, s.</param>
    /// <param name="length">L, m.</param>
    /// <param name="celerity">c, m s-1.</param>
    /// <param name="diffusivity">D, m2 s-1.</param>
    public static double Arrived(double time, double length, double celerity, double diffusivity)
    {
        (double first, double second) = Parts(time, length, celerity, diffusivity);
        return first + second;
    }

    /// <summary>Integral of <see cref="Arrived"/> from 0 to a time, s: t F(t) - (L/c) (Φ(u) - e^(cL/D) Φ(-w)).</summary>
    /// <inheritdoc cref="Arrived"/>
    public static double ArrivedIntegral(double time, double length, double celerity, double diffusivity)
    {
        (double first, double second) = Parts(time, length, celerity, diffusivity);
        return (time * (first + second)) - (length / celerity * (first - second));
    }

    /// <summary>Mean outflow in each step that follows from a mean inflow of 1 in the first; the sum is 1.</summary>
    /// <param name="length">L, m.</param>
    /// <param name="celerity">c, m s-1.</param>
    /// <param name="diffusivity">D, m2 s-1.</param>
    /// <param name="step">dt, s.</param>
    public static double[] Ordinates(double length, double celerity, double diffusivity, double step)
    {
        var ordinates = new List<double>();
        double before = 0;
        double now = 0;
        double sum = 0;
        while (sum < 1 - TailShare)
        {
            double next = ArrivedIntegral((ordinates.Count + 1) * step, length, celerity, diffusivity);
            double ordinate = Math.Max(0, (next - now - (now - before)) / step);
            ordinates.Add(ordinate);
            sum += ordinate;
            before = now;
            now = next;
        }

        return [.. ordinates.Select(ordinate => ordinate / sum)];
    }

    private static (double First, double Second) Parts(double time, double length, double celerity, double diffusivity)
    {
        if (time <= 0)
        {
            return (0, 0);
        }

        double spread = 2 * Math.Sqrt(diffusivity * time);
        double early = (length - (celerity * time)) / spread;
        double late = (length + (celerity * time)) / spread;

        // e^(cL/D) erfc(late) as e^(-early²) erfcx(late), since the first factor alone may overflow.
        return (0.5 * ErrorFunction.Complement(early), 0.5 * Math.Exp(-early * early) * ErrorFunction.ScaledComplement(late));
    }
}
