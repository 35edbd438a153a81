using System.Text.Json;

namespace Tributary.Tests.EndToEnd;

/// <summary>A forecast and a hindcast of the quick start through the program.</summary>
public sealed class WarmForecastTests
{
    [Fact]
    public void The_quick_start_forecasts_from_its_states_and_scores_what_it_would_have_forecast()
    {
        using var folder = new TemporaryFolder();
        Cli.Run(folder.Path, "examples", "copy", "quickstart").Done();
        string path = folder.At("quickstart", "workflow.yaml");
        string yaml = File.ReadAllText(path).Replace("budget: 2000", "budget: 200", StringComparison.Ordinal).Replace("end: 2015-12-31", "end: 2014-12-31", StringComparison.Ordinal)
            .Replace("[2012-01-01, 2015-12-31]", "[2012-01-01, 2014-12-31]", StringComparison.Ordinal);
        File.WriteAllText(path, yaml + "forecast: { lead: 5, issues: [2014-01-01, 2014-03-31], every: 5, thresholds: [{ name: flood, quantile: 0.95 }] }\n");
        string workflow = Path.Combine("quickstart", "workflow.yaml");
        Cli.Run(folder.Path, "forecast", workflow, "--issue", "2015-02-01").Fails(2, "no finished run", "tributary run");
        Cli.Run(folder.Path, "run", workflow).Done();

        // Half a year after the run's end: its states go on with the observed weather.
        JsonElement first = JsonElement.Parse(Cli.Run(folder.Path, "forecast", workflow, "--issue", "2015-06-30", "--json").Done().Output);
        Assert.Equal(1, first.GetProperty("updated_states").GetArrayLength());
        byte[] bytes = File.ReadAllBytes(first.GetProperty("file").GetString()!);
        JsonElement again = JsonElement.Parse(Cli.Run(folder.Path, "forecast", workflow, "--issue", "2015-06-30", "--json").Done().Output);
        Assert.Equal(0, again.GetProperty("updated_states").GetArrayLength());
        Assert.Equal(bytes, File.ReadAllBytes(again.GetProperty("file").GetString()!));

        JsonElement hindcast = JsonElement.Parse(Cli.Run(folder.Path, "forecast", workflow, "--hindcast", "--output", "hindcast.nc", "--json").Done().Output);
        Assert.Equal(18, hindcast.GetProperty("members")[0].GetProperty("issues").GetArrayLength());
        string[][] rows = [.. File.ReadLines(hindcast.GetProperty("scores").GetString()!).Skip(1).Select(line => line.Split(','))];
        Assert.Equal(15, rows.Length);
        Assert.Equal(["gr4j", "persistence", "climatology"], rows.Take(3).Select(row => row[0]));
        Cli.Run(folder.Path, "forecast", workflow, "--issue", "yesterday").Fails(2, "'yesterday' is no date");
    }
}
