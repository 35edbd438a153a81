using System.Text.Json;

namespace Tributary.Report;

/// <summary>What helps to choose, as the page's script reads it.</summary>
internal static class DecisionJson
{
    public static void Write(Utf8JsonWriter json, ReportDecision decision)
    {
        json.WriteStartObject();
        json.WriteString("period", decision.Period);
        json.WriteNumber("blockDays", decision.BlockDays);
        ReportJson.Array(json, "comparisons", decision.Comparisons, Comparison);
        ReportJson.Array(json, "parts", decision.Parts, Part);
        ReportJson.Array(json, "contributions", decision.Contributions, Contribution);
        json.WriteEndObject();
    }

    private static void Comparison(Utf8JsonWriter json, ReportComparison comparison)
    {
        json.WriteStartObject();
        json.WriteString("score", comparison.Score);
        json.WriteString("test", comparison.Test);
        ReportJson.Array(json, "standings", comparison.Standings, Standing);
        ReportJson.Array(json, "significance", comparison.Significance, (writer, row) =>
        {
            writer.WriteStartArray();
            foreach (double value in row)
            {
                writer.WriteNumberValue(value);
            }

            writer.WriteEndArray();
        });
        json.WriteEndObject();
    }

    private static void Standing(Utf8JsonWriter json, ReportStanding standing)
    {
        json.WriteStartObject();
        json.WriteString("member", standing.Member);
        ReportJson.Number(json, "value", standing.Value);
        ReportJson.Number(json, "low", standing.Low);
        ReportJson.Number(json, "high", standing.High);
        ReportJson.Number(json, "rank", standing.Rank);
        ReportJson.Number(json, "best", standing.BestShare);
        json.WriteEndObject();
    }

    private static void Part(Utf8JsonWriter json, ReportPart part)
    {
        json.WriteStartObject();
        json.WriteString("season", part.Season);
        json.WriteString("flow", part.Flow);
        json.WriteNumber("basins", part.Basins);
        json.WriteString("best", part.Best);
        json.WriteNumber("bestBasins", part.BestBasins);
        ReportJson.Number(json, "error", part.Error);
        json.WriteEndObject();
    }

    private static void Contribution(Utf8JsonWriter json, ReportContribution contribution)
    {
        json.WriteStartObject();
        json.WriteString("combination", contribution.Combination);
        json.WriteString("member", contribution.Member);
        json.WriteString("score", contribution.Score);
        ReportJson.Number(json, "with", contribution.With);
        ReportJson.Number(json, "without", contribution.Without);
        ReportJson.Number(json, "gain", contribution.Gain);
        json.WriteEndObject();
    }
}
