namespace Tributary.Tests.Hbv;

/// <summary>
/// HBV on one elevation zone at the daily step, written down plainly from the appendix of Parajka, Merz and Blöschl (2007), the transfer as integrals of its
/// triangle.
/// </summary>
internal sealed class PublishedHbv(double[] parameters)
{
    private readonly double[] _underway = new double[40];

    public double Snow { get; private set; }

    public double Soil { get; private set; } = 50;

    public double Upper { get; private set; } = 2.5;

    public double Lower { get; private set; } = 2.5;

    public double Evapotranspiration { get; private set; }

    public double Step(double p, double t, double pet)
    {
        (double scf, double ddf, double tr, double ts, double tm) = (parameters[0], parameters[1], parameters[2], parameters[3], parameters[4]);
        double snowfall = t < ts ? p : t > tr ? 0 : p * (tr - t) / (tr - ts);
        double rain = p - snowfall;
        Snow += scf * snowfall;
        double melt = Math.Min(t > tm ? ddf * (t - tm) : 0, Snow);
        if (Snow - melt < 0.0001)
        {
            melt = Snow;
        }

        Snow -= melt;
        return Drain(Wet(rain + melt, t < -0.1 ? 0 : pet));
    }

    private double Wet(double water, double demand)
    {
        (double limit, double capacity, double beta) = (parameters[5] * parameters[6], parameters[6], parameters[7]);
        double recharge = Math.Min(Math.Pow(Soil / capacity, beta), 1) * water;
        Soil += water - recharge;
        if (Soil > capacity)
        {
            recharge += Soil - capacity;
            Soil = capacity;
        }

        Evapotranspiration = Math.Min(Soil < limit ? demand * Soil / limit : demand, Soil);
        Soil -= Evapotranspiration;
        return recharge;
    }

    private double Drain(double recharge)
    {
        (double k0, double k1, double k2, double threshold, double percolation) = (parameters[8], parameters[9], parameters[10], parameters[11], parameters[12]);
        Upper += recharge;
        double fast = 0;
        if (Upper > threshold)
        {
            fast = Math.Min((Upper - threshold) / k0 * Math.Exp(-1 / k0), Upper - threshold);
            Upper -= fast;
        }

        double slow = Math.Max(0, -percolation + ((percolation + (Upper / k1)) * Math.Exp(-1 / k1)));
        percolation = Math.Min(percolation, Upper - slow);
        Upper -= slow + percolation;

        double baseflow = Math.Max(0, percolation - ((percolation - (Lower / k2)) * Math.Exp(-1 / k2)));
        baseflow = Math.Min(baseflow, Lower + percolation);
        Lower += percolation - baseflow;
        return Transfer(fast + slow + baseflow);
    }

    private double Transfer(double outflow)
    {
        double length = Math.Floor(Math.Max(parameters[13] - (parameters[14] * outflow), 1));
        for (int k = 0; k < length; k++)
        {
            _underway[k] += outflow * (Triangle(k + 1) - Triangle(k));
        }

        double runoff = _underway[0];
        Array.Copy(_underway, 1, _underway, 0, _underway.Length - 1);
        _underway[^1] = 0;
        return runoff;

        double Triangle(double x) => x <= length / 2 ? 2 * x * x / (length * length) : 1 - (2 * (length - x) * (length - x) / (length * length));
    }
}
