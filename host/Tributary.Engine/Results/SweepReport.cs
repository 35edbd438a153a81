using System.Globalization;
using System.Text.Json.Nodes;
using Tributary.Report;

namespace Tributary.Engine;

/// <summary>What the run's report shows of a sweep.</summary>
internal static class SweepReport
{
    public static ReportSweep? Of(SweepResult? sweep)
    {
        if (sweep is null)
        {
            return null;
        }

        SweepPlan plan = sweep.Plan;
        return new ReportSweep(plan.Section.Method, plan.Section.Metric, [.. plan.Axes.Select(AxisOf)], [.. sweep.Points.Select((point, i) => PointOf(point, i, sweep))])
        {
            Resource = plan.ResourceLabel,
        };
    }

    /// <summary>What a reader must know of the points.</summary>
    public static IEnumerable<ReportNote> NotesOf(SweepResult? sweep)
    {
        PointResult[] failed = [.. sweep?.Points.Where(point => point.Status == PointStatus.Failed) ?? []];
        if (failed.Length > 0)
        {
            yield return new ReportNote(
                $"{failed.Length} of {sweep!.Points.Count} points of the sweep failed and were left out, the first of them point {failed[0].Point.Number}: {failed[0].Reason}", Warning: true);
        }
    }

    /// <summary>The sweep in a line of the header.</summary>
    public static IEnumerable<ReportFact> FactsOf(SweepResult? sweep)
    {
        if (sweep is not null)
        {
            yield return new ReportFact("Sweep", $"{sweep.Plan.Section.Method}, {sweep.Points.Count} points, best {sweep.Plan.Metric.Label} of the validation");
        }
    }

    private static ReportSweepAxis AxisOf(SweepAxis axis) => new(axis.Key, axis.Label)
    {
        IsLogarithmic = axis.IsLogarithmic,
        Choices = axis.IsRange ? null : [.. axis.Values.Select(SweepAxis.TextOf).Distinct()],
    };

    private static ReportSweepPoint PointOf(PointResult point, int index, SweepResult sweep)
    {
        PointScore score = point.Last.Of(sweep.Plan.Section.Metric);
        return new ReportSweepPoint(point.Point.Number, [.. point.Point.Values.Select((value, axis) => PlaceOf(value, sweep.Plan.Axes[axis]))], SweepFiles.StatusOf(point))
        {
            IsBest = index == sweep.Best,
            Reason = point.Reason,
            Resource = point.Last.Resource,
            Distance = point.Last.Distance,
            Validation = score.Validation,
            Test = score.Test,
        };
    }

    /// <summary>A number of a range; of a list, the index of the value.</summary>
    private static double PlaceOf(JsonNode? value, SweepAxis axis) => axis.IsRange
        ? double.Parse(SweepAxis.TextOf(value), CultureInfo.InvariantCulture)
        : axis.Values.Select(SweepAxis.TextOf).Distinct().ToList().IndexOf(SweepAxis.TextOf(value));
}
