using System.Text.Json;
using Tributary.Contracts;
using Tributary.Tests;

namespace Tributary.Learning.Tests;

/// <summary>The plugin as a host sees it: trained, simulated in blocks, resumed, and told wrong things.</summary>
public sealed class LstmPluginTests : IDisposable
{
    private readonly LearningTrial _trial = new();

    public void Dispose() => _trial.Dispose();

    [Theory]
    [InlineData("\"simulate\": \"windows\"")]
    [InlineData("\"simulate\": \"carried\"")]
    public void A_reservoir_is_learned_and_blocks_and_restarts_change_no_bit(string more)
    {
        JsonElement settings = LearningTrial.Settings(more);
        (string folder, TrainingSummary summary) = _trial.Train(settings);
        double[] whole = _trial.Simulate(settings, folder, []);

        Assert.True(summary.BestScore > 0.9, $"validation NSE {summary.BestScore}");
        Assert.True(_trial.TestScore(whole, 0) > 0.9, $"test NSE {_trial.TestScore(whole, 0)}");
        Close.SameBits(whole, _trial.Simulate(settings, folder, [1, 7, 100, 3, 3, 200], restart: 3), "blocks");
        Close.SameBits(whole, _trial.Simulate(settings, folder, [.. Enumerable.Repeat(13, 60)], restart: 40), "blocks of 13");
    }

    [Fact]
    public void Windows_and_carried_states_agree_where_the_network_forgets()
    {
        JsonElement windows = LearningTrial.Settings("\"simulate\": \"windows\"");
        JsonElement carried = LearningTrial.Settings("\"simulate\": \"carried\"");
        (string folder, _) = _trial.Train(windows);

        double[] one = _trial.Simulate(windows, folder, []);
        double[] other = _trial.Simulate(carried, folder, []);

        // Before the first look-back is over both began with the first day.
        Close.All(one.AsSpan(0, 30), other.AsSpan(0, 30), 1e-5);
        Assert.True(Math.Abs(_trial.TestScore(one, 0) - _trial.TestScore(other, 0)) < 0.05);
    }

    [Fact]
    public void The_same_seed_gives_the_same_bytes_and_another_seed_others()
    {
        JsonElement settings = LearningTrial.Settings("\"epochs\": 3, \"dropout\": 0.3".Replace("\"epochs\": 3, ", "", StringComparison.Ordinal));
        byte[] Weights(string name, int seed) => File.ReadAllBytes(Path.Combine(_trial.Train(settings, name, _trial.Setup("", seed)).Folder, RunoffArtefact.WeightsName));

        Assert.Equal(Weights("one", 5), Weights("two", 5));
        Assert.NotEqual(Weights("three", 6), Weights("four", 7));
    }

    [Fact]
    public void A_network_of_each_basin_learns_its_own()
    {
        using var trial = new LearningTrial(basins: 3, attributesMatter: true);
        JsonElement settings = LearningTrial.Settings("\"networks\": \"each\"");
        (string folder, _) = trial.Train(settings);

        double[] results = trial.Simulate(settings, folder, [100, 33], restart: 1);

        Assert.All(Enumerable.Range(0, 3), basin => Assert.True(trial.TestScore(results, basin) > 0.85, $"basin {basin}: {trial.TestScore(results, basin)}"));
        Close.SameBits(results, trial.Simulate(settings, folder, []), "one block");
    }

    [Fact]
    public void Basins_left_out_teach_nothing_and_are_still_simulated()
    {
        using var trial = new LearningTrial(basins: 6, attributesMatter: true);
        JsonElement settings = LearningTrial.Settings("\"ungauged\": [\"b2\"], \"static_attributes\": [\"slope\"]");
        (string folder, _) = trial.Train(settings, "one");
        TrainingSetup changed = trial.Setup("");
        double[] other = changed.Targets.ToArray();
        other.AsSpan(2 * LearningTrial.Days, LearningTrial.Days).Fill(1000);
        (string again, _) = trial.Train(settings, "two", changed with { Targets = other });

        Assert.Equal(File.ReadAllBytes(Path.Combine(folder, RunoffArtefact.WeightsName)), File.ReadAllBytes(Path.Combine(again, RunoffArtefact.WeightsName)));
        Assert.True(trial.TestScore(trial.Simulate(settings, folder, []), 2) > 0.5);
    }

