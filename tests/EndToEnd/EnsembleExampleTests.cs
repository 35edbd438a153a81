using System.Text.Json;

namespace Tributary.Tests.EndToEnd;

/// <summary>The example of an ensemble in a small form, as a user runs it: a short training and few evaluations.</summary>
public sealed class EnsembleExampleTests
{
    private static readonly string[] Members = ["gr4j", "gr6j", "hbv", "lstm", "transfer"];
    private static readonly string[] Combinations = ["mean", "granger_ramanathan", "bma", "stacking", "regime_weights"];

    [Fact]
    public void Five_members_in_five_combinations_stand_beside_each_other_in_scores_report_and_decision()
    {
        using TemporaryFolder folder = Small();
        Outcome outcome = Cli.Run(folder.Path, "run", Path.Combine("ensemble", "workflow.yaml"), "--json").Done();

        var test = JsonElement.Parse(outcome.Output).GetProperty("scores").EnumerateArray().Where(row => row.GetProperty("period").GetString() == "test")
            .ToDictionary(row => row.GetProperty("member").GetString()!, row => row.GetProperty("scores").GetProperty("nse").GetDouble());
        Assert.Equal([.. Members, .. Combinations], test.Keys);

        // Weights that may be nothing for the worst and one for the best lose little to the best member.
        double best = Members.Max(member => test[member]);
        Assert.All((string[])["granger_ramanathan", "regime_weights", "stacking"], combination => Assert.InRange(test[combination], best - 0.02, 1));

        string run = folder.At("runs", "ensemble");
        JsonElement decision = JsonElement.Parse(File.ReadAllText(Path.Combine(run, "decision.json")));
        Assert.Equal(25, decision.GetProperty("contributions").GetArrayLength());
        Assert.Equal(10, decision.GetProperty("scores").GetProperty("nse").GetProperty("members").EnumerateObject().Count());
        JsonElement bma = JsonElement.Parse(File.ReadAllText(Path.Combine(run, "metrics.json"))).GetProperty("gauges").GetProperty("synthetic").GetProperty("members").GetProperty("bma").GetProperty("test");
        Assert.InRange(bma.GetProperty("coverage").GetDouble(), 0.6, 1);
        Assert.True(bma.GetProperty("crps").GetDouble() < bma.GetProperty("mae").GetDouble());
        string report = File.ReadAllText(Path.Combine(run, "report.html"));
        Assert.All(Combinations, combination => Assert.Contains($"\"{combination}\"", report, StringComparison.Ordinal));
    }

    [Fact]
    public void A_second_run_repeats_no_step_and_gives_the_same_bytes()
    {
        using TemporaryFolder folder = Small();
        Cli.Run(folder.Path, "run", Path.Combine("ensemble", "workflow.yaml")).Done();
        byte[] first = File.ReadAllBytes(folder.At("runs", "ensemble", "results.nc"));
        byte[] decision = File.ReadAllBytes(folder.At("runs", "ensemble", "decision.json"));
        Cli.Run(folder.Path, "run", Path.Combine("ensemble", "workflow.yaml")).Done();
        Assert.Equal(first, File.ReadAllBytes(folder.At("runs", "ensemble", "results.nc")));
        Assert.Equal(decision, File.ReadAllBytes(folder.At("runs", "ensemble", "decision.json")));
        JsonElement steps = JsonElement.Parse(File.ReadAllText(folder.At("runs", "ensemble", "manifest.json"))).GetProperty("steps");
        Assert.Equal(40, steps.GetArrayLength());
        Assert.All(steps.EnumerateArray(), step => Assert.True(step.GetProperty("reused").GetBoolean(), step.GetProperty("name").GetString()));
    }

    private static TemporaryFolder Small()
    {
        var folder = new TemporaryFolder();
        Cli.Run(folder.Path, "examples", "copy", "ensemble").Done();
        string path = folder.At("ensemble", "workflow.yaml");
        string yaml = File.ReadAllText(path);
        foreach ((string part, string small) in (ReadOnlySpan<(string, string)>)
            [("budget: 2000", "budget: 300"), ("budget: 3000", "budget: 300"), ("budget: 6000", "budget: 500"), ("epochs: 30", "epochs: 4"), ("{ 0: 0.01, 15: 0.005, 25: 0.002 }", "{ 0: 0.01 }"), ("pretrain_epochs: 15", "pretrain_epochs: 2"), ("      epochs: 20", "      epochs: 3")])
        {
            Assert.Contains(part, yaml, StringComparison.Ordinal);
            yaml = yaml.Replace(part, small, StringComparison.Ordinal);
        }

        File.WriteAllText(path, yaml);
        return folder;
    }
}
