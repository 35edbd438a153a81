using System.Globalization;
using System.Text.Json.Nodes;
using Spectre.Console;
using Tributary.Engine;

namespace Tributary.Cli.Terminal;

/// <summary>Shows how well the members of a run did.</summary>
internal static class ScoreView
{
    private const int MostRows = 60;

    public static void PrintTable(RunSummary run)
    {
        IReadOnlyList<string> metrics = run.Plan.Workflow.Evaluate.Metrics;
        var table = new Table().Border(TableBorder.Simple);
        foreach (string heading in (IEnumerable<string>)["basin", "member", "period", .. metrics.Select(metric => run.Scores.Metrics[metric].Label)])
        {
            bool isScore = table.Columns.Count > 2;
            table.AddColumn(new TableColumn(Markup.Escape(heading)) { Alignment = isScore ? Justify.Right : Justify.Left, NoWrap = true });
        }

        List<ScoreRow> rows = [.. run.Scores.Rows.Where(row => row.Part.Length == 0)];
        foreach (ScoreRow row in rows.Take(MostRows))
        {
            table.AddRow([
                Markup.Escape(run.Inputs.Domain.Gauges[row.Gauge].Id),
                Markup.Escape(run.Hydrographs[row.Member].Name),
                row.Period,
                .. metrics.Select(metric => double.IsFinite(row.ValueOf(metric)) ? row.ValueOf(metric).ToString("0.0000", CultureInfo.InvariantCulture) : "-")]);
        }

        Print(table);
        if (rows.Count > MostRows)
        {
            Console.WriteLine($"{rows.Count - MostRows} more rows in metrics.csv");
        }
    }

    /// <summary>Members against the baseline over all basins, where the workflow names one.</summary>
    public static void PrintComparison(RunSummary run)
    {
        if (run.Comparison is not { } comparison)
        {
            return;
        }

        static string Number(double value) => double.IsFinite(value) ? value.ToString("0.000", CultureInfo.InvariantCulture) : "-";
        var table = new Table().Border(TableBorder.Simple);
        foreach (string heading in (IEnumerable<string>)["member", "basins", "mean NSE", "median NSE", "mean KGE", "median KGE", "mean gain", "median gain", "degraded"])
        {
            table.AddColumn(new TableColumn(heading) { Alignment = heading == "member" ? Justify.Left : Justify.Right, NoWrap = true });
        }

        foreach (ComparisonRow row in comparison.Rows)
        {
            table.AddRow([
                Markup.Escape(row.Member), row.Gauges.ToString(CultureInfo.InvariantCulture), Number(row.MeanNse), Number(row.MedianNse), Number(row.MeanKge), Number(row.MedianKge),
                Number(row.MeanGain), Number(row.MedianGain), double.IsFinite(row.ShareDegraded) ? row.ShareDegraded.ToString("0 %", CultureInfo.InvariantCulture) : "-"]);
        }

        Console.WriteLine($"{comparison.Period} period, gains in NSE over {run.Plan.Workflow.Evaluate.Baseline}:");
        Print(table);
    }

    public static void PrintJson(RunSummary run)
    {
        var scores = new JsonArray();
        foreach (ScoreRow row in run.Scores.Rows.Where(row => row.Part.Length == 0))
        {
            var values = new JsonObject();
            foreach (string metric in run.Plan.Workflow.Evaluate.Metrics)
            {
                values[metric] = double.IsFinite(row.ValueOf(metric)) ? row.ValueOf(metric) : null;
            }

            scores.Add(new JsonObject
            {
                ["gauge"] = run.Inputs.Domain.Gauges[row.Gauge].Id,
                ["member"] = run.Hydrographs[row.Member].Name,
                ["period"] = row.Period,
                ["count"] = row.PairCount,
                ["scores"] = values,
            });
        }

        var failed = new JsonObject(run.Failed.Select(member => KeyValuePair.Create(member.Name, (JsonNode?)member.Reason)));
        var told = new JsonObject { ["folder"] = run.Folder, ["scores"] = scores, ["failed"] = failed };
        if (run.Study is { } study)
        {
            told["study"] = StudyView.Json(study);
        }

        JsonText.Print(told);
    }

    /// <summary>Prints a table to standard output, as wide as it needs where that is no terminal.</summary>
    public static void Print(Table table)
    {
        IAnsiConsole console = AnsiConsole.Create(new AnsiConsoleSettings { Out = new AnsiConsoleOutput(Console.Out) });
        if (Console.IsOutputRedirected)
        {
            console.Profile.Width = 200;
        }

        console.Write(table);
    }
}
