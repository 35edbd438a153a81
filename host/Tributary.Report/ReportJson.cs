using System.Buffers.Binary;
using System.Globalization;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Unicode;

namespace Tributary.Report;

/// <summary>The report's content as the page's script reads it. Its encoder escapes every angle bracket, so no text can end the script block.</summary>
internal static class ReportJson
{
    private static readonly JsonWriterOptions Options = new() { Encoder = JavaScriptEncoder.Create(UnicodeRanges.All) };

    /// <summary>The JSON text.</summary>
    public static string Of(ReportContent content)
    {
        using var stream = new MemoryStream();
        using (var json = new Utf8JsonWriter(stream, Options))
        {
            json.WriteStartObject();
            json.WriteString("name", content.Name);
            json.WriteStartObject("time");
            json.WriteString("start", Instant(content.Time.Start));
            json.WriteNumber("step", content.Time.StepSeconds);
            json.WriteNumber("count", content.Time.Count);
            json.WriteEndObject();
            Array(json, "periods", content.Periods, Period);
            Array(json, "scores", content.Scores, Score);
            json.WriteStartArray("basins");
            for (int i = 0; i < content.Basins.Count; i++)
            {
                Basin(json, content.Basins[i], content.Time.Count, charted: i < ReportWriter.ChartedBasins);
            }

            json.WriteEndArray();
            if (content.Map is { } map)
            {
                json.WritePropertyName("map");
                MapJson.Write(json, map);
            }

            if (content.Decision is { } decision)
            {
                json.WritePropertyName("decision");
                DecisionJson.Write(json, decision);
            }

            if (content.Sweep is { } sweep)
            {
                json.WritePropertyName("sweep");
                SweepJson.Write(json, sweep);
            }

            if (content.Study is { } study)
            {
                json.WritePropertyName("study");
                StudyJson.Write(json, study);
            }

            json.WriteEndObject();
        }

        return Encoding.UTF8.GetString(stream.GetBuffer(), 0, (int)stream.Length);
    }

    private static void Period(Utf8JsonWriter json, ReportPeriod period)
    {
        json.WriteStartObject();
        json.WriteString("name", period.Name);
        json.WriteString("start", Instant(period.Start));
        json.WriteString("end", Instant(period.End));
        json.WriteEndObject();
    }

    private static void Score(Utf8JsonWriter json, ReportScore score)
    {
        json.WriteStartObject();
        json.WriteString("name", score.Name);
        json.WriteString("label", score.Label);
        json.WriteString("unit", score.Unit);
        Number(json, "best", score.Best);
        json.WriteString("definition", score.Definition);
        json.WriteEndObject();
    }

    private static void Basin(Utf8JsonWriter json, ReportBasin basin, int count, bool charted)
    {
        json.WriteStartObject();
        json.WriteString("id", basin.Id);
        Number(json, "area", basin.AreaKm2 ?? double.NaN);
        json.WriteBoolean("charted", charted);
        if (charted)
        {
            Series(json, "observed", basin.Observed, count, basin.Id);
            Series(json, "precipitation", basin.Precipitation, count, basin.Id);
        }

        json.WriteStartArray("members");
        foreach (ReportMember member in basin.Members)
        {
            json.WriteStartObject();
            json.WriteString("name", member.Name);
            json.WriteString("model", member.Model);
            json.WriteBoolean("chosen", member.Chosen);
            Scores(json, member.Scores);
            if (charted)
            {
                Series(json, "simulated", member.Simulated, count, $"{basin.Id}, {member.Name}");
                Array(json, "parameters", member.Parameters, Parameter);
                Calibration(json, member.Calibration);
                Array(json, "explanations", member.Explanations, Explanation);
                Array(json, "panels", member.Panels, Panel);
                if (member.Influence is { } influence)
                {
                    InfluenceJson.Write(json, influence);
                }
            }

            json.WriteEndObject();
        }

        json.WriteEndArray();
        json.WriteEndObject();
    }

    private static void Scores(Utf8JsonWriter json, IReadOnlyList<ReportPeriodScores> periods)
    {
        json.WriteStartObject("scores");
        foreach (ReportPeriodScores period in periods)
        {
            json.WriteStartObject(period.Period);
            foreach (ReportScoreValue value in period.Values)
            {
                Number(json, value.Score, value.Value);
            }

            json.WriteEndObject();
        }

        json.WriteEndObject();
    }

