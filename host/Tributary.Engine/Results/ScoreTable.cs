using Tributary.Contracts;

namespace Tributary.Engine;

/// <summary>All scores of a run, and the member that each gauge's hydrograph is written for.</summary>
/// <param name="Rows">One row a gauge, member or combination, period and part.</param>
/// <param name="Chosen">
/// For each gauge the index of the hydrograph that the workflow names, or that scores best in the validation period (in the calibration period where there is none) of those that
/// were not fitted on it; never chosen on the test period.
/// </param>
public sealed record ScoreTable(IReadOnlyList<ScoreRow> Rows, IReadOnlyList<int> Chosen)
{
    /// <summary>The metrics, in the order of each row's values.</summary>
    public required MetricList Metrics { get; init; }

    private static readonly string[] Seasons = ["DJF", "MAM", "JJA", "SON"];

    /// <summary>Computes all scores.</summary>
    internal static ScoreTable Compute(WorkflowPlan plan, WorkflowInputs inputs, IReadOnlyList<Hydrograph> hydrographs)
    {
        (string Name, Period Period)[] periods = PeriodsOf(plan);
        List<(string Name, Func<DateTime, bool>? Keep)> parts = PartsOf(plan);
        int gauges = inputs.Observed.Length;
        var rows = new ScoreRow[gauges][];
        WorkerThreads.For(gauges, plan.Workers, gauge =>
        {
            var own = new List<ScoreRow>();
            (double, double) floods = FloodsOf(plan, inputs, gauge);
            for (int member = 0; member < hydrographs.Count; member++)
            {
                DischargeQuantiles? quantiles = hydrographs[member].Quantiles(inputs, gauge);
                foreach ((string name, Period period) in periods)
                {
                    Range steps = inputs.Forcing.Time.IndicesWithin(period);
                    TimeAxis time = inputs.Forcing.Time.Slice(steps.Start.Value, steps.End.Value - steps.Start.Value);
                    foreach ((string part, Func<DateTime, bool>? keep) in parts)
                    {
                        var pairs = new ScoredSeries(time, inputs.ObservedIn(gauge, steps), hydrographs[member].Discharge(gauge)[steps], keep, quantiles?.Within(steps)) { Floods = floods };
                        own.Add(new ScoreRow(plan.Metrics, gauge, member, name, part, pairs.Count, plan.Metrics.Of(pairs))
                        {
                            TransformHistogram = part.Length == 0 && pairs is { Count: > 0, Quantiles: not null } ? TransformHistogram.Of(pairs) : [],
                        });
                    }
                }
            }

            rows[gauge] = [.. own];
        }, CancellationToken.None);

        string first = plan.Workflow.Evaluate.Metrics is [string metric, ..] ? metric : "nse";
        int named = Enumerable.Range(0, hydrographs.Count).FirstOrDefault(index => hydrographs[index].Name == plan.Ensemble?.Chosen, -1);
        return new ScoreTable(
            [.. rows.SelectMany(row => row)],
            [.. rows.Select((own, gauge) => named >= 0 && hydrographs[named].IsDefinedAt(gauge) ? named : BestMember(own, plan.Metrics[first], hydrographs))])
        {
            Metrics = plan.Metrics,
        };
    }

    /// <summary>The value of one score.</summary>
    /// <returns>NaN where it was not computed.</returns>
    public double Of(int gauge, int member, string period, string score)
    {
        foreach (ScoreRow row in Rows)
        {
            if (row.Gauge == gauge && row.Member == member && row.Period == period && row.Part.Length == 0)
            {
                return row.ValueOf(score);
            }
        }

        return double.NaN;
    }

    /// <summary>The scored periods: those that the workflow asks for, all split periods where it names none, the whole period where there is no split.</summary>
    internal static (string Name, Period Period)[] PeriodsOf(WorkflowPlan plan)
    {
        (string Name, Period Period)[] splits = [.. plan.Splits.Scored];
        (string Name, Period Period)[] asked = [.. splits.Where(split => plan.Workflow.Evaluate.By.Contains(split.Name))];
        DateTime start = plan.Splits.WarmUp?.End ?? plan.Time.Start;
        return splits.Length == 0 ? [("all", new Period(start, plan.Time.End))] : asked.Length > 0 ? asked : splits;
    }

    /// <summary>What 95 % and 99 % of the observed time steps after the warm-up do not exceed.</summary>
    private static (double Common, double Great) FloodsOf(WorkflowPlan plan, WorkflowInputs inputs, int gauge)
    {
        int first = plan.Splits.WarmUp is { } warmUp ? inputs.Forcing.Time.IndicesWithin(warmUp).End.Value : 0;
        double[] sorted = [.. inputs.Observed[gauge].Skip(first).Where(value => !double.IsNaN(value)).Order()];
        double At(double share) => sorted.Length == 0 ? double.NaN : sorted[(int)Math.Ceiling(share * sorted.Length) - 1];
        return (At(0.95), At(0.99));
    }

    private static List<(string Name, Func<DateTime, bool>? Keep)> PartsOf(WorkflowPlan plan)
    {
        var parts = new List<(string Name, Func<DateTime, bool>? Keep)> { (string.Empty, null) };
        if (plan.Workflow.Evaluate.By.Contains("season"))
        {
            for (int i = 0; i < Seasons.Length; i++)
            {
                int season = i;
                parts.Add((Seasons[i], date => date.Month % 12 / 3 == season));
            }
        }

        if (plan.Workflow.Evaluate.By.Contains("month"))
        {
            for (int i = 1; i <= 12; i++)
            {
                int month = i;
                parts.Add(($"month {i:00}", date => date.Month == month));
            }
        }

        return parts;
    }

    private static int BestMember(ScoreRow[] rows, IMetric score, IReadOnlyList<Hydrograph> hydrographs)
    {
        foreach (string period in (ReadOnlySpan<string>)["validation", "calibration", "all"])
        {
            int best = -1;
            double least = double.PositiveInfinity;
            foreach (ScoreRow row in rows)
            {
                double distance = Math.Abs(row.ValueOf(score.Name) - score.Best);
                if (row.Period == period && row.Part.Length == 0 && distance < least && hydrographs[row.Member].IsBlindToValidation)
                {
                    (best, least) = (row.Member, distance);
                }
            }

            if (best >= 0)
            {
                return best;
            }
        }

        return 0;
    }
}

/// <summary>The scores of one member or combination at one gauge over one period, or a part of it.</summary>
/// <param name="Metrics">The metrics.</param>
/// <param name="Gauge">Index of the gauge.</param>
/// <param name="Member">Index of the hydrograph, members first.</param>
/// <param name="Period">Name of the period.</param>
/// <param name="Part">Season or month; empty for the whole period.</param>
/// <param name="PairCount">Number of time steps that were observed.</param>
/// <param name="Values">One value a metric, in their order; NaN where it is not defined.</param>
public sealed record ScoreRow(MetricList Metrics, int Gauge, int Member, string Period, string Part, int PairCount, double[] Values)
{
    /// <summary>Share of the observations below the lowest quantile, between each two and above the highest; empty where there are no quantiles, and for parts.</summary>
    public IReadOnlyList<double> TransformHistogram { get; init; } = [];

    /// <summary>One value by the score's name.</summary>
    /// <returns>NaN where it was not computed.</returns>
    public double ValueOf(string score) => Metrics.IndexOf(score) is int place and >= 0 ? Values[place] : double.NaN;
}
