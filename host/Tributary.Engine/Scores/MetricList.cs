using Tributary.Contracts;

namespace Tributary.Engine;

/// <summary>
/// The metrics that a run computes, in the order in which they are written: all of the plugin that offers NSE, by which members are compared, then all of each further plugin of which
/// the workflow names one.
/// </summary>
public sealed class MetricList
{
    private const string Always = "nse";

    private readonly List<(IMetric Metric, LoadedPlugin Plugin)> _metrics = [];
    private readonly Dictionary<string, int> _places = [];

    /// <summary>The metrics.</summary>
    public IReadOnlyList<IMetric> All => [.. _metrics.Select(entry => entry.Metric)];

    /// <summary>Their names.</summary>
    public IEnumerable<string> Names => _places.Keys;

    /// <summary>A metric by its name.</summary>
    public IMetric this[string name] => _metrics[_places[name]].Metric;

    /// <summary>Gathers the metrics.</summary>
    /// <param name="plugins">The plugins at hand.</param>
    /// <param name="problems">Receives what is not offered.</param>
    /// <param name="named">Where the workflow names a metric, and which.</param>
    internal static MetricList Read(PluginCatalogue plugins, ProblemList problems, IEnumerable<(string Path, string Name)> named)
    {
        var list = new MetricList();
        foreach ((string path, string name) in named.Prepend(("evaluate", Always)))
        {
            problems.Try(path, () => list.AddAllOf(plugins.Metric(name).Plugin, plugins));
        }

        return list;
    }

    /// <summary>Place of a metric among all; -1 where it is none of them.</summary>
    public int IndexOf(string name) => _places.GetValueOrDefault(name, -1);

    /// <summary>All metrics of the pairs; NaN each where there is no pair.</summary>
    /// <exception cref="WorkException">A plugin broke down.</exception>
    public double[] Of(ScoredSeries pairs)
    {
        double[] values = new double[_metrics.Count];
        for (int i = 0; i < values.Length; i++)
        {
            values[i] = Of(i, pairs);
        }

        return values;
    }

    /// <summary>One metric of the pairs; NaN where there is no pair.</summary>
    /// <exception cref="WorkException">A plugin broke down.</exception>
    public double Of(int index, ScoredSeries pairs)
    {
        (IMetric metric, LoadedPlugin plugin) = _metrics[index];
        return pairs.Count == 0 ? double.NaN : PluginGuard.Call(plugin, $"metric {metric.Name}", "computing it", () => metric.Of(pairs));
    }

    /// <summary>What a manifest does not name, or another plugin offers first, is left out.</summary>
    private void AddAllOf(LoadedPlugin offering, PluginCatalogue plugins)
    {
        foreach (IMetric metric in offering.As<IMetricPlugin>()!.Metrics)
        {
            bool isFirst = offering.Manifest.Metrics.Contains(metric.Name) && plugins.Metric(metric.Name).Plugin == offering;
            if (isFirst && _places.TryAdd(metric.Name, _metrics.Count))
            {
                _metrics.Add((metric, offering));
            }
        }
    }
}