    private static void Parameter(Utf8JsonWriter json, ReportParameter parameter)
    {
        json.WriteStartObject();
        json.WriteString("name", parameter.Name);
        Number(json, "value", parameter.Value);
        json.WriteString("unit", parameter.Unit);
        Number(json, "lower", parameter.Lower);
        Number(json, "upper", parameter.Upper);
        json.WriteString("description", parameter.Description);
        json.WriteBoolean("calibrated", parameter.Calibrated);
        json.WriteEndObject();
    }

    // Only the points where a start got better, and its last one, draw the same steps as all its evaluations.
    private static void Calibration(Utf8JsonWriter json, ReportCalibration? calibration)
    {
        if (calibration is null)
        {
            return;
        }

        json.WriteStartObject("calibration");
        json.WriteString("objective", calibration.Objective);
        json.WriteStartArray("starts");
        foreach (IReadOnlyList<ReportEvaluation> start in calibration.Starts)
        {
            json.WriteStartArray();
            double best = double.NaN;
            for (int i = 0; i < start.Count; i++)
            {
                ReportEvaluation evaluation = start[i];
                if (double.IsFinite(evaluation.Best) && (evaluation.Best != best || i == start.Count - 1))
                {
                    json.WriteStartArray();
                    json.WriteNumberValue(evaluation.Evaluation);
                    json.WriteNumberValue(evaluation.Best);
                    json.WriteEndArray();
                    best = evaluation.Best;
                }
            }

            json.WriteEndArray();
        }

        json.WriteEndArray();
        if (calibration.Front is { } front)
        {
            json.WriteStartObject("front");
            Array(json, "scores", front.Scores, (writer, score) => writer.WriteStringValue(score));
            json.WriteStartArray("points");
            foreach (double[] point in front.Points)
            {
                json.WriteStartArray();
                foreach (double value in point)
                {
                    json.WriteNumberValue(value);
                }

                json.WriteEndArray();
            }

            json.WriteEndArray();
            json.WriteNumber("chosen", front.Chosen);
            json.WriteEndObject();
        }

        json.WriteEndObject();
    }

    private static void Explanation(Utf8JsonWriter json, ReportExplanation explanation)
    {
        json.WriteStartObject();
        json.WriteString("name", explanation.Name);
        json.WriteString("description", explanation.Description);
        json.WriteString("unit", explanation.Unit);
        Array(json, "names", explanation.Names, (writer, name) => writer.WriteStringValue(name));
        Array(json, "lags", explanation.Lags, (writer, lag) => writer.WriteNumberValue(lag));
        int count = Math.Max(1, explanation.Names.Count) * Math.Max(1, explanation.Lags.Count);
        Series(json, "values", explanation.Values, count, explanation.Name);
        json.WriteEndObject();
    }

    private static void Panel(Utf8JsonWriter json, ReportPanel panel)
    {
        json.WriteStartObject();
        json.WriteString("name", panel.Title);
        json.WriteString("description", panel.Description);
        json.WriteString("unit", "1");
        Array(json, "names", panel.Names, (writer, name) => writer.WriteStringValue(name));
        Series(json, "values", panel.Values, panel.Names.Count, panel.Title);
        json.WriteEndObject();
    }

    private static void Series(Utf8JsonWriter json, string name, double[]? values, int count, string of)
    {
        if (values is null)
        {
            return;
        }

        if (values.Length != count)
        {
            throw new ArgumentException(string.Create(CultureInfo.InvariantCulture, $"The {name} series of {of} has {values.Length} steps and the time axis {count}."), nameof(values));
        }

        byte[] bytes = new byte[sizeof(float) * values.Length];
        for (int i = 0; i < values.Length; i++)
        {
            BinaryPrimitives.WriteSingleLittleEndian(bytes.AsSpan(sizeof(float) * i), double.IsFinite(values[i]) ? (float)values[i] : float.NaN);
        }

        json.WriteBase64String(name, bytes);
    }

    internal static void Array<T>(Utf8JsonWriter json, string name, IReadOnlyList<T> items, Action<Utf8JsonWriter, T> write)
    {
        json.WriteStartArray(name);
        foreach (T item in items)
        {
            write(json, item);
        }

        json.WriteEndArray();
    }

    internal static void Number(Utf8JsonWriter json, string name, double value)
    {
        if (double.IsFinite(value))
        {
            json.WriteNumber(name, value);
        }
        else
        {
            json.WriteNull(name);
        }
    }

    internal static string Instant(DateTime instant) => instant.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture);
}
