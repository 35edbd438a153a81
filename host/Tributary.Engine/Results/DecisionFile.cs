using System.Text.Json;
using Tributary.Report;

namespace Tributary.Engine;

/// <summary>What helps to choose among the hydrographs, as JSON and for the report.</summary>
internal static class DecisionFile
{
    public static void Write(RunSummary run, DecisionReport decision, string path)
    {
        using FileStream stream = File.Create(path);
        using var json = new Utf8JsonWriter(stream, new JsonWriterOptions { Indented = true });
        json.WriteStartObject();
        json.WriteString("period", decision.Period);
        json.WriteNumber("block_days", decision.BlockDays);
        json.WriteStartObject("scores");
        foreach (Comparison comparison in decision.Comparisons)
        {
            WriteComparison(json, run, comparison);
        }

        json.WriteEndObject();
        json.WriteStartArray("parts_of_the_regime");
        foreach (PartOfRegime part in decision.Parts)
        {
            json.WriteStartObject();
            json.WriteString("season", part.Season.Length == 0 ? "all" : part.Season);
            json.WriteString("flow", part.Flow.Length == 0 ? "all" : part.Flow);
            json.WriteNumber("gauges", part.GaugeCount);
            json.WriteStartObject("members");
            for (int i = 0; i < part.Errors.Count; i++)
            {
                json.WriteStartObject(run.Hydrographs[i].Name);
                json.WriteNumber("best_at", part.BestCounts[i]);
                Number(json, "relative_rmse", part.Errors[i]);
                json.WriteEndObject();
            }

            json.WriteEndObject();
            json.WriteEndObject();
        }

        json.WriteEndArray();
        json.WriteStartArray("contributions");
        foreach (Contribution contribution in decision.Contributions)
        {
            json.WriteStartObject();
            json.WriteString("combination", contribution.Combination);
            json.WriteString("member", contribution.Member);
            json.WriteString("score", contribution.Score);
            Number(json, "with", contribution.With);
            Number(json, "without", contribution.Without);
            Number(json, "gain", contribution.Gain);
            Number(json, "helped_share", contribution.HelpedShare);
            json.WriteEndObject();
        }

        json.WriteEndArray();
        json.WriteEndObject();
    }

    /// <summary>The same for the report; null where there is nothing to choose.</summary>
    public static ReportDecision? ReportOf(RunSummary run) => run.Decision is not { } decision ? null : new ReportDecision(
        decision.Period,
        decision.BlockDays,
        [
            .. decision.Comparisons.Select(comparison => new ReportComparison(
                comparison.Score,
                comparison.Test,
                [.. comparison.Overall.Select(standing => new ReportStanding(run.Hydrographs[standing.Hydrograph].Name, standing.Median, standing.Low, standing.High, standing.MeanRank, standing.BestShare))],
                comparison.Significance)),
        ],
        [
            .. decision.Parts.Select(part =>
            {
                int best = part.BestCounts.Index().MaxBy(count => count.Item).Index;
                return new ReportPart(part.Season, part.Flow, part.GaugeCount, run.Hydrographs[best].Name, part.BestCounts[best], part.Errors[best]);
            }),
        ],
        [.. decision.Contributions.Select(each => new ReportContribution(each.Combination, each.Member, each.Score, each.With, each.Without, each.Gain))]);

    private static void WriteComparison(Utf8JsonWriter json, RunSummary run, Comparison comparison)
    {
        json.WriteStartObject(comparison.Score);
        json.WriteString("test", comparison.Test);
        json.WriteStartObject("members");
        foreach (Standing standing in comparison.Overall)
        {
            json.WriteStartObject(run.Hydrographs[standing.Hydrograph].Name);
            Number(json, "median", standing.Median);
            Number(json, "low", standing.Low);
            Number(json, "high", standing.High);
            Number(json, "mean_rank", standing.MeanRank);
            Number(json, "best_share", standing.BestShare);
            json.WriteStartObject("differs_by_chance");
            for (int other = 0; other < run.Hydrographs.Count; other++)
            {
                if (other != standing.Hydrograph)
                {
                    Number(json, run.Hydrographs[other].Name, comparison.Significance[standing.Hydrograph][other]);
                }
            }

            json.WriteEndObject();
            json.WriteEndObject();
        }

        json.WriteEndObject();
        json.WriteStartObject("gauges");
        foreach (IGrouping<int, GaugeStanding> gauge in comparison.AtGauges.GroupBy(standing => standing.Gauge))
        {
            json.WriteStartObject(run.Inputs.Domain.Gauges[gauge.Key].Id);
            foreach (GaugeStanding standing in gauge)
            {
                json.WriteStartObject(run.Hydrographs[standing.Hydrograph].Name);
                Number(json, "value", standing.Value);
                Number(json, "low", standing.Low);
                Number(json, "high", standing.High);
                Number(json, "rank", standing.Rank);
                Number(json, "best_share", standing.BestShare);
                json.WriteEndObject();
            }

            json.WriteEndObject();
        }

        json.WriteEndObject();
        json.WriteEndObject();
    }

    private static void Number(Utf8JsonWriter json, string name, double value)
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
}
