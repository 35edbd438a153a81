using Tributary.Contracts;

namespace Tributary.Engine;

/// <summary>Scores of a point over all its gauges.</summary>
internal static class PointScores
{
    /// <summary>The scores, and the distance from perfect by the metric that points are compared by.</summary>
    public static (IReadOnlyList<PointScore> Scores, double Distance) Of(WorkflowPlan variant, string metric, WorkflowInputs inputs, IReadOnlyList<MemberResult> members)
    {
        string[] names = [metric, .. variant.Workflow.Evaluate.Metrics.Where(name => name != metric).Distinct()];
        double[][][] validation = Values(variant.Splits.Validation, variant.Metrics, names, inputs, members);
        double[][][] test = Values(variant.Splits.Test, variant.Metrics, names, inputs, members);
        PointScore[] values = [.. names.Select((name, i) => new PointScore(name, Middle(validation, i, value => value), Middle(test, i, value => value)))];
        return (values, Middle(validation, 0, value => Math.Abs(value - variant.Metrics[metric].Best)));
    }

    /// <summary>Median of the numbers that are finite; NaN where none is.</summary>
    public static double Median(IEnumerable<double> values)
    {
        double[] sorted = [.. values.Where(double.IsFinite).Order()];
        int half = sorted.Length / 2;
        return sorted.Length == 0 ? double.NaN : sorted.Length % 2 == 1 ? sorted[half] : (sorted[half - 1] + sorted[half]) / 2;
    }

    private static double Middle(double[][][] values, int score, Func<double, double> of) =>
        values.Length == 0 ? double.NaN : values.Average(gauges => Median(gauges.Select(scores => of(scores[score]))));

    /// <summary>The values, <c>[member][gauge][score]</c>; none without a period.</summary>
    private static double[][][] Values(Period? period, MetricList metrics, string[] names, WorkflowInputs inputs, IReadOnlyList<MemberResult> members)
    {
        if (period is not { } given)
        {
            return [];
        }

        Range steps = inputs.Forcing.Time.IndicesWithin(given);
        TimeAxis time = inputs.Forcing.Time.Slice(steps.Start.Value, steps.End.Value - steps.Start.Value);
        return [.. members.Select(member => Enumerable.Range(0, inputs.Observed.Length).Select(gauge =>
        {
            var pairs = new ScoredSeries(time, inputs.ObservedIn(gauge, steps), member.Simulation.Discharge(gauge)[steps]);
            return names.Select(name => metrics.Of(metrics.IndexOf(name), pairs)).ToArray();
        }).ToArray())];
    }
}
