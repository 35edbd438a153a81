using Tributary.Contracts;

namespace Tributary.PluginTesting;

/// <summary>A metric of equal series is the best that it says, no other exceeds it where larger is better, and readied for observations it gives the same.</summary>
internal sealed class BestValueCheck() : Check("best-value", "equal series get a metric's best value, and nothing a better one")
{
    private const double Tolerance = 1e-9;

    public override Finding OfMetrics(MetricSubject subject) => subject.Each(metric =>
    {
        string? fault = metric.NeedsQuantiles ? null : MetricSubject.Differ("of equal series", metric.Best, metric.Of(MetricSubject.Perfect()), Tolerance);
        double[] values = MetricSubject.ValuesOf(metric);
        int wrong = Array.FindIndex(values, value => !double.IsFinite(value) || (metric.LargerIsBetter && value > metric.Best + Tolerance));
        return fault ?? (wrong >= 0 ? FormattableString.Invariant($"of the simulation '{MetricSubject.Series.Members[wrong]}' it is {values[wrong]}, while its best is {metric.Best}") : null)
            ?? Enumerable.Range(0, values.Length)
                .Select(member => MetricSubject.Differ($"of '{MetricSubject.Series.Members[member]}', readied for what was observed,", values[member], Readied(metric, MetricSubject.Pairs(member)), Tolerance))
                .FirstOrDefault(difference => difference is not null);
    });

    private static double Readied(IMetric metric, ScoredSeries pairs) => metric.Against(pairs.Observed).Of(pairs);
}
