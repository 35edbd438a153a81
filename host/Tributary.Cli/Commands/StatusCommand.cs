using System.CommandLine;
using System.Globalization;
using System.Text.Json.Nodes;
using Tributary.Cli.Terminal;
using Tributary.Engine;

namespace Tributary.Cli.Commands;

/// <summary><c>tributary status</c>: where a run stands.</summary>
internal static class StatusCommand
{
    public static Command Create()
    {
        var run = new Argument<string>("run") { Description = "the run's folder, or its name under 'runs' in the current folder" };
        var json = new Option<bool>("--json") { Description = "print it as JSON" };
        var command = new Command("status", "Tell where a run stands: at work, complete or stopped, its steps, the members that failed, and the end of its log.") { run, json };
        command.SetAction((parsed, _) => Task.FromResult(ExitStatus.Of(() =>
        {
            RunStatus status = RunStatus.Of(parsed.GetRequiredValue(run));
            if (parsed.GetValue(json))
            {
                JsonText.Print(JsonOf(status));
            }
            else
            {
                Print(status);
            }
        })));
        return command;
    }

    /// <summary>A size for people.</summary>
    public static string Size(long bytes) => bytes switch
    {
        >= 1_000_000_000 => string.Create(CultureInfo.InvariantCulture, $"{bytes / 1e9:0.0} GB"),
        >= 1_000_000 => string.Create(CultureInfo.InvariantCulture, $"{bytes / 1e6:0.0} MB"),
        _ => string.Create(CultureInfo.InvariantCulture, $"{bytes / 1e3:0.0} kB"),
    };

    private static string Describe(RunState state) => state switch
    {
        RunState.AtWork => "at work",
        RunState.Complete => "complete",
        _ => "stopped before it had results; the same 'tributary run' goes on from there",
    };

    private static void Print(RunStatus status)
    {
        Console.WriteLine($"{status.Folder}: {Describe(status.State)}");
        string unfinished = status.UnfinishedSteps > 0 ? $", {status.UnfinishedSteps} begun that can be gone on with" : string.Empty;
        Console.WriteLine($"steps: {status.FinishedSteps} finished{unfinished}, {Size(status.StepBytes)}");
        if (status.Manifest is { } manifest)
        {
            Console.WriteLine($"results: of {manifest.Finished.ToString("yyyy-MM-dd HH:mm:ss", CultureInfo.InvariantCulture)} UTC, by tributary {manifest.Tributary}; {manifest.Steps.Count(step => step.Reused)} of {manifest.Steps.Count} steps were there before");
            foreach ((string member, string reason) in manifest.Failed)
            {
                Console.WriteLine($"failed: {member}: {reason}");
            }
        }

        foreach (string line in status.LastLines)
        {
            Console.WriteLine($"log: {line}");
        }
    }

    private static JsonObject JsonOf(RunStatus status) => new()
    {
        ["folder"] = status.Folder,
        ["state"] = status.State switch { RunState.AtWork => "at_work", RunState.Complete => "complete", _ => "stopped" },
        ["finished_steps"] = status.FinishedSteps,
        ["unfinished_steps"] = status.UnfinishedSteps,
        ["step_bytes"] = status.StepBytes,
        ["finished"] = status.Manifest?.Finished,
        ["failed"] = new JsonObject((status.Manifest?.Failed ?? new Dictionary<string, string>()).Select(member => KeyValuePair.Create(member.Key, (JsonNode?)member.Value))),
        ["log"] = new JsonArray([.. status.LastLines.Select(line => (JsonNode)line)]),
    };
}
