using Tributary.Contracts;

namespace Tributary.Engine;

/// <summary>Scores of a point over all its gauges.</summary>
internal static class PointScores
{
    /// <summary>The scores, and the distance from perfect by the metric that points are compared by.</summary>
    public static (IReadOnlyList<PointScore> Scores, double Distance) Of(WorkflowPlan variant, string metric, WorkflowInputs inputs, IReadOnlyList<MemberResult> members)
    {
        string[] names = [metric, .. variant.Workflow.Evaluate.Metrics.Where(name => name != metric).Distinct()];
        Score[] scores = [.. names.Select(name => Score.ByName[name])];
        double[][][] validation = Values(variant.Splits.Validation, scores, inputs, members);
        double[][][] test = Values(variant.Splits.Test, scores, inputs, members);
        PointScore[] values = [.. names.Select((name, i) => new PointScore(name, Middle(validation, i, value => value), Middle(test, i, value => value)))];
        return (values, Middle(validation, 0, value => Math.Abs(value - scores[0].Best)));
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
    private static double[][][] Values(Period? period, Score[] scores, WorkflowInputs inputs, IReadOnlyList<MemberResult> members)
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
            return scores.Select(score => pairs.Count > 0 ? score.Of(pairs) : double.NaN).ToArray();
        }).ToArray())];
    }
}
