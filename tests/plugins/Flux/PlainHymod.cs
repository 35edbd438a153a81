namespace Tributary.Tests.Flux;

/// <summary>
/// HYMOD in plain doubles, as Boyle (2001) and Moore (1985) describe it and as its many scripts write it: rain beyond the greatest capacity,
/// the rest by the critical capacity before and after the rain, evaporation by the filling, then linear reservoirs that take in before they let out.
/// </summary>
internal static class PlainHymod
{
    /// <summary>Runoff in mm; stores begin empty.</summary>
    /// <param name="parameters">Cmax, b, alpha, Rs, Rq.</param>
    /// <param name="rain">Rain, mm.</param>
    /// <param name="demand">Potential evapotranspiration, mm.</param>
    public static double[] Run(double[] parameters, double[] rain, double[] demand)
    {
        (double cmax, double b, double alpha, double rs, double rq) = (parameters[0], parameters[1], parameters[2], parameters[3], parameters[4]);
        double capacity = cmax / (1 + b);
        double soil = 0;
        double slow = 0;
        double[] quick = new double[3];
        double[] runoff = new double[rain.Length];
        for (int day = 0; day < rain.Length; day++)
        {
            double before = soil;

            // The root of a deficit that is rounding alone, 1e-16, would be 1e-7 of the capacity: a full soil is full.
            double deficit = 1 - (before / capacity);
            double critical = cmax * (1 - (deficit < 1e-12 ? 0 : Math.Pow(deficit, 1 / (b + 1))));
            double overflow = Math.Max(rain[day] - cmax + critical, 0);
            double infiltrating = rain[day] - overflow;
            double fill = Math.Min((critical + infiltrating) / cmax, 1);
            soil = capacity * (1 - Math.Pow(1 - fill, b + 1));
            double excess = Math.Max(infiltrating - (soil - before), 0);
            soil = Math.Max(soil - (soil / capacity * demand[day]), 0);

            slow += (1 - alpha) * excess;
            double flow = rs * slow;
            slow -= flow;
            double water = overflow + (alpha * excess);
            for (int i = 0; i < 3; i++)
            {
                quick[i] += water;
                water = rq * quick[i];
                quick[i] -= water;
            }

            runoff[day] = flow + water;
        }

        return runoff;
    }
}
