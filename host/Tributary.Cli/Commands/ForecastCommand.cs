using System.CommandLine;
using System.Globalization;
using System.Text.Json.Nodes;
using Tributary.Cli.Terminal;
using Tributary.Contracts;
using Tributary.Engine;

namespace Tributary.Cli.Commands;

/// <summary><c>tributary forecast</c>: forecasts from the weather's forecasts.</summary>
internal static class ForecastCommand
{
    public static Command Create()
    {
        var file = new Argument<string>("workflow") { Description = "the workflow file, with a section 'forecast'" };
        var output = new Option<string?>("--output") { Description = "NetCDF file to write; left out, forecast.nc in the run's folder; one that is there is replaced" };
        var issue = new Option<string?>("--issue") { Description = "the only issue to forecast from: the start of the last time step whose weather is known, as 2020-06-01" };
        var hindcast = new Option<bool>("--hindcast") { Description = "forecast from issues of the past and score them by lead time, beside persistence and climatology; no states are stored" };
        var json = new Option<bool>("--json") { Description = "print the file and what was forecast as JSON" };
        var command = new Command("forecast", "Forecast discharge from the weather's forecasts: by members that do so by themselves, or from the states that the workflow's finished run stored.") { file, output, issue, hindcast, json };
        command.SetAction((parsed, cancellation) => Task.FromResult(ExitStatus.Of(() =>
        {
            var request = new ForecastRequest { Output = parsed.GetValue(output), Issue = IssueOf(parsed.GetValue(issue)), IsHindcast = parsed.GetValue(hindcast) };
            ForecastSummary summary = ForecastRun.Execute(WorkflowPlan.Read(parsed.GetRequiredValue(file)), request, null, cancellation);
            foreach (string note in summary.Notes)
            {
                Console.Error.WriteLine($"note: {note}");
            }

            if (parsed.GetValue(json))
            {
                PrintJson(summary);
                return;
            }

            foreach (MemberForecast forecast in summary.Forecasts)
            {
                Console.Error.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{forecast.Member.Name} ({forecast.Member.Descriptor.Name}): {forecast.Issues.Length} forecasts of {forecast.LeadSteps} steps, {forecast.Issues.Min():yyyy-MM-dd} to {forecast.Issues.Max():yyyy-MM-dd}"));
            }

            foreach (ForecastScore row in summary.Scores?.Rows ?? [])
            {
                Console.Error.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{row.Forecast} at {row.Gauge}, {row.Lead} ahead: NSE {row.Nse:0.000}, KGE {row.Kge:0.000}, CRPS {row.RankedProbability:0.###} m3 s-1 of {row.Pairs} forecasts"));
            }

            Console.WriteLine(summary.Path);
        })));
        return command;
    }

    private static DateTime? IssueOf(string? text) => text is null ? null
        : DateTime.TryParse(text, CultureInfo.InvariantCulture, DateTimeStyles.None, out DateTime issue) ? issue
        : throw new InputException($"'{text}' is no date", "--issue", "Write it as 2020-06-01 or 2020-06-01T06:00.");

    private static void PrintJson(ForecastSummary summary) => JsonText.Print(new JsonObject
    {
        ["file"] = summary.Path,
        ["updated_states"] = new JsonArray([.. summary.UpdatedStates.Select(path => (JsonNode)path)]),
        ["scores"] = summary.ScoreFile,
        ["members"] = new JsonArray([.. summary.Forecasts.Select(forecast => (JsonNode)new JsonObject
        {
            ["name"] = forecast.Member.Name,
            ["issues"] = new JsonArray([.. forecast.Issues.Select(issue => (JsonNode)issue.ToString("yyyy-MM-dd'T'HH:mm:ss", CultureInfo.InvariantCulture))]),
            ["lead_steps"] = forecast.LeadSteps,
            ["realizations"] = forecast.RealizationCount,
        })]),
    });
}
