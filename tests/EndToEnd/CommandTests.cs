using System.Text.Json;

namespace Tributary.Tests.EndToEnd;

/// <summary>The commands beside run: their help, their tables and their JSON.</summary>
public sealed class CommandTests
{
    [Theory]
    [InlineData("")]
    [InlineData("run")]
    [InlineData("validate")]
    [InlineData("status")]
    [InlineData("diff")]
    [InlineData("clean")]
    [InlineData("schema")]
    [InlineData("plugins")]
    [InlineData("plugins list")]
    [InlineData("plugins show")]
    [InlineData("plugins check")]
    [InlineData("plugins new")]
    [InlineData("plugins install")]
    [InlineData("plugins remove")]
    [InlineData("plugins update")]
    [InlineData("plugins sign")]
    [InlineData("plugins trust")]
    [InlineData("doctor")]
    [InlineData("examples")]
    [InlineData("examples list")]
    [InlineData("examples copy")]
    [InlineData("data")]
    [InlineData("data synthetic")]
    [InlineData("data region")]
    [InlineData("data to-caravan")]
    public void Every_command_has_help_with_an_example(string command)
    {
        Outcome help = Cli.Run(Path.GetTempPath(), [.. command.Split(' ', StringSplitOptions.RemoveEmptyEntries), "--help"]).Done();
        Assert.Contains($"  tributary {command}".TrimEnd(), help.Output[help.Output.IndexOf("Examples:", StringComparison.Ordinal)..], StringComparison.Ordinal);
    }

    [Fact]
    public void Plugins_are_listed_without_running_their_code()
    {
        JsonElement plugins = JsonElement.Parse(Cli.Run(Path.GetTempPath(), "plugins", "list", "--json", "--folder", BuiltPlugins.Folder("BuiltForTomorrow")).Done().Output);
        string[] ids = [.. plugins.EnumerateArray().Select(plugin => plugin.GetProperty("id").GetString()!)];
        Assert.Subset(new HashSet<string>(ids), new HashSet<string> { "gr", "hbv", "csv", "caravan", "camels-us", "camels-model-output", "stations" });
        JsonElement refused = plugins.EnumerateArray().Single(plugin => plugin.GetProperty("id").GetString() == "built-for-tomorrow");
        Assert.Contains("this host has 1.0", refused.GetProperty("refused").GetString(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("gr", "{}", "X1", 4)]
    [InlineData("gr", "{ \"variant\": \"GR6J\", \"snow\": \"cemaneige\" }", "X6", 8)]
    [InlineData("hbv", "{}", "FC", 15)]
    public void A_plugin_shows_its_descriptor_as_table_and_as_JSON(string id, string settings, string parameter, int count)
    {
        JsonElement shown = JsonElement.Parse(Cli.Run(Path.GetTempPath(), "plugins", "show", id, "--settings", settings, "--json").Done().Output);
        JsonElement parameters = shown.GetProperty("model").GetProperty("parameters");
        Assert.Equal(count, parameters.GetArrayLength());
        Assert.Contains(parameters.EnumerateArray(), declared => string.Equals(declared.GetProperty("name").GetString(), parameter, StringComparison.OrdinalIgnoreCase));
        string table = Cli.Run(Path.GetTempPath(), "plugins", "show", id, "--settings", settings).Done().Output;
        foreach (JsonElement declared in parameters.EnumerateArray())
        {
            Assert.Contains($"  {declared.GetProperty("name").GetString()} ", table, StringComparison.Ordinal);
        }
    }

    [Fact]
    public void The_checked_in_schema_is_the_one_that_the_program_writes()
    {
        string written = Cli.Run(Path.GetTempPath(), "schema").Done().Output;
        Assert.Equal(File.ReadAllText(Repository.At("schemas", "workflow.schema.json")), written);
    }

    [Fact]
    public void Examples_are_listed_and_copied_once()
    {
        using var folder = new TemporaryFolder();
        string list = Cli.Run(folder.Path, "examples", "list").Done().Output;
        Assert.All((string[])["quickstart", "semi-distributed", "gridded", "ensemble", "transfer"], name => Assert.Contains(name, list, StringComparison.Ordinal));
        Cli.Run(folder.Path, "examples", "copy", "quickstart").Done();
        Cli.Run(folder.Path, "examples", "copy", "quickstart").Fails(2, "is not empty");
        Cli.Run(folder.Path, "examples", "copy", "quikstart").Fails(2, "there is no example 'quikstart'");
    }

    [Fact]
    public void Validate_lists_problems_as_JSON()
    {
        using Trial trial = new Trial().With("splits:", "split:").Write();
        Outcome outcome = Cli.Run(trial.Folder, "validate", "--json", "workflow.yaml");
        Assert.Equal(2, outcome.Status);
        JsonElement problem = JsonElement.Parse(outcome.Output).GetProperty("problems")[0];
        Assert.Equal((3, 1, "split"), (problem.GetProperty("line").GetInt32(), problem.GetProperty("column").GetInt32(), problem.GetProperty("key").GetString()));
    }

    [Fact]
    public void Scores_are_printed_as_JSON()
    {
        using Trial trial = new Trial().Write();
        JsonElement printed = JsonElement.Parse(Cli.Run(trial.Folder, "run", "--json", "--quiet", "workflow.yaml").Done().Output);
        Assert.Equal("calibration", printed.GetProperty("scores")[0].GetProperty("period").GetString());
        Assert.True(File.Exists(Path.Combine(printed.GetProperty("folder").GetString()!, "results.nc")));
    }
}
