using System.Text.Json;

namespace Tributary.Tests.EndToEnd;

/// <summary>HydroTrace through the program: grids that stay in their files, and a sweep of its settings.</summary>
public sealed class HydroTraceRunTests
{
    [Fact]
    public void Grids_that_stay_in_their_files_give_the_same_numbers()
    {
        using var folder = new TemporaryFolder();
        (string Log, byte[] Flow) kept = Run(folder, "kept", string.Empty, "field_memory: 2048");
        (string Log, byte[] Flow) streamed = Run(folder, "streamed", "  most_in_memory: 1\n", "field_memory: 2048");

        Assert.DoesNotContain("stay in their files", kept.Log, StringComparison.Ordinal);
        Assert.Contains("stay in their files", streamed.Log, StringComparison.Ordinal);
        Assert.Equal(kept.Flow, streamed.Flow);
    }

    [Fact]
    public void A_training_that_keeps_a_part_of_the_fields_learns_too()
    {
        using var folder = new TemporaryFolder();
        (string log, _) = Run(folder, "bounded", "  most_in_memory: 1\n", "field_memory: 1");
        Assert.Contains("stay in their files", log, StringComparison.Ordinal);
        Assert.True(Nse(folder, "bounded") > 0.3, $"{Nse(folder, "bounded")}");
    }

    [Fact]
    public void A_sweep_tries_all_losses()
    {
        using var folder = new TemporaryFolder();
        Run(folder, "sweep", string.Empty, "field_memory: 2048", yaml => yaml.Replace(
            "evaluate:", "sweep: { method: grid, over: { models.hydrotrace.settings.loss: [mse, nse, huber] } }\nevaluate:", StringComparison.Ordinal));
        JsonElement sweep = JsonElement.Parse(File.ReadAllBytes(folder.At("runs", "sweep", "sweep.json")));
        Assert.All(sweep.GetProperty("points").EnumerateArray(), point => Assert.Equal("done", point.GetProperty("status").GetString()));
        Assert.Equal(3, sweep.GetProperty("points").GetArrayLength());
    }

    private static double Nse(TemporaryFolder folder, string name) => JsonElement.Parse(File.ReadAllBytes(folder.At("runs", name, "metrics.json"))).GetProperty("gauges")
        .GetProperty("mouth").GetProperty("members").GetProperty("hydrotrace").GetProperty("test").GetProperty("nse").GetDouble();

    private static (string Log, byte[] Flow) Run(TemporaryFolder folder, string name, string forcing, string settings, Func<string, string>? change = null)
    {
        if (!Directory.Exists(folder.At("hydrotrace")))
        {
            Cli.Run(folder.Path, "examples", "copy", "hydrotrace").Done();
        }

        string yaml = File.ReadAllText(folder.At("hydrotrace", "workflow.yaml"));
        string[] lines = [.. yaml.Split('\n').Where(line => !line.Contains("check_", StringComparison.Ordinal) && !line.Contains("explain:", StringComparison.Ordinal))];
        yaml = string.Join('\n', lines).Replace("name: hydrotrace\ndescription", $"name: {name}\ndescription", StringComparison.Ordinal)
            .Replace("  files: data/forcing/*.nc\n", $"  files: data/forcing/*.nc\n{forcing}", StringComparison.Ordinal)
            .Replace("      epochs: 30\n", $"      epochs: 2\n      {settings}\n", StringComparison.Ordinal);
        Assert.Contains("epochs: 2", yaml, StringComparison.Ordinal);
        folder.Write($"hydrotrace/{name}.yaml", change is null ? yaml : change(yaml));
        Outcome outcome = Cli.Run(folder.Path, "run", $"hydrotrace/{name}.yaml").Done();
        return (outcome.Error, File.Exists(folder.At("runs", name, "hydrograph_mouth.csv")) ? File.ReadAllBytes(folder.At("runs", name, "hydrograph_mouth.csv")) : []);
    }
}
