namespace Tributary.Plugins.Combiners;

/// <summary>A normal distribution about the member; its spread is the standard deviation in m3 s-1 (Raftery et al., 2005, doi:10.1175/MWR2906.1).</summary>
/// <param name="least">The least standard deviation, so that no member that happens to hit one day takes all.</param>
internal sealed class GaussianDensity(double least) : IMemberDensity
{
    /// <inheritdoc/>
    public double FirstSpread(double[][] simulated, double[] observed) =>
        Spread(simulated.SelectMany(row => row.Select((value, step) => (observed[step], value, 1.0))), 0);

    /// <inheritdoc/>
    public double Log(double observed, double simulated, double spread)
    {
        double z = (observed - simulated) / spread;
        return (-0.5 * z * z) - Math.Log(spread) - (0.5 * Math.Log(2 * Math.PI));
    }

    /// <inheritdoc/>
    public double Spread(IEnumerable<(double Observed, double Simulated, double Weight)> pairs, double before)
    {
        double sum = 0, total = 0;
        foreach ((double observed, double simulated, double weight) in pairs)
        {
            sum += weight * (observed - simulated) * (observed - simulated);
            total += weight;
        }

        return total > 0 ? Math.Max(Math.Sqrt(sum / total), least) : Math.Max(before, least);
    }

    /// <inheritdoc/>
    public double Below(double value, double simulated, double spread) => GammaFunctions.Normal((value - simulated) / spread);

    /// <inheritdoc/>
    public double Reach(double simulated, double spread) => 9 * spread;
}
