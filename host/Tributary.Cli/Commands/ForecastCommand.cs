using System.CommandLine;
using System.Globalization;
using System.Text.Json.Nodes;
using Tributary.Cli.Terminal;
using Tributary.Engine;

namespace Tributary.Cli.Commands;

/// <summary><c>tributary forecast</c>: forecasts from the weather's forecasts.</summary>
internal static class ForecastCommand
{
    public static Command Create()
    {
        var file = new Argument<string>("workflow") { Description = "the workflow file, with a section 'forecast'" };
        var output = new Option<string?>("--output") { Description = "NetCDF file to write; left out, forecast.nc in the run's folder; one that is there is replaced" };
        var json = new Option<bool>("--json") { Description = "print the file and what was forecast as JSON" };
        var command = new Command("forecast", "Forecast discharge by the members that do so by themselves, from every issue of the weather's forecasts.") { file, output, json };
        command.SetAction((parsed, cancellation) => Task.FromResult(ExitStatus.Of(() =>
        {
            ForecastSummary summary = ForecastRun.Execute(WorkflowPlan.Read(parsed.GetRequiredValue(file)), parsed.GetValue(output), null, cancellation);
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

            Console.WriteLine(summary.Path);
        })));
        return command;
    }

    private static void PrintJson(ForecastSummary summary) => JsonText.Print(new JsonObject
    {
        ["file"] = summary.Path,
        ["members"] = new JsonArray([.. summary.Forecasts.Select(forecast => (JsonNode)new JsonObject
        {
            ["name"] = forecast.Member.Name,
            ["issues"] = new JsonArray([.. forecast.Issues.Select(issue => (JsonNode)issue.ToString("yyyy-MM-dd'T'HH:mm:ss", CultureInfo.InvariantCulture))]),
            ["lead_steps"] = forecast.LeadSteps,
        })]),
    });
}
