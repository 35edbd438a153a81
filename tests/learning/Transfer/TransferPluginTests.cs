using System.Text.Json;
using Tributary.Contracts;
using Tributary.Plugins.Transfer;
using Tributary.Tests;

namespace Tributary.Learning.Tests;

/// <summary>The transfer plugin as a host sees it: what it makes of a source, and what it says of a target that does not fit.</summary>
public sealed class TransferPluginTests : IDisposable
{
    private readonly TransferTrial _trial = new();

    public void Dispose() => _trial.Dispose();

    [Fact]
    public void Zero_shot_simulates_what_the_source_simulates()
    {
        string source = _trial.Lstm();
        JsonElement settings = TransferTrial.Adapt(source, "zero-shot");
        string folder = _trial.Target.Train(settings).Folder;
        using var same = new LearningTrial(basins: 2, residence: 8);

        Close.SameBits(same.Simulate(LearningTrial.Settings(), source, []), _trial.Target.Simulate(settings, folder, [100, 7], restart: 1), "zero-shot");
    }

    [Fact]
    public void Adapting_helps_where_the_target_is_another()
    {
        string source = _trial.Lstm();
        double Score(string strategy)
        {
            JsonElement settings = TransferTrial.Adapt(source, strategy, epochs: 10);
            return _trial.Target.TestScore(_trial.Target.Simulate(settings, _trial.Target.Train(settings, strategy).Folder, []), 0);
        }

        double before = Score("zero-shot");
        double after = Score("full");

        Assert.True(after > 0.9 && after > before + 0.05, $"NSE {before} before, {after} after");
    }

    [Fact]
    public void A_network_for_each_basin_is_adapted_to_it_alone()
    {
        string source = _trial.Lstm();
        JsonElement settings = TransferTrial.Adapt(source, "full", "\"networks\": \"each\"");
        TrainingSetup setup = _trial.Target.Setup("");
        string one = _trial.Target.Train(settings, "one", setup).Folder;
        double[] changed = setup.Targets.ToArray();
        changed.AsSpan(LearningTrial.Days).Reverse();
        string other = _trial.Target.Train(settings, "other", setup with { Targets = changed }).Folder;

        Assert.Equal(TransferTrial.Weights(Path.Combine(one, "basin-1")).Values, TransferTrial.Weights(Path.Combine(other, "basin-1")).Values);
        Assert.NotEqual(TransferTrial.Weights(Path.Combine(one, "basin-2")).Values, TransferTrial.Weights(Path.Combine(other, "basin-2")).Values);
        Assert.Equal(2 * LearningTrial.Days, _trial.Target.Simulate(settings, one, []).Length);
    }

