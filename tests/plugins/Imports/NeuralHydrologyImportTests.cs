using System.Text.Json;
using Tributary.Contracts;
using Tributary.Engine;
using Tributary.Plugins.Imports;

namespace Tributary.Tests.Plugins.Imports;

/// <summary>Workflows made of NeuralHydrology's configurations.</summary>
public sealed class NeuralHydrologyImportTests
{
    private const string Config = """
        experiment_name: rivers of {random_name}
        model: CudaLSTM
        head: regression
        dataset: camels_us
        data_dir: ~/camels
        forcings: daymet
        train_basin_file: basins.txt
        validation_basin_file: basins.txt
        test_basin_file: others.txt
        train_start_date: 01/10/1999
        train_end_date: 30/09/2008
        validation_start_date: 01/10/1981
        validation_end_date: 30/09/1989
        test_start_date: 01/10/1989
        test_end_date: 30/09/1999
        dynamic_inputs:
          - prcp(mm/day)
          - tmax(C)_daymet
          - Wonder(1/h)
        static_attributes: [elev_mean, area_gages2]
        target_variables: [QObs(mm/d), SWE(mm)]
        hidden_size: 96
        seq_length: 270
        predict_last_n: 30
        output_dropout: 0.4
        initial_forget_bias: 5
        clip_gradient_norm: 1
        optimizer: Adam
        loss: NSE
        learning_rate:
          0: 1e-3
          10: 5e-4
          25: 2e-06
        batch_size: 128
        epochs: 30
        seed: 7
        metrics: [NSE, KGE, Missed-Peaks]
        num_workers: 8
        log_interval: 5
        sea_level: 3
        lagged_features: { prcp(mm/day): 2 }
        """;

    [Fact]
    public void Every_key_with_a_counterpart_is_in_the_workflow()
    {
        (Workflow workflow, _, string yaml) = Import(Config);
        Assert.Equal("rivers-of-random_name", workflow.Name);
        Assert.Equal(("1981-01-05", "2008-09-30", "1d"), (workflow.Period.Start, workflow.Period.End, workflow.Period.Step));
        Assert.Equal(["1981-01-05", "1981-09-30"], workflow.Splits.Warmup!);
        Assert.Equal(["1999-10-01", "2008-09-30"], workflow.Splits.Calibration!);
        Assert.Equal(["1981-10-01", "1989-09-30"], workflow.Splits.Validation!);
        Assert.Equal(["1989-10-01", "1999-09-30"], workflow.Splits.Test!);
        Assert.Equal(["01013500", "01022500"], workflow.Domain.Basins.Select(basin => basin.Id));
        Assert.Equal("camels-us", workflow.Forcing.Source);
        Assert.Contains("folder: \"${HOME}/camels\", forcing: daymet", yaml, StringComparison.Ordinal);
        Assert.Equal(["nse", "kge"], workflow.Evaluate.Metrics);
        Assert.Equal(7, workflow.Run.Seed);
        MemberSection member = Assert.Single(workflow.Models);
        Assert.Equal(("lstm", "lstm"), (member.Name, member.Plugin));
        AssertSettings(member.Settings, """
            {
              "preset": "regional", "hidden_size": 96, "num_layers": 1, "lookback": 270, "predict_last_n": 30, "dropout": 0.4, "attention": false, "epochs": 30, "batch_size": 128,
              "learning_rate": { "0": 0.001, "10": 0.0005, "25": 0.000002 }, "learning_patience": 30, "l2_regularization": 0, "initial_forget_bias": 5, "clip_gradient_norm": 1, "loss": "nse", "use_snow": true,
              "dynamic_inputs": ["precipitation", "air_temperature_maximum", "Wonder(1/h)"], "static_attributes": ["elev_mean", "area_gages2"]
            }
            """);
    }

    [Fact]
    public void What_has_no_counterpart_is_listed_with_its_line_and_in_the_file()
    {
        (_, IReadOnlyList<ImportNote> notes, string yaml) = Import(Config);
        Assert.Equal(
            ["train_basin_file", "test_basin_file", "dynamic_inputs", "metrics", "num_workers", "log_interval", "sea_level", "lagged_features"],
            notes.Select(note => note.Key));
        Assert.Equal(38, notes.Single(note => note.Key == "num_workers").Line);
        Assert.Contains("Wonder(1/h)", notes.Single(note => note.Key == "dynamic_inputs").Remark, StringComparison.Ordinal);
        Assert.Contains("Missed-Peaks", notes.Single(note => note.Key == "metrics").Remark, StringComparison.Ordinal);
        string comments = string.Join(' ', yaml.Split('\n').Where(line => line.StartsWith('#')).Select(line => line.TrimStart('#', ' ')));
        Assert.All(notes, note => Assert.Contains($"{note.Key}: {note.Value}"[..Math.Min(30, note.Key.Length)], comments, StringComparison.Ordinal));
        Assert.All(yaml.Split('\n').Where(line => line.StartsWith('#')), line => Assert.True(line.Length <= 140, line));
    }

