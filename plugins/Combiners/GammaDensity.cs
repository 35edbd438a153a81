namespace Tributary.Plugins.Combiners;

/// <summary>
/// A gamma distribution whose mean is the member; its spread is the coefficient of variation, so that floods are less certain than low flows (Vrugt and Robinson,
/// 2007, doi:10.1029/2005WR004838, with a standard deviation in proportion to discharge).
/// </summary>
/// <param name="least">The least discharge in m3 s-1, in place of zero, where the density is not defined.</param>
internal sealed class GammaDensity(double least) : IMemberDensity
{
    private const double LeastSpread = 1e-3;
    private const double GreatestSpread = 30;

    /// <inheritdoc/>
    public double FirstSpread(double[][] simulated, double[] observed) =>
        Spread(simulated.SelectMany(row => row.Select((value, step) => (observed[step], value, 1.0))), 0.5);

    /// <inheritdoc/>
    public double Log(double observed, double simulated, double spread)
    {
        double shape = 1 / (spread * spread);
        double y = Math.Max(observed, least), mean = Math.Max(simulated, least);
        return (shape * Math.Log(shape / mean)) - GammaFunctions.LogGamma(shape) + ((shape - 1) * Math.Log(y)) - (shape * y / mean);
    }

    /// <summary>With the mean known, the shape a solves <c>ln a - digamma(a) = mean of (r - 1 - ln r)</c>, r being observed over simulated.</summary>
    /// <inheritdoc/>
    public double Spread(IEnumerable<(double Observed, double Simulated, double Weight)> pairs, double before)
    {
        double sum = 0, total = 0;
        foreach ((double observed, double simulated, double weight) in pairs)
        {
            double ratio = Math.Max(observed, least) / Math.Max(simulated, least);
            sum += weight * (ratio - 1 - Math.Log(ratio));
            total += weight;
        }

        return total > 0 ? Math.Clamp(1 / Math.Sqrt(ShapeOf(sum / total)), LeastSpread, GreatestSpread) : before;
    }

    /// <inheritdoc/>
    public double Below(double value, double simulated, double spread)
    {
        double shape = 1 / (spread * spread);
        return GammaFunctions.LowerRegularised(shape, shape * value / Math.Max(simulated, least));
    }

    /// <inheritdoc/>
    public double Reach(double simulated, double spread) => Math.Max(simulated, least) * spread * (9 + (40 * spread));

    /// <summary>ln a - digamma(a) falls from infinity to zero: halving of the interval in logarithms.</summary>
    private static double ShapeOf(double target)
    {
        double low = Math.Log(1 / (GreatestSpread * GreatestSpread)), high = Math.Log(1 / (LeastSpread * LeastSpread));
        for (int i = 0; i < 80; i++)
        {
            double middle = (low + high) / 2;
            double shape = Math.Exp(middle);
            (low, high) = Math.Log(shape) - GammaFunctions.Digamma(shape) > target ? (middle, high) : (low, middle);
        }

        return Math.Exp((low + high) / 2);
    }
}
