using System.Globalization;
using System.Text.Json;
using Tributary.Contracts;
using Tributary.Plugins.Transfer;

namespace Tributary.Learning.Tests;

/// <summary>A network trained on reservoirs that empty fast, and a target whose reservoirs empty slowly.</summary>
internal sealed class TransferTrial : IDisposable
{
    private const string Quick = "\"lookback\": 30, \"predict_last_n\": 15, \"batch_size\": 8, \"dropout\": 0";

    public LearningTrial Origin { get; } = new(basins: 3, residence: 4);

    public LearningTrial Target { get; } = new(basins: 2, residence: 8, plugin: new TransferPlugin());

    /// <summary>A source with NeuralHydrology's LSTM, by the lstm plugin.</summary>
    public string Lstm() => Origin.Train(LearningTrial.Settings()).Folder;

    /// <summary>A source with the input-transform network, from scratch by the transfer plugin.</summary>
    public string InputTransform(string more = "")
    {
        string folder = Origin.FolderOf("input-transform");
        new TransferPlugin().Train(
            Json($"{Quick}, \"strategy\": \"local\", \"network\": \"input-transform\", \"hidden_size\": 12, \"weight_dropout\": 0, \"epochs\": 6, \"optimiser\": \"adam\", \"learning_rate\": 0.01, \"dynamic_inputs\": [\"precipitation\"]{more}"),
            Origin.Setup(folder),
            new Progress<TrainingProgress>(),
            CancellationToken.None);
        return folder;
    }

    /// <summary>Settings to adapt a source.</summary>
    public static JsonElement Adapt(string source, string strategy, string more = "", int epochs = 3, double rate = 0.01) => Json(string.Create(
        CultureInfo.InvariantCulture,
        $"\"source\": \"{source}\", \"strategy\": \"{strategy}\", \"batch_size\": 8, \"optimiser\": \"adam\", \"learning_rate\": {rate}, \"epochs\": {epochs}{(more.Length > 0 ? ", " : "")}{more}"));

    public static JsonElement FromScratch(string strategy, string more) => Json($"{Quick}, \"strategy\": \"{strategy}\", \"dynamic_inputs\": [\"precipitation\"], \"hidden_size\": 12, {more}");

    /// <summary>The weights of a folder, as bytes by name.</summary>
    public static Dictionary<string, byte[]> Weights(string folder) =>
        PyTorchFile.ReadTensors(Path.Combine(folder, RunoffArtefact.WeightsName)).ToDictionary(pair => pair.Key, pair => pair.Value.Values.ToArray());

    /// <summary>A setup without a validation period, so that the last epochs are the best.</summary>
    public TrainingSetup Unvalidated()
    {
        TrainingSetup setup = Target.Setup("");
        return setup with { Splits = setup.Splits with { Validation = null } };
    }

    public void Dispose()
    {
        Origin.Dispose();
        Target.Dispose();
    }

    private static JsonElement Json(string inside) => JsonElement.Parse($"{{ {inside} }}");
}
