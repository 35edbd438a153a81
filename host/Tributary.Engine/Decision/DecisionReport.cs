using Tributary.Contracts;

namespace Tributary.Engine;

/// <summary>What helps to choose among the hydrographs of a run: all of it on the test period, which nothing was fitted or chosen on.</summary>
/// <param name="Period">Name of the period; another one where there is no test period.</param>
/// <param name="BlockDays">Length of the blocks of time that are resampled, in days.</param>
/// <param name="Comparisons">How they compare, by score.</param>
/// <param name="Parts">Which is nearest in each season and range of flow.</param>
/// <param name="Contributions">What each member adds to each combination.</param>
public sealed record DecisionReport(
    string Period, double BlockDays, IReadOnlyList<Comparison> Comparisons, IReadOnlyList<PartOfRegime> Parts, IReadOnlyList<Contribution> Contributions)
{
    /// <summary>Compares the hydrographs of a run; null where there is only one, or nothing is observed.</summary>
    /// <param name="plan">The workflow.</param>
    /// <param name="inputs">What it read.</param>
    /// <param name="hydrographs">Members and combinations.</param>
    /// <param name="leftOut">Combinations without one member each.</param>
    internal static DecisionReport? Of(
        WorkflowPlan plan, WorkflowInputs inputs, IReadOnlyList<Hydrograph> hydrographs, IReadOnlyList<(string Member, CombinationResult Result)> leftOut)
    {
        if (hydrographs.Count < 2)
        {
            return null;
        }

        (string name, Period period) = ScoreTable.PeriodsOf(plan)[^1];
        Range range = inputs.Forcing.Time.IndicesWithin(period);
        TimeAxis time = inputs.Forcing.Time.Slice(range.Start.Value, range.End.Value - range.Start.Value);
        int gauges = inputs.Observed.Length;
        var blocks = new BlockResampling?[gauges];
        var errors = new double[]?[gauges][,];
        WorkerThreads.For(gauges, plan.Workers, gauge =>
        {
            double[] observed = inputs.ObservedIn(gauge, range).ToArray();
            double[][] simulated = [.. hydrographs.Select(each => each.Discharge(gauge)[range].ToArray())];
            blocks[gauge] = BlockResampling.Of(time, observed, simulated);
            errors[gauge] = PartOfRegime.ErrorsOf(time, observed, simulated);
        }, CancellationToken.None);
        IReadOnlyList<MomentScore> scores = MomentScore.Among(plan.Workflow.Evaluate.Metrics);
        Comparison[] comparisons = [.. scores.Select(score => ComparisonOfHydrographs.Of(score, name, blocks, hydrographs.Count, plan.Workflow.Run.Seed)).OfType<Comparison>()];
        return comparisons.Length == 0 ? null : new DecisionReport(
            name, BlockResampling.BlockLength(time).TotalDays, comparisons, PartOfRegime.Of(errors, hydrographs.Count), ContributionsOf(scores[0], time, range, inputs, hydrographs, leftOut));
    }

    private static List<Contribution> ContributionsOf(
        MomentScore score, TimeAxis time, Range range, WorkflowInputs inputs, IReadOnlyList<Hydrograph> hydrographs, IReadOnlyList<(string Member, CombinationResult Result)> leftOut)
    {
        var contributions = new List<Contribution>();
        foreach ((string member, CombinationResult without) in leftOut)
        {
            CombinationResult whole = hydrographs.Select(hydrograph => hydrograph.Combination).First(combination => combination?.Plan.Name == without.Plan.Name)!;
            double[][] pairs =
            [
                .. Enumerable.Range(0, inputs.Observed.Length).Select(gauge =>
                {
                    var both = BlockResampling.Of(time, inputs.ObservedIn(gauge, range), [whole.Gauges[gauge].Discharge[range], without.Gauges[gauge].Discharge[range]]);
                    return both.Count == 0 ? null : new[] { score.Of(both.Moments(0)), score.Of(both.Moments(1)) };
                }).OfType<double[]>(),
            ];
            if (pairs.Length == 0)
            {
                continue;
            }

            double[] gains = [.. pairs.Select(pair => score.Distance(pair[1]) - score.Distance(pair[0]))];
            contributions.Add(new Contribution(
                without.Plan.Name, member, score.Name, PointScores.Median(pairs.Select(pair => pair[0])), PointScores.Median(pairs.Select(pair => pair[1])), PointScores.Median(gains),
                (double)gains.Count(gain => gain > 0) / gains.Length));
        }

        return contributions;
    }
}
