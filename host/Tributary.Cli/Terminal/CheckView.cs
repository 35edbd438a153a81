using System.Globalization;
using System.Text.Json.Nodes;
using Spectre.Console;
using Tributary.Cli.Commands;
using Tributary.Engine;
using Tributary.PluginTesting;

namespace Tributary.Cli.Terminal;

/// <summary>Shows what an examination of plugins found, as a table each or as JSON.</summary>
internal static class CheckView
{
    public static void Show(Examination one)
    {
        (PluginManifest manifest, IReadOnlyList<Verdict> verdicts) = (one.Manifest, one.Verdicts);
        int passed = verdicts.Count(verdict => verdict.Finding.Outcome == Outcome.Passed);
        int failed = verdicts.Count(verdict => verdict.Finding.Outcome == Outcome.Failed);
        double seconds = verdicts.Sum(verdict => verdict.Took.TotalSeconds);
        Console.WriteLine(string.Create(
            CultureInfo.InvariantCulture, $"{manifest.Id} {manifest.Version} ({one.Kind}): {passed} passed, {failed} failed, {verdicts.Count - passed - failed} not applicable, in {seconds:F1} s"));
        bool several = verdicts.Select(verdict => verdict.Case).Distinct().Count() > 1;
        Table table = several ? TableText.Of("case", "check", "verdict", "what was found") : TableText.Of("check", "verdict", "what was found");
        foreach (Verdict verdict in verdicts)
        {
            string[] row = [verdict.Check, Word(verdict.Finding.Outcome), Markup.Escape(verdict.Finding.Reason)];
            table.AddRow(several ? [Markup.Escape(verdict.Case), .. row] : row);
        }

        TableText.Write(table);
    }

    public static void Print(IEnumerable<Examination> examinations) => JsonText.Print(new JsonArray([
        .. examinations.Select(one => (JsonNode)new JsonObject
        {
            ["id"] = one.Manifest.Id,
            ["version"] = one.Manifest.Version,
            ["kind"] = one.Kind,
            ["passes"] = one.Verdicts.All(verdict => verdict.Finding.Outcome != Outcome.Failed),
            ["verdicts"] = new JsonArray([.. one.Verdicts.Select(OfVerdict)]),
        })]));

    private static JsonNode OfVerdict(Verdict verdict) => new JsonObject
    {
        ["case"] = verdict.Case,
        ["check"] = verdict.Check,
        ["promise"] = verdict.Promise,
        ["verdict"] = Word(verdict.Finding.Outcome),
        ["found"] = verdict.Finding.Reason,
        ["seconds"] = Math.Round(verdict.Took.TotalSeconds, 3),
    };

    private static string Word(Outcome outcome) => outcome switch
    {
        Outcome.Passed => "passed",
        Outcome.Failed => "failed",
        _ => "not applicable",
    };
}
