using System.Text.Json;

namespace Tributary.Tests.EndToEnd;

/// <summary><c>tributary import</c> as a user runs it.</summary>
public sealed class ImportTests
{
    private const string Config = """
        DOMAIN_NAME: here
        EXPERIMENT_TIME_START: 2004-01-01 00:00
        EXPERIMENT_TIME_END: 2004-12-31 23:00
        POUR_POINT_COORDS: 46.5/-72.25
        HYDROLOGICAL_MODEL: GR
        MOON_PHASE: full
        """;

    [Fact]
    public void The_workflow_goes_to_standard_output_and_the_notes_to_standard_error()
    {
        using var folder = new TemporaryFolder();
        Outcome outcome = Cli.Run(folder.Path, "import", "symfluence", folder.Write("config.yaml", Config)).Done();
        Assert.StartsWith("# Made by 'tributary import' of config.yaml (SYMFLUENCE).", outcome.Output, StringComparison.Ordinal);
        Assert.Contains("\nname: here\n", outcome.Output, StringComparison.Ordinal);
        Assert.Contains("MOON_PHASE (line 6)", outcome.Error, StringComparison.Ordinal);
        JsonElement told = JsonElement.Parse(Cli.Run(folder.Path, "import", "symfluence", "config.yaml", "--json").Done().Output);
        Assert.Equal(outcome.Output, told.GetProperty("workflow").GetString());
        Assert.Equal("MOON_PHASE", told.GetProperty("notes").EnumerateArray().Last().GetProperty("key").GetString());
    }

    [Fact]
    public void An_output_file_is_written_once_and_never_over_another()
    {
        using var folder = new TemporaryFolder();
        folder.Write("config.yaml", Config);
        Assert.Empty(Cli.Run(folder.Path, "import", "symfluence", "config.yaml", "--output", "new/workflow.yaml").Done().Output);
        Assert.Contains("plugin: gr", File.ReadAllText(folder.At("new", "workflow.yaml")), StringComparison.Ordinal);
        Cli.Run(folder.Path, "import", "symfluence", "config.yaml", "--output", "new/workflow.yaml").Fails(2, "new/workflow.yaml", "there already");
    }

    [Fact]
    public void A_missing_file_and_an_unknown_format_end_with_status_2()
    {
        Cli.Run(Path.GetTempPath(), "import", "neuralhydrology", "nowhere.yml").Fails(2, "nowhere.yml", "there is no such file");
        Cli.Run(Path.GetTempPath(), "import", "excel", "nowhere.yml").Fails(2, "there is no format 'excel'", "neuralhydrology", "symfluence");
    }
}