    [Fact]
    public void Simulated_discharge_teaches_before_the_little_that_is_observed()
    {
        TrainingSetup setup = _trial.Target.Setup("");
        double[] little = [.. setup.Targets.ToArray().Select((value, i) => i % LearningTrial.Days is >= 60 and < 120 ? value : double.NaN)];
        setup = setup with { Targets = little, Splits = setup.Splits with { Validation = null } };
        double Score(string strategy, string more, TrainingSetup given)
        {
            JsonElement settings = TransferTrial.FromScratch(strategy, more);
            string folder = _trial.Target.Train(settings, strategy, given).Folder;
            return _trial.Target.TestScore(_trial.Target.Simulate(settings, folder, []), 0);
        }

        double local = Score("local", "\"epochs\": 3, \"learning_rate\": 0.02", setup);
        double pretrained = Score("pretrain-on-model", "\"epochs\": 3, \"learning_rate\": 0.0005, \"pretrain_epochs\": 15, \"pretrain_learning_rate\": 0.02", setup with { Pretraining = _trial.Target.Truth });
        InputException told = Assert.Throws<InputException>(() => Score("pretrain-on-model", "\"epochs\": 1", setup));

        Assert.True(pretrained > 0.8 && pretrained > local + 0.1, $"NSE {local} from scratch, {pretrained} pretrained");
        Assert.Contains("pretrain_on", told.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Adadelta_and_masked_weights_learn_from_scratch()
    {
        JsonElement settings = JsonElement.Parse("""
            { "strategy": "local", "network": "input-transform", "hidden_size": 16, "weight_dropout": 0.1, "lookback": 30, "predict_last_n": 15, "batch_size": 8, "epochs": 25,
              "loss": "rmse", "log_transform": true, "dynamic_inputs": ["precipitation"] }
            """);
        (string folder, TrainingSummary summary) = _trial.Target.Train(settings);

        Assert.Equal(ValueTransform.LogSqrt, ScalerFile.Read(Path.Combine(folder, ScalerFile.Name)).Targets[0].Transform);
        Assert.True(summary.BestScore > 0.6, $"NSE {summary.BestScore}");
    }

    [Fact]
    public void Variables_without_a_match_are_listed_on_both_sides_with_their_units()
    {
        string source = _trial.Lstm();
        JsonElement settings = TransferTrial.Adapt(source, "full", "\"dynamic_inputs\": [\"rainfall\", \"air_temperature\"], \"input_units\": { \"air_temperature\": \"K\" }");

        InputException told = Assert.Throws<InputException>(() => _trial.Target.Plugin.Describe(settings));

        Assert.Contains("the source reads precipitation [mm], the target has rainfall [mm], air_temperature [K]", told.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void The_KGE_loss_is_refused_where_discharge_goes_through_a_logarithm()
    {
        string plain = Refused(TransferTrial.FromScratch("local", "\"epochs\": 1, \"loss\": \"kge\", \"log_transform\": true"));
        string source = _trial.InputTransform(", \"log_transform\": true");
        string adapted = Refused(TransferTrial.Adapt(source, "full", "\"loss\": \"kge\""));

        Assert.All([plain, adapted], told => Assert.Contains("settings.loss", told, StringComparison.Ordinal));
        Assert.All([plain, adapted], told => Assert.Contains("logarithm", told, StringComparison.Ordinal));
        Assert.NotNull(_trial.Target.Plugin.Describe(TransferTrial.Adapt(source, "full", "\"loss\": \"rmse\"")));

        string Refused(JsonElement settings) => Assert.Throws<InputException>(() => _trial.Target.Plugin.Describe(settings)).Message;
    }

    [Fact]
    public void A_network_is_exported_and_beside_it_the_source_of_the_basins_that_keep_it()
    {
        string source = _trial.InputTransform();
        string folder = _trial.Target.Train(TransferTrial.Adapt(source, "head-only")).Folder;
        string Exported(string artefact, string name) => string.Join(' ', ((IExportPlugin)_trial.Target.Plugin).Export(
            new ModelExport { Format = "onnx", Settings = TransferTrial.Adapt(source, "head-only"), ArtefactFolder = artefact, Output = Path.Combine(_trial.Target.Folder, name), Name = "adapted", Program = "Tributary 1.2.3" },
            CancellationToken.None).Select(Path.GetFileName));

        Assert.Equal("plain.onnx", Exported(folder, "plain.onnx"));

        // What a guard leaves that kept the source for one basin and not for the other.
        Directory.CreateDirectory(Path.Combine(folder, "source"));
        foreach (string file in Directory.EnumerateFiles(source))
        {
            File.Copy(file, Path.Combine(folder, "source", Path.GetFileName(file)));
        }

        Assert.Equal("guarded.onnx guarded-source.onnx", Exported(folder, "guarded.onnx"));
        Assert.NotEqual(File.ReadAllBytes(Path.Combine(_trial.Target.Folder, "guarded.onnx")), File.ReadAllBytes(Path.Combine(_trial.Target.Folder, "guarded-source.onnx")));
    }

    [Fact]
    public void A_match_by_name_is_read_in_the_unit_that_the_source_learned_with()
    {
        string source = _trial.Lstm();
        ForcingDeclaration matched = Assert.Single(_trial.Target.Plugin.Describe(TransferTrial.Adapt(source, "full", "\"inputs\": { \"precipitation\": { \"name\": \"rainfall\", \"unit\": \"m\" } }")).Forcing);

        Assert.Equal(("rainfall", "m"), (matched.Variable.Name, matched.Variable.Unit));
    }

    [Fact]
    public void Attributes_out_of_the_source_s_range_or_not_known_are_told_with_their_distance()
    {
        using var origin = new LearningTrial(basins: 5, attributesMatter: true);
        string source = origin.Train(LearningTrial.Settings("\"static_attributes\": [\"slope\"]")).Folder;
        var attributes = new AttributeTable(2);
        attributes.Set("gradient", "1", [1.6, double.NaN]);
        CatchmentUnits units = new(["b0", "b1"], [100, 101], attributes: attributes);
        JsonElement settings = TransferTrial.Adapt(source, "zero-shot", "\"attributes\": { \"slope\": \"gradient\" }");

        TrainingSummary summary = _trial.Target.Train(settings, "far", _trial.Target.Setup("") with { Units = units }).Summary;

        // Slopes of 0, 0.2, 0.4, 0.6 and 0.8 have a mean of 0.4 and a deviation of sqrt(0.08): 1.6 lies 0.8 beyond, 2.83 of these.
        Assert.Equal(
            ["basin b0: the attribute gradient is 1.6, 2.83 standard deviations outside of what the source learned on (0 to 0.8)", "basin b1: the attribute gradient is not known; the source's mean of 0.4 stands for it"],
            summary.Notes);
    }

    [Fact]
    public void A_target_without_flow_is_zero_shot_only_and_said_so()
    {
        string source = _trial.Lstm();
        TrainingSetup setup = _trial.Target.Setup("");
        setup = setup with { Targets = Enumerable.Repeat(double.NaN, setup.Targets.Length).ToArray() };
        (string folder, TrainingSummary summary) = _trial.Target.Train(TransferTrial.Adapt(source, "full"), "silent", setup);

        Assert.Equal(2, summary.Notes.Count(note => note.Contains("zero-shot only", StringComparison.Ordinal)));
        Assert.Equal(TransferTrial.Weights(source).Values, TransferTrial.Weights(folder).Values);
        InputException told = Assert.Throws<InputException>(() => _trial.Target.Train(TransferTrial.FromScratch("local", "\"epochs\": 1"), "scratch", setup));
        Assert.Contains("no observed discharge", told.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("full", "", "no source to adapt")]
    [InlineData("tl-a", "SOURCE", "input-transform network")]
    [InlineData("modules", "SOURCE", "which parameters")]
    [InlineData("modules", "SOURCE, \"parameters\": [\"tail.*\"]", "no parameter of the network fits 'tail.*'")]
    [InlineData("full", "SOURCE, \"parameters\": [\"head.*\"]", "chooses its parameters itself")]
    [InlineData("full", "SOURCE, \"inputs\": { \"prcp\": \"precipitation\" }", "has no input prcp")]
    [InlineData("local", "\"guard\": true", "a guard needs a source")]
    [InlineData("full", "\"source\": \"/nowhere\"", "holds no trained network")]
    public void What_cannot_be_is_told(string strategy, string more, string part)
    {
        string source = more.Contains("SOURCE", StringComparison.Ordinal) ? _trial.Lstm() : string.Empty;
        string inside = more.Replace("SOURCE", $"\"source\": \"{source}\"", StringComparison.Ordinal);
        JsonElement settings = JsonElement.Parse($"{{ \"strategy\": \"{strategy}\"{(inside.Length > 0 ? ", " : "")}{inside} }}");

        InputException told = Assert.Throws<InputException>(() => _trial.Target.Train(settings));

        Assert.Contains(part, told.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_run_of_NeuralHydrology_is_adapted()
    {
        string folder = Path.Combine(RealData.Folder, "owp_lstm");
        string? run = Directory.Exists(folder) ? Directory.EnumerateFiles(folder, "config.yml", SearchOption.AllDirectories).Select(Path.GetDirectoryName).FirstOrDefault() : null;
        Assert.SkipWhen(run is null, "There is no run of NeuralHydrology in the real data.");
        NeuralHydrologyRun read = NeuralHydrologyRun.Read(run!);
        string inputs = string.Join(", ", read.Inputs.Zip(["{ \"name\": \"precipitation\", \"unit\": \"mm\" }", "{ \"name\": \"air_temperature\", \"unit\": \"K\" }"], (name, match) => $"\"{name}\": {match}"));
        JsonElement settings = TransferTrial.Adapt(run!, "head-only", $"\"inputs\": {{ {inputs} }}", epochs: 1);
        const int Hours = 1400;
        double[] forcing = [.. Enumerable.Range(0, Hours).Select(hour => hour % 30 < 3 ? 2.0 : 0), .. Enumerable.Range(0, Hours).Select(hour => 280 + (5 * Math.Sin(hour / 4.0)))];
        var start = new DateTime(2010, 1, 1);
        TrainingSetup setup = _trial.Target.Setup(_trial.Target.FolderOf("foreign")) with
        {
            Units = new CatchmentUnits(["u"], [50]),
            Gauges = [new Gauge("u", 0, 50)],
            Time = new TimeAxis(start, TimeSpan.FromHours(1), Hours),
            Forcing = forcing,
            ForcingRows = SeriesRows.Dense(2, 1, Hours),
            ForcingProvided = [true, true],
            Targets = Enumerable.Range(0, Hours).Select(hour => 1 + Math.Sin(hour / 9.0)).ToArray(),
            Splits = new SplitPeriods(null, new Period(start, start.AddHours(Hours)), null, null),
        };

        TrainingSummary summary = new TransferPlugin().Train(settings, setup, new Progress<TrainingProgress>(), CancellationToken.None);

        Dictionary<string, byte[]> after = TransferTrial.Weights(setup.ArtefactFolder);
        Assert.All(read.Weights.Where(pair => pair.Key.StartsWith("lstm.", StringComparison.Ordinal)), pair => Assert.Equal(pair.Value.Values.ToArray(), after[pair.Key]));
        Assert.NotEqual(read.Weights["head.net.0.weight"].Values.ToArray(), after["head.net.0.weight"]);
        Assert.Equal(2, summary.Notes.Count(note => note.Contains("is not known", StringComparison.Ordinal)));
    }
}
