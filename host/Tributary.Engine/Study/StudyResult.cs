using System.Globalization;
using Tributary.Contracts;

namespace Tributary.Engine;

/// <summary>What became of a study.</summary>
/// <param name="Plan">The study.</param>
/// <param name="Gauges">The basins' ids.</param>
/// <param name="Scores">All scores.</param>
public sealed record StudyResult(StudyPlan Plan, IReadOnlyList<string> Gauges, IReadOnlyList<StudyScore> Scores)
{
    /// <summary>The share of basins that fine-tuning degraded where nothing guarded it, as published for Caravan (arXiv 2504.12559).</summary>
    public const double PublishedShareDegraded = 0.22;

    /// <summary>One row a source size, length of record and member.</summary>
    public IReadOnlyList<StudyRow> Rows { get; init; } = [];

    /// <summary>The baseline's NSE at each basin over the calibration period with the most years, and over the test; means over blocks.</summary>
    public IReadOnlyList<(double Before, double Test)> Baseline { get; init; } = [];

    /// <summary>Attributes by name, <c>[gauge]</c>; those that every basin has.</summary>
    public IReadOnlyDictionary<string, double[]> Attributes { get; init; } = new Dictionary<string, double[]>();

    /// <summary>Predictors of the gain of the members that learn; empty where there are too few basins.</summary>
    public IReadOnlyList<GainPredictor> Predictors { get; init; } = [];

    /// <summary>Whether a basin is a candidate for adapting.</summary>
    public bool IsCandidate(int gauge) => Baseline[gauge].Before < Plan.Section.Threshold;

    /// <summary>How the table is to be read.</summary>
    public string Notes => FormattableString.Invariant(
        $"Scores of the test; gains in NSE over {Plan.Baseline}; degraded is the share of basins and trainings below it, for which {PublishedShareDegraded:0 %} is published where nothing guards. {Gauges.Where((_, i) => IsCandidate(i)).Count()} of {Gauges.Count} basins are candidates: {Plan.Baseline} has an NSE under {Plan.Section.Threshold:0.##} in the calibration period.");

    /// <summary>A score for people.</summary>
    public static string Shown(double value) => double.IsFinite(value) ? value.ToString(Math.Abs(value) < 1000 ? "0.000" : "0.0e+0", CultureInfo.InvariantCulture) : "-";

    internal static StudyResult Of(StudyPlan plan, WorkflowInputs inputs, IReadOnlyList<StudyScore> scores)
    {
        string[] gauges = [.. inputs.Domain.Gauges.Select(gauge => gauge.Id)];
        (int Size, int Years) widest = (plan.Sizes[^1], plan.Years[^1]);
        ILookup<int, StudyScore> baseline = scores.Where(score => score.Member == plan.Baseline && (score.Point.Size, score.Point.Years) == widest && score.Seed == 0).ToLookup(score => score.Gauge);
        var result = new StudyResult(plan, gauges, scores)
        {
            Rows = StudyTable.Of(scores, plan.Baseline),
            Baseline = [.. Enumerable.Range(0, gauges.Length).Select(gauge => (StudyTable.Mean(baseline[gauge].Select(score => score.Before)), StudyTable.Mean(baseline[gauge].Select(score => score.Nse))))],
            Attributes = AttributesOf(inputs),
        };
        return result with { Predictors = [.. result.Rows.Where(row => row.Size == widest.Size && row.Member != plan.Baseline).Select(row => row.Member).Distinct().Select(result.PredictorOf).OfType<GainPredictor>()] };
    }

    private GainPredictor? PredictorOf(string member)
    {
        var cases = new List<GainCase>();
        foreach (int years in Plan.Years)
        {
            double[] gains = StudyTable.GainsOf(Scores, (Plan.Sizes[^1], years), member, Plan.Baseline, Gauges.Count, GainPredictor.Bounded);
            for (int gauge = 0; gauge < gains.Length; gauge++)
            {
                int own = gauge;
                double before = GainPredictor.Bounded(StudyTable.Mean(Scores.Where(score =>
                    score.Member == Plan.Baseline && score.Point.Size == Plan.Sizes[^1] && score.Point.Years == years && score.Gauge == own && score.Seed == 0).Select(score => score.Before)));
                cases.Add(new GainCase(gauge, years, [before, Math.Log(years), .. Attributes.Values.Select(column => column[own])], gains[gauge]));
            }
        }

        return GainPredictor.Of(member, ["source_score", "log_years", .. Attributes.Keys], cases);
    }

    private static Dictionary<string, double[]> AttributesOf(WorkflowInputs inputs)
    {
        CatchmentUnits units = inputs.Domain.Units;
        Dictionary<string, double[]> columns = units.Attributes.Names.Order(StringComparer.Ordinal).ToDictionary(name => name, name => units.Attributes[name].ToArray());
        columns["area"] = units.AreaKm2.ToArray();
        return columns.Where(column => column.Value.All(double.IsFinite) && column.Value.Distinct().Count() > 1).ToDictionary();
    }
}
