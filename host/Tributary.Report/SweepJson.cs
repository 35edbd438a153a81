using System.Text.Json;

namespace Tributary.Report;

/// <summary>A sweep as the page's script reads it.</summary>
internal static class SweepJson
{
    public static void Write(Utf8JsonWriter json, ReportSweep sweep)
    {
        json.WriteStartObject();
        json.WriteString("method", sweep.Method);
        json.WriteString("score", sweep.Score);
        json.WriteString("resource", sweep.Resource);
        ReportJson.Array(json, "axes", sweep.Axes, Axis);
        ReportJson.Array(json, "points", sweep.Points, Point);
        json.WriteEndObject();
    }

    private static void Axis(Utf8JsonWriter json, ReportSweepAxis axis)
    {
        json.WriteStartObject();
        json.WriteString("key", axis.Key);
        json.WriteString("label", axis.Label);
        json.WriteBoolean("log", axis.IsLogarithmic);
        if (axis.Choices is { } choices)
        {
            ReportJson.Array(json, "choices", choices, (writer, choice) => writer.WriteStringValue(choice));
        }

        json.WriteEndObject();
    }

    private static void Point(Utf8JsonWriter json, ReportSweepPoint point)
    {
        json.WriteStartObject();
        json.WriteNumber("number", point.Number);
        ReportJson.Array(json, "values", point.Values, (writer, value) => writer.WriteNumberValue(value));
        json.WriteString("status", point.Status);
        json.WriteString("reason", point.Reason);
        json.WriteBoolean("best", point.IsBest);
        ReportJson.Number(json, "resource", point.Resource ?? double.NaN);
        ReportJson.Number(json, "distance", point.Distance);
        ReportJson.Number(json, "validation", point.Validation);
        ReportJson.Number(json, "test", point.Test);
        json.WriteEndObject();
    }
}
