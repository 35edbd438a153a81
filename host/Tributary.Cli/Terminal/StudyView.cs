using System.Globalization;
using System.Text.Json.Nodes;
using Spectre.Console;
using Tributary.Engine;

namespace Tributary.Cli.Terminal;

/// <summary>Shows what became of a study of transfer.</summary>
internal static class StudyView
{
    public static void Print(StudyResult study)
    {
        bool bySize = study.Plan.Sizes[0] > 0;
        Table table = Headed([.. bySize ? ["sources"] : (string[])[], "years", "member", "mean NSE", "median NSE", "over seeds", "mean KGE", "median KGE", "mean gain", "median gain", "degraded"]);
        foreach (StudyRow row in study.Rows)
        {
            table.AddRow([
                .. bySize ? [row.Size.ToString(CultureInfo.InvariantCulture)] : (string[])[], row.Years.ToString(CultureInfo.InvariantCulture), Markup.Escape(row.Member),
                Shown(row.MeanNse), Shown(row.MedianNse), double.IsNaN(row.DeviationOverSeeds) ? "-" : $"±{Shown(row.DeviationOverSeeds)}", Shown(row.MeanKge), Shown(row.MedianKge),
                Shown(row.MeanGain), Shown(row.MedianGain), row.ShareDegraded.ToString("0 %", CultureInfo.InvariantCulture)]);
        }

        ScoreView.Print(table);
        Console.WriteLine(study.Notes);
        if (study.Predictors.Count == 0)
        {
            return;
        }

        Console.WriteLine();
        Console.WriteLine("Predictors of the gain, by basins that they did not know (NSE as NSE / (2 - NSE)):");
        Table predictors = Headed(["member", "error", "error of the mean", "largest coefficients"]);
        foreach (GainPredictor predictor in study.Predictors)
        {
            predictors.AddRow(Markup.Escape(predictor.Member), Shown(predictor.Error), Shown(predictor.TrivialError), Markup.Escape(predictor.Largest));
        }

        ScoreView.Print(predictors);
    }

    /// <summary>The table's rows; null stands for a number that is not known.</summary>
    public static JsonArray Json(StudyResult study) => [.. study.Rows.Select(row => new JsonObject
    {
        ["sources"] = row.Size,
        ["years"] = row.Years,
        ["member"] = row.Member,
        ["seeds"] = row.Seeds,
        ["basins"] = row.Gauges,
        ["mean_nse"] = Number(row.MeanNse),
        ["median_nse"] = Number(row.MedianNse),
        ["mean_kge"] = Number(row.MeanKge),
        ["median_kge"] = Number(row.MedianKge),
        ["mean_gain"] = Number(row.MeanGain),
        ["median_gain"] = Number(row.MedianGain),
        ["degraded"] = Number(row.ShareDegraded),
    })];

    private static JsonValue? Number(double value) => double.IsFinite(value) ? JsonValue.Create(value) : null;

    private static Table Headed(IEnumerable<string> headings)
    {
        Table table = new Table().Border(TableBorder.Simple);
        foreach (string heading in headings)
        {
            table.AddColumn(new TableColumn(heading) { Alignment = heading is "member" or "largest coefficients" ? Justify.Left : Justify.Right, NoWrap = true });
        }

        return table;
    }

    private static string Shown(double value) => StudyResult.Shown(value);
}