    [Fact]
    public void Loaded_weights_are_taken_as_they_are_or_trained_on()
    {
        JsonElement settings = LearningTrial.Settings();
        (string folder, _) = _trial.Train(settings, "first");
        (string loaded, _) = _trial.Train(LearningTrial.Settings($"\"load\": \"{folder}\""), "loaded");
        (string tuned, _) = _trial.Train(LearningTrial.Settings($"\"load\": \"{folder}\", \"fine_tune\": true"), "tuned");

        byte[] Weights(string of) => File.ReadAllBytes(Path.Combine(of, RunoffArtefact.WeightsName));
        Assert.Equal(Weights(folder), Weights(loaded));
        Assert.NotEqual(Weights(folder), Weights(tuned));
    }

    [Theory]
    [InlineData("\"lookback\": 2000, \"predict_last_n\": 1", "look-back of 2000 steps is longer than the record of 900")]
    [InlineData("\"static_attributes\": [\"aspect\"]", "no static attribute aspect")]
    [InlineData("\"learning_rate\": 1e30", "diverged")]
    [InlineData("\"derived_inputs\": [\"snow\"]", "there is no feature 'snow'")]
    [InlineData("\"derived_inputs\": [\"degree_days\"]", "needs air_temperature, which is no input")]
    [InlineData("\"train_through_routing\": true", "no river network")]
    [InlineData("\"load\": \"/nowhere\"", "holds no trained network")]
    public void What_cannot_be_is_told(string more, string part)
    {
        string key = more.Split(':')[0];
        string quick = LearningTrial.Settings().GetRawText();
        string without = System.Text.RegularExpressions.Regex.Replace(quick, $"{key}: [^,}}\\]]+,? ?", string.Empty);
        JsonElement settings = JsonElement.Parse(without.TrimEnd('}', ' ').TrimEnd(',') + ", " + (key == "\"lookback\"" ? more.Replace(", \"predict_last_n\": 1", "", StringComparison.Ordinal) : more) + " }");

        TributaryException told = Assert.ThrowsAny<TributaryException>(() => _trial.Train(settings));

        Assert.Contains(part, told.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_gap_does_not_cost_the_window_where_it_is_masked()
    {
        double[] gappy = [.. _trial.Forcing];
        for (int i = 0; i < gappy.Length; i += 12)
        {
            gappy[i] = double.NaN;
        }

        TrainingSetup setup = _trial.Setup("") with { Forcing = gappy };
        InputException refused = Assert.Throws<InputException>(() => _trial.Train(LearningTrial.Settings(), "refused", setup));
        (_, TrainingSummary masked) = _trial.Train(LearningTrial.Settings("\"missing_inputs\": \"mask\""), "masked", setup);

        Assert.Contains("without a gap", refused.Message, StringComparison.Ordinal);
        Assert.True(masked.BestScore > 0.4, $"NSE {masked.BestScore}");
    }

    [Fact]
    public void A_run_of_NeuralHydrology_is_taken_up_by_the_plugin()
    {
        string? folder = Directory.Exists(Path.Combine(RealData.Folder, "owp_lstm"))
            ? Directory.EnumerateFiles(Path.Combine(RealData.Folder, "owp_lstm"), "config.yml", SearchOption.AllDirectories).Select(Path.GetDirectoryName).FirstOrDefault()
            : null;
        Assert.SkipWhen(folder is null, "There is no run of NeuralHydrology in the real data.");
        NeuralHydrologyRun run = NeuralHydrologyRun.Read(folder!);
        var plugin = new Plugins.Lstm.LstmPlugin();
        JsonElement settings = JsonElement.Parse($$"""
            { "preset": "regional", "dynamic_inputs": ["precipitation", "air_temperature"], "input_units": { "air_temperature": "K" }, "static_attributes": ["a", "b"],
              "load": "{{folder}}", "simulate": "carried" }
            """);
        var attributes = new AttributeTable(1);
        attributes.Set("a", "1", [0.3]);
        attributes.Set("b", "1", [0.7]);
        var hours = new TimeAxis(new DateTime(2010, 1, 1), TimeSpan.FromHours(1), 400);
        double[] forcing = [.. Enumerable.Range(0, 400).Select(hour => hour % 30 < 3 ? 2.0 : 0), .. Enumerable.Range(0, 400).Select(hour => 280 + (5 * Math.Sin(hour / 4.0)))];
        TrainingSetup setup = _trial.Setup(_trial.FolderOf("taken")) with
        {
            Units = new CatchmentUnits(["u"], [50], attributes: attributes),
            Gauges = [new Gauge("u", 0, 50)],
            Time = hours,
            Forcing = forcing,
            ForcingRows = SeriesRows.Dense(2, 1, 400),
            ForcingProvided = [true, true],
            Targets = new double[400],
        };
        plugin.Train(settings, setup, new Progress<TrainingProgress>(), CancellationToken.None);
        using IModel model = plugin.Prepare(settings, new ModelSetup { Units = setup.Units, Step = hours.Step, Services = setup.Services, ArtefactFolder = setup.ArtefactFolder });
        double[] runoff = new double[400];
        using ISimulation simulation = model.Start(new ParameterSets(0, 1, 1));
        simulation.Advance(new SimulationBlock(hours, forcing, setup.ForcingRows, runoff, SeriesRows.Dense(1, 1, 400)));

        // The same by the network itself, in the run's own scaling: mm an hour.
        using TorchSharp.DisposeScope scope = TorchSharp.torch.NewDisposeScope();
        RunoffNetwork network = Learning.Networks.Make(run.Shape);
        ModuleState.Load(network, run.Weights, run.ModelFile);
        network.eval();
        float[] inputs = [.. Enumerable.Range(0, 400).SelectMany(hour => new[] { (float)run.Scaler.Inputs[0].Apply(forcing[hour]), (float)run.Scaler.Inputs[1].Apply(forcing[400 + hour]) })];
        float[] statics = [(float)run.Scaler.Attributes[0].Apply(0.3), (float)run.Scaler.Attributes[1].Apply(0.7)];
        using var answer = network.Answer(TorchSharp.torch.tensor(inputs, [400, 1, 2]), TorchSharp.torch.tensor(statics, [1, 2]), 400);
        float[] expected = answer.detach().data<float>().ToArray();
        for (int hour = 0; hour < 400; hour++)
        {
            Assert.Equal(Math.Max(0, run.Scaler.Targets[0].Invert(expected[hour])), runoff[hour], 1e-5);
        }
    }

    [Fact]
    public void Constant_or_missing_targets_are_told()
    {
        TrainingSetup setup = _trial.Setup("");
        string Told(double fill)
        {
            double[] targets = [.. setup.Targets.ToArray().Select((_, i) => fill * _trial.Units.AreaKm2[i / LearningTrial.Days])];
            return Assert.ThrowsAny<InputException>(() => _trial.Train(LearningTrial.Settings(), "bad", setup with { Targets = targets })).Message;
        }

        Assert.Contains("discharge", Told(3), StringComparison.Ordinal);
        Assert.Contains("discharge", Told(double.NaN), StringComparison.Ordinal);
    }

    [Fact]
    public void Weights_of_another_architecture_name_the_tensors()
    {
        (string folder, _) = _trial.Train(LearningTrial.Settings(), "first");
        string settings = LearningTrial.Settings($"\"load\": \"{folder}\"").GetRawText().Replace("\"hidden_size\": 12", "\"hidden_size\": 16", StringComparison.Ordinal);

        InputException told = Assert.Throws<InputException>(() => _trial.Train(JsonElement.Parse(settings), "second"));

        Assert.Contains("lstm.weight_hh_l0 is [48, 12], not [64, 16]", told.Message, StringComparison.Ordinal);
    }
}
