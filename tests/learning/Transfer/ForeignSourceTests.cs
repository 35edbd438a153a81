using System.Text.Json;
using TorchSharp;
using Tributary.Contracts;
using Tributary.Geodata;
using Tributary.Plugins.Transfer;
using Tributary.Tests;
using Tributary.Tests.Learning.Checkpoints;
using static TorchSharp.torch;

namespace Tributary.Learning.Tests;

/// <summary>Networks that others trained, adapted: what is frozen keeps its bytes, and what is not adapted says what it said.</summary>
public sealed class ForeignSourceTests(ForeignRuns runs) : IClassFixture<ForeignRuns>, IDisposable
{
    private readonly TemporaryFolder _folder = runs.Folder;
    private readonly LearningTrial _target = new(basins: 2, residence: 8, plugin: new TransferPlugin());

    public void Dispose() => _target.Dispose();

    [Theory]
    [InlineData("mean", "head-only", "head.*")]
    [InlineData("mean-cmal", "head-only", "head.*")]
    [InlineData("handoff", "head-only", "forecast_head.*")]
    [InlineData("handoff-embedded", "full", "forecast_lstm.*", "handoff_net.*", "hindcast_lstm.*")]
    [InlineData("mean", "modules", "forecast_lstm.weight_hh*")]
    public void What_is_frozen_of_a_googlehydrology_run_keeps_its_bytes(string name, string strategy, params string[] moved)
    {
        GoogleHydrologyRun run = GoogleHydrologyRun.Read(new NetCdfFiles(), _folder.At(name));
        string[] inputs = [.. RunoffForecast.Inputs(run.Shape)];
        JsonElement settings = Settings(_folder.At(name), strategy, inputs, strategy == "modules" ? $"\"parameters\": [\"{moved[0]}\"], " : string.Empty);
        string folder = _target.Train(settings, "adapted", Setup(inputs.Length)).Folder;

        AssertMoved(run.Weights, folder, strategy == "full" ? null : moved, moved);
    }

    [Theory]
    [InlineData("cudalstm-cmal", "head-only", "head.*")]
    [InlineData("cudalstm-embedded", "modules", "lstm.weight_hh*")]
    [InlineData("customlstm-cmal", "head-only", "head.*")]
    [InlineData("ealstm-regression", "head-only", "head.*")]
    public void What_is_frozen_of_a_NeuralHydrology_run_keeps_its_bytes(string name, string strategy, string moved)
    {
        string[] inputs = ["rain", "warmth", "light"];
        JsonElement settings = Settings(_folder.At(name), strategy, inputs, strategy == "modules" ? $"\"parameters\": [\"{moved}\"], " : string.Empty);
        string folder = _target.Train(settings, "adapted", Setup(inputs.Length)).Folder;

        AssertMoved(NeuralHydrologyRun.Read(_folder.At(name)).Weights, folder, [moved], [moved]);
    }

    [Theory]
    [InlineData("mean")]
    [InlineData("handoff")]
    public void A_googlehydrology_run_as_it_is_says_each_day_what_its_network_forecasts(string name)
    {
        GoogleHydrologyRun run = GoogleHydrologyRun.Read(new NetCdfFiles(), _folder.At(name));
        string[] inputs = [.. RunoffForecast.Inputs(run.Shape)];
        JsonElement settings = Settings(_folder.At(name), "zero-shot", inputs, string.Empty);
        TrainingSetup setup = Setup(inputs.Length);
        (string folder, TrainingSummary summary) = _target.Train(settings, "as-it-is", setup);
        double[] said = Simulated(settings, folder, setup.Forcing.Span, inputs.Length, 100, 7);

        Close.SameBits(Simulated(settings, folder, setup.Forcing.Span, inputs.Length, LearningTrial.Days), said, "blocks");
        Assert.Contains(summary.Notes, note => note.Contains("the source's mean of 1.5 stands for it", StringComparison.Ordinal));
        using DisposeScope scope = NewDisposeScope();
        using IDisposable untracked = no_grad();
        using ForecastNetwork network = run.Network();
        foreach (int day in (int[])[40, 333])
        {
            // Today is a lead time before the day: the past ends with it, and the weather that came stands for its forecast.
            int today = day - run.Shape.LeadTime;
            Tensor past = Weather(setup, inputs, run.Shape.HindcastInputs, today + 1 - run.Shape.SequenceLength, run.Shape.SequenceLength);
            Tensor ahead = Weather(setup, inputs, run.Shape.ForecastInputs, today + 1 - run.Shape.Overlap, run.Shape.Overlap + run.Shape.LeadTime);
            Tensor answer = network.Answer(past, ahead, zeros([2, run.Attributes.Count]), 1);
            for (int unit = 0; unit < 2; unit++)
            {
                Assert.Equal((answer[0, unit, 0].ToDouble() * GoogleRuns.Scale) + GoogleRuns.Centre, said[(unit * LearningTrial.Days) + day], 1e-4);
            }
        }
    }

