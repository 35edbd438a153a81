using Tributary.Contracts;

namespace PluginName;

/// <summary>Volumetric efficiency, Criss and Winston (2008), doi:10.1002/hyp.7072: the share of water that comes in its own time step.</summary>
public sealed class PluginNameMetric : IMetric
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
    public string Definition => "1 - sum |s - o| / sum o, Criss and Winston (2008)";

    /// <inheritdoc/>
    public bool LargerIsBetter => true;

    /// <inheritdoc/>
    public double Of(ScoredSeries pairs)
    {
        double error = 0, volume = 0;
        for (int i = 0; i < pairs.Count; i++)
        {
            error += Math.Abs(pairs.Simulated[i] - pairs.Observed[i]);
            volume += pairs.Observed[i];
        }

        return 1 - (error / volume);
    }
}
