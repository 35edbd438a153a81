using System.Globalization;
using System.Text.Json;

namespace Tributary.Engine;

/// <summary>The points of a sweep as CSV (one row each) and as JSON. A score that is not defined is an empty field, or null. The seconds that points took are the only results of a run that differ from run to run.</summary>
internal static class SweepFiles
{
    public static void WriteCsv(SweepResult sweep, string path)
    {
        SweepPlan plan = sweep.Plan;
        using var writer = new StreamWriter(path) { NewLine = "\n" };
        string[] scores = ScoresOf(sweep);
        writer.WriteLine(string.Join(',', (IEnumerable<string>)
        [
            "point", "status", "best", .. plan.Axes.Select(axis => CsvText.Quote(axis.Key)), .. Resource(plan).Select(CsvText.Quote),
            .. scores.SelectMany(score => (string[])[$"validation_{score}", $"test_{score}"]), "seconds", "reason",
        ]));
        for (int i = 0; i < sweep.Points.Count; i++)
        {
            PointResult point = sweep.Points[i];
            writer.WriteLine(string.Join(',', (IEnumerable<string>)
            [
                Number(point.Point.Number), StatusOf(point), i == sweep.Best ? "true" : "false", .. point.Point.Values.Select(value => CsvText.Quote(SweepAxis.TextOf(value))),
                .. Resource(plan).Select(_ => Number(point.Last.Resource!.Value)),
                .. scores.SelectMany(score => (string[])[Number(point.Last.Of(score).Validation), Number(point.Last.Of(score).Test)]), Number(point.Seconds), CsvText.Quote(point.Reason),
            ]));
        }
    }

    public static void WriteJson(SweepResult sweep, string path)
    {
        SweepPlan plan = sweep.Plan;
        using FileStream stream = File.Create(path);
        using var json = new Utf8JsonWriter(stream, new JsonWriterOptions { Indented = true });
        json.WriteStartObject();
        json.WriteString("method", plan.Section.Method);
        json.WriteString("metric", plan.Section.Metric);
        json.WriteNumber("best", sweep.Points[sweep.Best].Point.Number);
        if (plan.Section.Halving is { } halving)
        {
            json.WriteString("resource", halving.Resource);
        }

        json.WriteStartArray("points");
        foreach (PointResult point in sweep.Points)
        {
            WritePoint(json, plan, point);
        }

        json.WriteEndArray();
        json.WriteEndObject();
    }

    /// <summary>The status as results write it.</summary>
    public static string StatusOf(PointResult point) => point.Status switch
    {
        PointStatus.Done => "done",
        PointStatus.StoppedEarly => "stopped early",
        _ => "failed",
    };

    private static void WritePoint(Utf8JsonWriter json, SweepPlan plan, PointResult point)
    {
        json.WriteStartObject();
        json.WriteNumber("point", point.Point.Number);
        json.WriteString("status", StatusOf(point));
        if (point.Reason.Length > 0)
        {
            json.WriteString("reason", point.Reason);
        }

        json.WriteStartObject("values");
        for (int i = 0; i < plan.Axes.Count; i++)
        {
            json.WritePropertyName(plan.Axes[i].Key);
            if (point.Point.Values[i] is { } value)
            {
                value.WriteTo(json);
            }
            else
            {
                json.WriteNullValue();
            }
        }

        json.WriteEndObject();
        json.WriteStartArray("trials");
        foreach (PointTrial trial in point.Trials)
        {
            json.WriteStartObject();
            if (trial.Resource is { } resource)
            {
                json.WriteNumber("resource", resource);
            }

            WriteScores(json, "validation", trial, score => score.Validation);
            WriteScores(json, "test", trial, score => score.Test);
            json.WriteNumber("seconds", trial.Seconds);
            json.WriteEndObject();
        }

        json.WriteEndArray();
        json.WriteEndObject();
    }

    private static void WriteScores(Utf8JsonWriter json, string period, PointTrial trial, Func<PointScore, double> of)
    {
        json.WriteStartObject(period);
        foreach (PointScore score in trial.Scores)
        {
            if (double.IsFinite(of(score)))
            {
                json.WriteNumber(score.Score, of(score));
            }
            else
            {
                json.WriteNull(score.Score);
            }
        }

        json.WriteEndObject();
    }

    private static string[] ScoresOf(SweepResult sweep) => [.. sweep.Points[sweep.Best].Trials.Last(trial => trial.Failure is null).Scores.Select(score => score.Score)];

    private static IEnumerable<string> Resource(SweepPlan plan) => plan.Section.Halving is { } halving ? [halving.Resource] : [];

    private static string Number(double value) => double.IsFinite(value) ? value.ToString("R", CultureInfo.InvariantCulture) : string.Empty;
}