    [Theory]
    [InlineData("\"simulate\": \"carried\"", "carries no states")]
    [InlineData("\"lookback\": 90", "says the next 4")]
    [InlineData("\"inputs\": {}", "the source reads hres_0 [unit not told]")]
    public void What_a_forecast_network_cannot_do_is_told(string setting, string part)
    {
        string[] inputs = [.. RunoffForecast.Inputs(GoogleHydrologyRun.Describe(_folder.At("mean")).Shape)];
        string json = setting.StartsWith("\"inputs\"", StringComparison.Ordinal)
            ? $"{{ \"source\": \"{_folder.At("mean")}\", \"strategy\": \"full\" }}"
            : Settings(_folder.At("mean"), "full", inputs, $"{setting}, ").GetRawText();

        Assert.Contains(part, Assert.Throws<InputException>(() => _target.Plugin.Describe(JsonElement.Parse(json))).Message, StringComparison.Ordinal);
    }

    private static JsonElement Settings(string source, string strategy, string[] inputs, string more) => JsonElement.Parse(
        $"{{ {more}\"source\": \"{source}\", \"strategy\": \"{strategy}\", \"batch_size\": 64, \"epochs\": 1, \"learning_rate\": 0.01, \"inputs\": {{ {string.Join(", ", inputs.Select(name => $"\"{name}\": {{ \"name\": \"{name}\", \"unit\": \"mm\" }}"))} }} }}");

    /// <summary>Rain for the first input, other weather for the others; nothing to choose an epoch by, so that the last is kept.</summary>
    private TrainingSetup Setup(int inputs)
    {
        var random = new Random(5);
        double[] forcing = [.. _target.Forcing, .. Enumerable.Range(0, (inputs - 1) * _target.Forcing.Length).Select(_ => 4 * random.NextDouble())];
        TrainingSetup setup = _target.Setup(string.Empty);
        return setup with
        {
            Forcing = forcing,
            ForcingRows = SeriesRows.Dense(inputs, 2, LearningTrial.Days),
            ForcingProvided = [.. Enumerable.Repeat(true, inputs)],
            Splits = setup.Splits with { Validation = null },
        };
    }

    private static Tensor Weather(TrainingSetup setup, string[] inputs, IEnumerable<string> wanted, int first, int count)
    {
        int[] rows = [.. wanted.Select(name => Array.IndexOf(inputs, name))];
        float[] values = new float[count * 2 * rows.Length];
        for (int at = 0; at < values.Length; at++)
        {
            (int step, int unit, int row) = (at / rows.Length / 2, at / rows.Length % 2, rows[at % rows.Length]);
            values[at] = (float)((setup.Forcing.Span[(((row * 2) + unit) * LearningTrial.Days) + first + step] - GoogleRuns.Centre) / GoogleRuns.Scale);
        }

        return tensor(values, [count, 2, rows.Length]);
    }

    private double[] Simulated(JsonElement settings, string folder, ReadOnlySpan<double> forcing, int inputs, params int[] blocks)
    {
        using IModel model = _target.Prepare(settings, folder);
        double[] results = new double[2 * LearningTrial.Days];
        SeriesRows rows = SeriesRows.Dense(inputs, 2, LearningTrial.Days);
        SeriesRows to = SeriesRows.Dense(1, 2, LearningTrial.Days);
        using ISimulation simulation = model.Start(new ParameterSets(0, 1, 2));
        for (int first = 0, block = 0; first < LearningTrial.Days; block++)
        {
            int length = Math.Min(block < blocks.Length ? blocks[block] : LearningTrial.Days, LearningTrial.Days - first);
            simulation.Advance(new SimulationBlock(LearningTrial.Time.Slice(first, length), forcing, rows.From(first), results, to.From(first)));
            first += length;
        }

        return results;
    }

    /// <summary>Only what is named has other bytes than before, and all of it where that is asked.</summary>
    private static void AssertMoved(IReadOnlyDictionary<string, StoredTensor> source, string folder, string[]? onlyThese, string[] these)
    {
        Dictionary<string, byte[]> after = TransferTrial.Weights(folder);
        Assert.Equal(source.Keys.Order(), after.Keys.Order());
        bool Fits(string[] patterns, string name) => patterns.Any(pattern => name.StartsWith(pattern.TrimEnd('*'), StringComparison.Ordinal));
        foreach ((string name, StoredTensor before) in source)
        {
            bool same = before.Values.Span.SequenceEqual(after[name]);
            Assert.True(!same || !Fits(these, name), $"{name} has not moved");
            Assert.True(same || onlyThese is null || Fits(onlyThese, name), $"{name} is frozen and has moved");
        }
    }
}

/// <summary>Runs of both, written once.</summary>
public sealed class ForeignRuns : IDisposable
{
    public ForeignRuns()
    {
        PythonPeer.ScriptWithTorch("foreign_peer.py", "runs", Folder.Path);
        GoogleRuns.Write(Folder);
    }

    internal TemporaryFolder Folder { get; } = new();

    public void Dispose() => Folder.Dispose();
}
