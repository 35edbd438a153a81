using System.Globalization;
using System.Text.Json;
using Tributary.Contracts;

namespace Tributary.Engine;

/// <summary>The scores as JSON (by gauge, member, period and part) and as CSV (one row each). A score that is not defined is null, or an empty field.</summary>
internal static class MetricsFiles
{
    public static void WriteJson(RunSummary run, string path)
    {
        using FileStream stream = File.Create(path);
        using var json = new Utf8JsonWriter(stream, new JsonWriterOptions { Indented = true });
        json.WriteStartObject();
        json.WriteStartObject("scores");
        foreach (IMetric score in run.Scores.Metrics.All)
        {
            json.WriteStartObject(score.Name);
            json.WriteString("unit", score.Unit);
            json.WriteNumber("best", score.Best);
            json.WriteString("definition", score.Definition);
            json.WriteEndObject();
        }

        json.WriteEndObject();
        json.WriteStartObject("gauges");
        foreach (IGrouping<int, ScoreRow> gauge in run.Scores.Rows.GroupBy(row => row.Gauge))
        {
            json.WriteStartObject(run.Inputs.Domain.Gauges[gauge.Key].Id);
            json.WriteString("chosen", run.Hydrographs[run.Scores.Chosen[gauge.Key]].Name);
            json.WriteStartObject("members");
            foreach (IGrouping<int, ScoreRow> member in gauge.GroupBy(row => row.Member))
            {
                json.WriteStartObject(run.Hydrographs[member.Key].Name);
                foreach (ScoreRow row in member)
                {
                    WriteRow(json, row);
                }

                json.WriteEndObject();
            }

            json.WriteEndObject();
            WriteSpreads(json, run.Spreads.Where(spread => spread.Gauge == gauge.Key));
            json.WriteEndObject();
        }

        json.WriteEndObject();
        json.WriteEndObject();
    }

    /// <summary>The members together, before any is combined.</summary>
    private static void WriteSpreads(Utf8JsonWriter json, IEnumerable<EnsembleSpread> spreads)
    {
        if (!spreads.Any())
        {
            return;
        }

        json.WriteStartObject("ensemble");
        foreach (EnsembleSpread spread in spreads)
        {
            json.WriteStartObject(spread.Period);
            json.WriteNumber("count", spread.PairCount);
            json.WriteNumber("crps", spread.RankedProbability);
            if (double.IsFinite(spread.SpreadSkill))
            {
                json.WriteNumber("spread_skill", spread.SpreadSkill);
            }

            WriteShares(json, "rank_histogram", spread.Ranks);
            json.WriteEndObject();
        }

        json.WriteEndObject();
    }

    public static void WriteCsv(RunSummary run, string path)
    {
        using var writer = new StreamWriter(path) { NewLine = "\n" };
        writer.WriteLine($"gauge,member,period,part,count,{string.Join(',', run.Scores.Metrics.Names)}");
        foreach (ScoreRow row in run.Scores.Rows)
        {
            string gauge = CsvText.Quote(run.Inputs.Domain.Gauges[row.Gauge].Id);
            writer.Write(string.Create(CultureInfo.InvariantCulture, $"{gauge},{run.Hydrographs[row.Member].Name},{row.Period},{row.Part},{row.PairCount}"));
            foreach (double value in row.Values)
            {
                writer.Write(',');
                writer.Write(double.IsFinite(value) ? value.ToString("R", CultureInfo.InvariantCulture) : string.Empty);
            }

            writer.WriteLine();
        }
    }

    /// <summary>The weights of all combinations that have some: <c>gauge,combination,part,member,weight</c>, and as the member <c>constant</c> what is added in m3 s-1.</summary>
    public static void WriteWeights(RunSummary run, string path)
    {
        using var writer = new StreamWriter(path) { NewLine = "\n" };
        writer.WriteLine("gauge,combination,part,member,weight");
        for (int gauge = 0; gauge < run.Inputs.Domain.Gauges.Count; gauge++)
        {
            string id = CsvText.Quote(run.Inputs.Domain.Gauges[gauge].Id);
            foreach (CombinationResult combination in run.Combinations)
            {
                foreach (CombinationWeights part in combination.Gauges[gauge].Weights)
                {
                    IEnumerable<(string, double)> constant = part.Constant == 0 ? [] : [("constant", part.Constant)];
                    foreach ((string member, double value) in combination.Members.Zip(part.Values).Concat(constant))
                    {
                        writer.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{id},{combination.Plan.Name},{CsvText.Quote(part.Part)},{member},{value:R}"));
                    }
                }
            }
        }
    }

    private static void WriteRow(Utf8JsonWriter json, ScoreRow row)
    {
        json.WriteStartObject(row.Part.Length == 0 ? row.Period : $"{row.Period} {row.Part}");
        string[] names = [.. row.Metrics.Names];
        json.WriteNumber("count", row.PairCount);
        for (int i = 0; i < row.Values.Length; i++)
        {
            if (double.IsFinite(row.Values[i]))
            {
                json.WriteNumber(names[i], row.Values[i]);
            }
            else
            {
                json.WriteNull(names[i]);
            }
        }

        if (row.TransformHistogram.Count > 0)
        {
            WriteShares(json, "pit_histogram", row.TransformHistogram);
        }

        json.WriteEndObject();
    }

    private static void WriteShares(Utf8JsonWriter json, string name, IReadOnlyList<double> shares)
    {
        json.WriteStartArray(name);
        foreach (double share in shares)
        {
            json.WriteNumberValue(share);
        }

        json.WriteEndArray();
    }
}

/// <summary>Text as a field of a CSV file.</summary>
internal static class CsvText
{
    /// <summary>The text, in quotes where it holds a separator, a quote or a line end.</summary>
    public static string Quote(string text) => text.AsSpan().IndexOfAny(",\"\r\n") < 0 ? text : $"\"{text.Replace("\"", "\"\"", StringComparison.Ordinal)}\"";
}
