using Tributary.Contracts;

namespace Tributary.Learning;

/// <summary>
/// A trained run of NeuralHydrology (Kratzert et al., 2022, JOSS 7, 4050), of the models cudalstm, customlstm and ealstm with the heads regression, gmm and
/// cmal: the network that its configuration describes, its scaler, and its weights under the names of this library's networks.
/// </summary>
/// <remarks>
/// What would change a prediction and has no counterpart is refused. What changes none is listed in <see cref="Others"/>. Embeddings are taken where they are
/// linear: that of the dynamic inputs goes into the weights behind it, which gives the same numbers.
/// </remarks>
public sealed record NeuralHydrologyRun
{
    /// <summary>Where it lies.</summary>
    public required string Folder { get; init; }

    /// <summary>The checkpoint that was read.</summary>
    public required string ModelFile { get; init; }

    /// <summary>The checkpoint's epoch.</summary>
    public required int Epoch { get; init; }

    /// <summary>The network.</summary>
    public required NetworkShape Shape { get; init; }

    /// <summary>The scaler of inputs, attributes and targets.</summary>
    public required Scaler Scaler { get; init; }

    /// <summary>Dynamic inputs, in the network's order.</summary>
    public required IReadOnlyList<string> Inputs { get; init; }

    /// <summary>Static attributes, in the network's order: NeuralHydrology sorts them by name, whatever the configuration's order.</summary>
    public required IReadOnlyList<string> Attributes { get; init; }

    /// <summary>Targets, in the network's order.</summary>
    public required IReadOnlyList<string> Targets { get; init; }

    /// <summary>Steps of a window, the predicted ones among them.</summary>
    public required int SequenceLength { get; init; }

    /// <summary>Predicted steps at the end of a window.</summary>
    public required int PredictLast { get; init; }

    /// <summary>Targets whose negative predictions count as zero.</summary>
    public required IReadOnlyList<string> ClippedTargets { get; init; }

    /// <summary>The one time step that the configuration names, as <c>1D</c> or <c>1H</c>; null where it names none.</summary>
    public string? Frequency { get; init; }

    /// <summary>The weights, by the names of this library's networks.</summary>
    public required OrderedDictionary<string, StoredTensor> Weights { get; init; }

    /// <summary>Settings of the configuration that were not made use of.</summary>
    public required IReadOnlyList<ForeignSetting> Others { get; init; }

    /// <summary>Reads a run.</summary>
    /// <param name="path">Its folder, or its config.yml.</param>
    /// <param name="epoch">The epoch whose weights are wanted; null for the last that was kept.</param>
    /// <exception cref="InputException">A file is missing or damaged, or the configuration asks for something that has no counterpart here: names file and line.</exception>
    public static NeuralHydrologyRun Read(string path, int? epoch = null)
    {
        RunFolder folder = RunFolder.At(path);
        var reading = new NeuralHydrologyConfiguration(folder.Configuration);
        (string modelFile, int number) = folder.Model(epoch);
        OrderedDictionary<string, StoredTensor> weights = NeuralHydrologyWeights.Rename(RunFolder.Weights(modelFile), reading, modelFile);
        return new NeuralHydrologyRun
        {
            Folder = folder.Folder,
            ModelFile = modelFile,
            Epoch = number,
            Shape = reading.Shape,
            Scaler = NeuralHydrologyScaler.Read(Path.Combine(folder.Folder, "train_data", "train_data_scaler.yml"), reading.Inputs, reading.Attributes, reading.Targets),
            Inputs = reading.Inputs,
            Attributes = reading.Attributes,
            Targets = reading.Targets,
            SequenceLength = reading.SequenceLength,
            PredictLast = reading.PredictLast,
            ClippedTargets = reading.ClippedTargets,
            Frequency = reading.Frequency,
            Weights = weights,
            Others = reading.Others(),
        };
    }
}
