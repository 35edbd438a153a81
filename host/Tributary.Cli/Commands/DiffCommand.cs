using System.CommandLine;
using System.Globalization;
using System.Text.Json.Nodes;
using Tributary.Cli.Terminal;
using Tributary.Engine;

namespace Tributary.Cli.Commands;

/// <summary><c>tributary diff</c>: what differed between two runs.</summary>
internal static class DiffCommand
{
    private const int MostScores = 60;

    public static Command Create()
    {
        var first = new Argument<string>("first") { Description = "folder of a run, or its name under 'runs' in the current folder" };
        var second = new Argument<string>("second") { Description = "folder or name of the other" };
        var score = new Option<string[]>("--score") { Description = "scores to compare; left out, all", DefaultValueFactory = _ => [] };
        var json = new Option<bool>("--json") { Description = "print it as JSON" };
        var command = new Command("diff", "Tell what differed between two runs: configuration, plugins, files and seeds, then scores, then which results have the same bytes.") { first, second, score, json };
        command.SetAction((parsed, _) => Task.FromResult(ExitStatus.Of(() =>
        {
            RunDifference difference = RunDifference.Of(parsed.GetRequiredValue(first), parsed.GetRequiredValue(second));
            string[] wanted = parsed.GetRequiredValue(score);
            DifferingScore[] scores = [.. difference.Scores.Where(each => wanted.Length == 0 || wanted.Contains(each.Score))];
            if (parsed.GetValue(json))
            {
                JsonText.Print(JsonOf(difference, scores));
            }
            else
            {
                Print(difference, scores);
            }
        })));
        return command;
    }

    private static void Print(RunDifference difference, DifferingScore[] scores)
    {
        foreach (DifferingInput input in difference.Inputs)
        {
            Console.WriteLine($"{input.Kind} {input.Name}: {input.First ?? "(not there)"} -> {input.Second ?? "(not there)"}");
        }

        if (difference.Inputs.Count == 0)
        {
            Console.WriteLine("nothing differed in what went in");
        }

        foreach (DifferingScore each in scores.Take(MostScores))
        {
            string change = double.IsNaN(each.First) || double.IsNaN(each.Second) ? string.Empty : string.Create(CultureInfo.InvariantCulture, $" ({each.Second - each.First:+0.0000;-0.0000;0})");
            Console.WriteLine($"{each.Gauge}, {each.Member}, {each.Period}: {each.Score} {Text(each.First)} -> {Text(each.Second)}{change}");
        }

        if (scores.Length > MostScores)
        {
            Console.WriteLine($"{scores.Length - MostScores} more scores differ; choose some with --score, or see them all with --json");
        }

        Console.WriteLine(difference.OtherResults.Count == 0
            ? $"all {difference.SameResults.Count} results have the same bytes"
            : $"{difference.SameResults.Count} results have the same bytes; others: {string.Join(", ", difference.OtherResults)}");
    }

    private static string Text(double value) => double.IsNaN(value) ? "(none)" : value.ToString("0.0000", CultureInfo.InvariantCulture);

    private static JsonObject JsonOf(RunDifference difference, DifferingScore[] scores) => new()
    {
        ["inputs"] = new JsonArray([
            .. difference.Inputs.Select(input => (JsonNode)new JsonObject { ["kind"] = input.Kind, ["name"] = input.Name, ["first"] = input.First, ["second"] = input.Second })]),
        ["scores"] = new JsonArray([
            .. scores.Select(each => (JsonNode)new JsonObject
            {
                ["gauge"] = each.Gauge,
                ["member"] = each.Member,
                ["period"] = each.Period,
                ["score"] = each.Score,
                ["first"] = double.IsNaN(each.First) ? null : each.First,
                ["second"] = double.IsNaN(each.Second) ? null : each.Second,
            })]),
        ["same_results"] = new JsonArray([.. difference.SameResults.Select(name => (JsonNode)name)]),
        ["other_results"] = new JsonArray([.. difference.OtherResults.Select(name => (JsonNode)name)]),
    };
}
