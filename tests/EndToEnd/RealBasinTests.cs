using System.Globalization;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace Tributary.Tests.EndToEnd;

/// <summary>
/// Observed basins in the field's own formats, each by one workflow file. Their scores are recorded in scores.json; set TRIBUTARY_RECORD=1 to record them anew.
/// </summary>
public sealed class RealBasinTests
{
    // A search may take another path where a processor sums in another order; what was fitted then differs little, what was not a little more.
    private const double ToleranceFitted = 0.02;
    private const double ToleranceNotFitted = 0.06;

    private static readonly string Scores = Repository.At("tests", "EndToEnd", "scores.json");

    [Theory]
    [InlineData("L0123001", "airgr")]
    [InlineData("L0123003", "airgr")]
    [InlineData("X0310010", "airgr")]
    [InlineData("01031500", "camels_us_01031500")]
    [InlineData("salmon", "salmon")]
    [InlineData("severn", "severn")]
    [InlineData("lievre", "lievre")]
    [InlineData("matapedia", "matapedia")]
    [InlineData("lamah_1145", "caravan")]
    [InlineData("hysets_01075000", "caravan")]
    [InlineData("camelsaus_102101A", "caravan")]
    [InlineData("L0123001-lstm", "airgr")]
    public void A_basin_runs_by_one_workflow_file_and_reaches_its_scores(string name, string data)
    {
        Assert.SkipUnless(Directory.Exists(Path.Combine(RealData.Folder, data)), $"There is no {Path.Combine(RealData.Folder, data)}; name the folder of real data in TRIBUTARY_DATA.");
        using var folder = new TemporaryFolder();
        Outcome outcome = Cli.Run(folder.Path, "run", Repository.At("tests", "EndToEnd", "workflows", $"{name}.yaml"), "--json").Done();
        JsonArray reached = JsonNode.Parse(outcome.Output)!["scores"]!.AsArray();
        if (Environment.GetEnvironmentVariable("TRIBUTARY_RECORD") == "1")
        {
            Record(name, reached);
        }

        JsonArray recorded = JsonNode.Parse(File.ReadAllText(Scores))![name]!.AsArray();
        Assert.Equal(recorded.Count, reached.Count);
        for (int i = 0; i < recorded.Count; i++)
        {
            string where = $"{recorded[i]!["member"]}, {recorded[i]!["period"]}";
            Assert.Equal(where, $"{reached[i]!["member"]}, {reached[i]!["period"]}");
            Assert.Equal((int)recorded[i]!["count"]!, (int)reached[i]!["count"]!);
            string score = name.StartsWith('L') ? "nse" : "kge";
            bool learned = (string)recorded[i]!["member"]! == "lstm";
            double tolerance = (string)recorded[i]!["period"]! == "calibration" && !learned ? ToleranceFitted : ToleranceNotFitted;
            double expected = (double)recorded[i]!["scores"]![score]!;
            double found = (double)reached[i]!["scores"]![score]!;
            Assert.True(Math.Abs(found - expected) < tolerance, $"{where}: {score} is {found}, recorded is {expected}");
        }
    }

    /// <summary>Some minutes of training: run with -explicit on, and to record the README's table.</summary>
    [Theory(Explicit = true)]
    [InlineData("01031500-lstm", "camels_us_01031500")]
    [InlineData("salmon-lstm", "salmon")]
    [InlineData("lamah_1145-lstm", "caravan")]
    [InlineData("hysets_01075000-lstm", "caravan")]
    [InlineData("regional-lstm", "caravan")]
    public void A_basin_is_learned_by_an_ensemble_of_networks(string name, string data) => A_basin_runs_by_one_workflow_file_and_reaches_its_scores(name, data);

    [Fact]
    public void Every_example_and_workflow_is_valid()
    {
        foreach (string workflow in Directory.EnumerateFiles(Repository.At("examples"), "workflow.yaml", SearchOption.AllDirectories)
            .Concat(Directory.Exists(RealData.Folder) ? Directory.EnumerateFiles(Repository.At("tests", "EndToEnd", "workflows"), "*.yaml") : []))
        {
            Cli.Run(Path.GetTempPath(), "validate", workflow).Done();
            Assert.StartsWith("# yaml-language-server: $schema=", File.ReadLines(workflow).First(), StringComparison.Ordinal);
            string schema = Path.GetFullPath(File.ReadLines(workflow).First().Split('=')[1], Path.GetDirectoryName(workflow)!);
            Assert.Equal(Repository.At("schemas", "workflow.schema.json"), schema);
        }
    }

    private static void Record(string name, JsonArray scores)
    {
        JsonObject all = File.Exists(Scores) ? JsonNode.Parse(File.ReadAllText(Scores))!.AsObject() : [];
        all[name] = scores.DeepClone();
        var sorted = new JsonObject(all.OrderBy(entry => entry.Key, StringComparer.Ordinal).Select(entry => KeyValuePair.Create(entry.Key, entry.Value?.DeepClone())));
        File.WriteAllText(Scores, sorted.ToJsonString(new JsonSerializerOptions { WriteIndented = true }) + "\n");
        WriteReadme(sorted);
    }

    /// <summary>The README's table of scores: each member's last period.</summary>
    private static void WriteReadme(JsonObject all)
    {
        const string Begin = "<!-- basins: written by TRIBUTARY_RECORD=1 ./test -->";
        const string End = "<!-- /basins -->";
        var table = new StringBuilder("\n| basin | member | period | NSE | KGE | log-NSE | bias % |\n| --- | --- | --- | --- | --- | --- | --- |\n");
        foreach ((string basin, JsonNode? rows) in all)
        {
            foreach (IGrouping<string, JsonNode> member in rows!.AsArray().Select(row => row!).GroupBy(row => (string)row["member"]!))
            {
                JsonNode last = member.Last();
                JsonNode scores = last["scores"]!;
                table.Append(CultureInfo.InvariantCulture, $"| {basin} | {member.Key} | {last["period"]} | {(double)scores["nse"]!:0.000} | {(double)scores["kge"]!:0.000} | {(double)scores["log_nse"]!:0.000} | {(double)scores["pbias"]!:0.0} |\n");
            }
        }

        string path = Repository.At("README.md");
        string text = File.ReadAllText(path);
        int begin = text.IndexOf(Begin, StringComparison.Ordinal) + Begin.Length;
        File.WriteAllText(path, text[..begin] + table + text[text.IndexOf(End, StringComparison.Ordinal)..]);
    }
}
