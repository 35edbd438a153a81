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
    public void The_settings_of_an_imported_LSTM_are_those_that_its_plugin_has()
    {
        using var folder = new TemporaryFolder();
        folder.Write("basins.txt", "01013500\n");
        folder.Write("nh.yml", """
            model: ealstm
            head: gmm
            n_distributions: 3
            mc_dropout: true
            n_samples: 20
            dataset: camels_us
            data_dir: nowhere
            train_basin_file: basins.txt
            train_start_date: 01/10/1999
            train_end_date: 30/09/2008
            dynamic_inputs: [prcp(mm/day), tmax(C)]
            static_attributes: [elev_mean]
            target_variables: [QObs(mm/d)]
            hidden_size: 96
            seq_length: 270
            predict_last_n: 30
            output_dropout: 0.4
            initial_forget_bias: 5
            loss: GMMLoss
            learning_rate: { 0: 1e-3, 10: 5e-4 }
            batch_size: 128
            epochs: 30
            """);
        folder.Write("sym.yaml", Config.Replace("MODEL: GR", "MODEL: LSTM", StringComparison.Ordinal) + """

            LSTM_HIDDEN_SIZE: 64
            LSTM_NUM_LAYERS: 2
            LSTM_EPOCHS: 150
            LSTM_BATCH_SIZE: 32
            LSTM_LEARNING_RATE: 2e-3
            LSTM_LEARNING_PATIENCE: 12
            LSTM_LOOKBACK: 365
            LSTM_DROPOUT: 0.1
            LSTM_L2_REGULARIZATION: 1e-6
            LSTM_USE_ATTENTION: false
            LSTM_USE_SNOW: true
            LSTM_TRAIN_THROUGH_ROUTING: false
            """);
        foreach ((string format, string file) in (ReadOnlySpan<(string, string)>)[("neuralhydrology", "nh.yml"), ("symfluence", "sym.yaml")])
        {
            Cli.Run(folder.Path, "import", format, file, "--output", $"{format}.yaml").Done();

            // Its data are not here, so that it is no valid workflow; its settings are right nevertheless.
            Outcome checkedOnly = Cli.Run(folder.Path, new Dictionary<string, string> { ["SYMFLUENCE_DATA_DIR"] = folder.Path }, "validate", "--json", $"{format}.yaml");
            string[] wrong = [.. JsonElement.Parse(checkedOnly.Output).GetProperty("problems").EnumerateArray().Select(problem => $"{problem.GetProperty("key").GetString()}: {problem.GetProperty("message").GetString()}")];
            Assert.NotEmpty(wrong);
            Assert.DoesNotContain(wrong, problem => problem.StartsWith("models", StringComparison.Ordinal));
        }
    }

    [Fact]
    public void A_missing_file_and_an_unknown_format_end_with_status_2()
    {
        Cli.Run(Path.GetTempPath(), "import", "neuralhydrology", "nowhere.yml").Fails(2, "nowhere.yml", "there is no such file");
        Cli.Run(Path.GetTempPath(), "import", "excel", "nowhere.yml").Fails(2, "there is no format 'excel'", "neuralhydrology", "symfluence");
    }
}
