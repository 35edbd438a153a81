using System.Globalization;
using Tributary.Contracts;

namespace Tributary.PluginTesting;

/// <summary>Metrics, with what was observed and three simulations of different skill.</summary>
internal sealed class MetricSubject(IMetricPlugin plugin, CheckCase given, IHostServices services) : Subject(given, services)
{
    private static readonly double[] Probabilities = [0.05, 0.25, 0.5, 0.75, 0.95];

    public IMetricPlugin Plugin { get; } = plugin;

    public static EnsembleSeries Series => CombinerSubject.Members;

    public override Finding Examine(Check check) => check.OfMetrics(this);

    /// <summary>What was observed and a simulation, with quantiles about it.</summary>
    /// <param name="member">Index of the simulation.</param>
    /// <param name="factor">What all discharge is multiplied with.</param>
    public static ScoredSeries Pairs(int member, double factor = 1)
    {
        double[] observed = [.. Series.Observed.ToArray().Select(flow => factor * flow)], simulated = [.. Series.Simulated(member).ToArray().Select(flow => factor * flow)];
        double[] sorted = [.. observed.Order()];
        var quantiles = new DischargeQuantiles(Probabilities, [.. Probabilities.Select(probability => simulated.Select(flow => flow * (0.7 + (0.6 * probability))).ToArray())]);
        return new ScoredSeries(Series.Time, observed, simulated, quantiles: quantiles) { Floods = (sorted[(int)(0.95 * sorted.Length)], sorted[(int)(0.99 * sorted.Length)]) };
    }

    /// <summary>What was observed, simulated without a fault.</summary>
    public static ScoredSeries Perfect() => new(Series.Time, Series.Observed, Series.Observed);

    /// <summary>Examines each metric; the first fault is the finding.</summary>
    public Finding Each(Func<IMetric, string?> faultOf) =>
        Plugin.Metrics.Select(metric => faultOf(metric) is { } fault ? $"{metric.Name}: {fault}" : null).FirstOrDefault(fault => fault is not null) is { } first
            ? Finding.Failed(first) : Finding.Passed($"{Plugin.Metrics.Count} metrics");

    /// <summary>Tells that a value is not what it should be; null where it is.</summary>
    public static string? Differ(string what, double expected, double actual, double tolerance) =>
        (double.IsNaN(expected) && double.IsNaN(actual)) || Math.Abs(actual - expected) <= tolerance * Math.Max(1, Math.Abs(expected))
            ? null : string.Create(CultureInfo.InvariantCulture, $"{what} it is {actual:R}, expected {expected:R}");

    /// <summary>Values of a metric of each simulation.</summary>
    public static double[] ValuesOf(IMetric metric) => [.. Enumerable.Range(0, Series.Members.Count).Select(member => metric.Of(Pairs(member)))];
}