    [Theory]
    [InlineData("model: CudaLSTM", "model: EALSTM", "\"preset\":\"ea-lstm\"")]
    [InlineData("model: CudaLSTM", "model: mclstm", "\"preset\":\"mc-lstm\"")]
    [InlineData("model: CudaLSTM", "model: cudalstm\nstatics_embedding: { type: fc, hiddens: [10], activation: tanh, dropout: 0.0 }", "\"preset\":\"global\"")]
    [InlineData("loss: NSE", "loss: RMSE", "\"loss\":\"rmse\"")]
    [InlineData("head: regression", "head: cmal\nn_distributions: 4", "\"head\":\"cmal\",\"components\":4")]
    [InlineData("head: regression", "mc_dropout: true\nn_samples: 50", "\"mc_dropout\":50")]
    [InlineData("clip_gradient_norm: 1", "", "\"clip_gradient_norm\":0")]
    [InlineData("seq_length: 270", "seq_length: { 1D: 90 }", "\"lookback\":90")]
    public void Models_losses_and_lengths_are_mapped(string text, string instead, string setting)
    {
        (Workflow workflow, _, _) = Import(Config.Replace(text, instead, StringComparison.Ordinal));
        Assert.Contains(setting, workflow.Models[0].Settings.GetRawText().Replace(" ", string.Empty, StringComparison.Ordinal).Replace("\n", string.Empty, StringComparison.Ordinal), StringComparison.Ordinal);
    }

    [Fact]
    public void Caravan_has_its_plugin_and_an_unknown_data_set_becomes_CSV_files()
    {
        (Workflow caravan, _, _) = Import(Config.Replace("camels_us", "caravan", StringComparison.Ordinal).Replace("prcp(mm/day)\n", "total_precipitation_sum\n", StringComparison.Ordinal));
        Assert.Equal("caravan", caravan.Forcing.Source);
        Assert.Contains("\"precipitation\"", caravan.Models[0].Settings.GetRawText(), StringComparison.Ordinal);
        (Workflow csv, IReadOnlyList<ImportNote> notes, _) = Import(Config.Replace("camels_us", "hourly_camels_us", StringComparison.Ordinal));
        Assert.Equal(("csv", "1h"), (csv.Forcing.Source, csv.Period.Step));
        Assert.Contains(notes, note => note.Key == "dataset");
    }

    [Fact]
    public void Periods_that_overlap_are_left_out_and_several_become_the_first()
    {
        (Workflow workflow, IReadOnlyList<ImportNote> notes, _) = Import(Config
            .Replace("test_start_date: 01/10/1989", "test_start_date: 01/10/1985", StringComparison.Ordinal)
            .Replace("train_start_date: 01/10/1999", "train_start_date: [01/10/1999, 01/10/2010]", StringComparison.Ordinal)
            .Replace("train_end_date: 30/09/2008", "train_end_date: [30/09/2008, 30/09/2012]", StringComparison.Ordinal));
        Assert.Null(workflow.Splits.Test);
        Assert.Equal(["1999-10-01", "2008-09-30"], workflow.Splits.Calibration!);
        Assert.Contains("overlaps the period of validation", notes.Single(note => note.Key == "test_start_date").Remark, StringComparison.Ordinal);
        Assert.Contains("the first is taken", notes.Single(note => note.Key == "train_start_date").Remark, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("model: CudaLSTM", "model: transformer", ":2", "model is transformer")]
    [InlineData("hidden_size: 96", "hidden_size: -1", ":22", "above 0")]
    [InlineData("hidden_size: 96", "", "", "there is no hidden_size")]
    [InlineData("train_start_date: 01/10/1999", "train_start_date: 1999-13-45", ":10", "not a date as 31/12/1999")]
    [InlineData("train_end_date: 30/09/2008", "train_end_date: 30/09/1990", ":11", "before")]
    [InlineData("train_end_date: 30/09/2008", "", ":10", "1 start dates and 0 end dates")]
    [InlineData("train_basin_file: basins.txt", "", "", "there is no train_basin_file")]
    [InlineData("seed: 7", "use_frequencies: [1D, 1H]", ":36", "a single time step")]
    [InlineData("seed: 7", "seed: [", "", "it is no YAML")]
    public void A_wrong_configuration_is_told_with_its_line(string text, string instead, string line, string problem)
    {
        InputException wrong = Assert.Throws<InputException>(() => Import(Config.Replace(text, instead, StringComparison.Ordinal)));
        Assert.Contains($"config.yml{line}", wrong.Message, StringComparison.Ordinal);
        Assert.Contains(problem, wrong.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_missing_file_and_an_unknown_format_are_input_errors()
    {
        var plugin = new ImportsPlugin();
        Assert.Contains("there is no such file", Assert.Throws<InputException>(() => plugin.Import("neuralhydrology", "/nowhere/config.yml", default)).Message, StringComparison.Ordinal);
        Assert.Contains("neuralhydrology and symfluence", Assert.Throws<InputException>(() => plugin.Import("excel", "/nowhere", default)).Message, StringComparison.Ordinal);
    }

    internal static void AssertSettings(JsonElement settings, string expected) =>
        Assert.True(JsonElement.DeepEquals(JsonElement.Parse(expected), settings), $"{settings.GetRawText()}\ninstead of\n{expected}");

    private static (Workflow Workflow, IReadOnlyList<ImportNote> Notes, string Yaml) Import(string config)
    {
        using var folder = new TemporaryFolder();
        folder.Write("basins.txt", "01013500\n01022500\n");
        ImportedWorkflow imported = new ImportsPlugin().Import("neuralhydrology", folder.Write("config.yml", config), default);
        return (WorkflowReader.Read(folder.Write("workflow.yaml", imported.Yaml)).Workflow, imported.Notes, imported.Yaml);
    }
}
