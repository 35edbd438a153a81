using System.Text.Json;

namespace Tributary.Tests.EndToEnd;

/// <summary>The example of a river basin: made by the program, and found again by calibration on its outlet alone.</summary>
public sealed class SemiDistributedTests
{
    private static readonly string Example = Repository.At("examples", "semi-distributed");

    [Fact]
    public void The_data_is_what_the_program_generates()
    {
        using var folder = new TemporaryFolder();
        Cli.Run(
            folder.Path, "data", "synthetic", "data", "--basins", "6", "--years", "9", "--seed", "3", "--model", "gr", "--settings", "{ \"snow\": \"cemaneige\" }",
            "--parameter", "X1=280", "X2=0.3", "X3=60", "X4=1.4", "CTG=0.3", "Kf=4", "--routing", "muskingum", "--routing-parameter", "celerity=0.4").Done();
        foreach (string path in Directory.EnumerateFiles(Path.Combine(Example, "data")))
        {
            Assert.Equal(File.ReadAllText(path), File.ReadAllText(folder.At("data", Path.GetFileName(path))));
        }
    }

    [Fact]
    public void Calibrated_on_the_outlet_the_model_holds_at_every_gauge_inside()
    {
        using var folder = new TemporaryFolder();
        Cli.Run(folder.Path, "run", Path.Combine(Example, "workflow.yaml")).Done();
        JsonElement gauges = JsonElement.Parse(File.ReadAllBytes(folder.At("runs", "semi-distributed", "metrics.json"))).GetProperty("gauges");
        Assert.Equal(6, gauges.EnumerateObject().Count());
        foreach (JsonProperty gauge in gauges.EnumerateObject())
        {
            double score = gauge.Value.GetProperty("members").GetProperty("gr4j").GetProperty("test").GetProperty("nse").GetDouble();
            Assert.True(score > 0.98, $"NSE {score} at {gauge.Name}");
        }
    }
}
