using System.Buffers;
using Tributary.Contracts;

namespace PluginName;

/// <summary>
/// The efficiency of Nash and Sutcliffe of square roots, which weighs floods and low flow alike (Oudin et al., 2006, doi:10.1029/2005WR004636): what a calibration may seek, and a score too.
/// </summary>
/// <param name="observedRoots">Square roots of the observations that it is readied for; null for none.</param>
public sealed class PluginNameObjective(double[]? observedRoots = null) : IMetric
{
    /// <inheritdoc/>
    public string Name => "plugin-name";

    /// <inheritdoc/>
    public string Label => "PluginName";

    /// <inheritdoc/>
    public string Unit => "1";

    /// <inheritdoc/>
    public double Best => 1;

    /// <inheritdoc/>
    public string Definition => "NSE of square roots, Oudin et al. (2006)";

    /// <inheritdoc/>
    public bool LargerIsBetter => true;

    /// <summary>A calibration computes the roots of what was observed once, not at every model run.</summary>
    /// <inheritdoc/>
    public IMetric Against(ReadOnlySpan<double> observed)
    {
        double[] roots = new double[observed.Length];
        Roots(observed, roots);
        return new PluginNameObjective(roots);
    }

    /// <inheritdoc/>
    public double Of(ScoredSeries pairs)
    {
        if (observedRoots is null)
        {
            return Against(pairs.Observed).Of(pairs);
        }

        // Working room from a pool: a calibration asks thousands of times, on several threads.
        double[] room = ArrayPool<double>.Shared.Rent(pairs.Count);
        Span<double> roots = room.AsSpan(0, pairs.Count);
        Roots(pairs.Simulated, roots);
        double efficiency = Moments.Of(observedRoots, roots).NashSutcliffe;
        ArrayPool<double>.Shared.Return(room);
        return efficiency;
    }

    private static void Roots(ReadOnlySpan<double> flows, Span<double> roots)
    {
        for (int i = 0; i < flows.Length; i++)
        {
            roots[i] = Math.Sqrt(Math.Max(flows[i], 0));
        }
    }
}
