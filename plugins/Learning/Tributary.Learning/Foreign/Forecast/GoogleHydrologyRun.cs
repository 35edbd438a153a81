using Tributary.Contracts;

namespace Tributary.Learning;

/// <summary>
/// A trained run of googlehydrology (google-research/flood-forecasting), of the models mean_embedding_forecast_lstm and handoff_forecast_lstm: the network
/// that its configuration describes, its scaler and its weights.
/// </summary>
public sealed record GoogleHydrologyRun
{
    /// <summary>Where it lies.</summary>
    public required string Folder { get; init; }

    /// <summary>The checkpoint that was read.</summary>
    public required string ModelFile { get; init; }

    /// <summary>The checkpoint's epoch.</summary>
    public required int Epoch { get; init; }

    /// <summary>The network; its groups name the series in the network's order.</summary>
    public required ForecastShape Shape { get; init; }

    /// <summary>The scaler of attributes and targets, and as inputs the past's series followed by the forecast's.</summary>
    public required Scaler Scaler { get; init; }

    /// <summary>Static attributes, in the network's order.</summary>
    public required IReadOnlyList<string> Attributes { get; init; }

    /// <summary>Targets, in the network's order.</summary>
    public required IReadOnlyList<string> Targets { get; init; }

    /// <summary>Predicted steps at the end, which it was trained and scored on: the lead time, and one more for today.</summary>
    public required int PredictLast { get; init; }

    /// <summary>Targets whose negative predictions count as zero.</summary>
    public required IReadOnlyList<string> ClippedTargets { get; init; }

    /// <summary>The weights.</summary>
    public required OrderedDictionary<string, StoredTensor> Weights { get; init; }

    /// <summary>Settings of the configuration that were not made use of.</summary>
    public required IReadOnlyList<ForeignSetting> Others { get; init; }

    /// <summary>Whether a folder or file is the configuration of a googlehydrology forecast network.</summary>
    /// <exception cref="InputException">It is a configuration that cannot be read.</exception>
    public static bool IsOne(string path)
    {
        string file = Directory.Exists(path) ? Path.Combine(path, "config.yml") : path;
        return File.Exists(file) && GoogleHydrologyConfiguration.IsOne(file);
    }

    /// <summary>What the configuration alone says of a run.</summary>
    /// <param name="path">Its folder, or its config.yml.</param>
    /// <returns>The network's sizes, static attributes and targets.</returns>
    /// <exception cref="InputException">It is missing, or asks for something that has no counterpart here: names file and line.</exception>
    public static (ForecastShape Shape, IReadOnlyList<string> Attributes, IReadOnlyList<string> Targets) Describe(string path)
    {
        var reading = new GoogleHydrologyConfiguration(RunFolder.At(path).Configuration);
        return (reading.Shape, reading.Attributes, reading.Targets);
    }

    /// <summary>Reads a run.</summary>
    /// <param name="files">Opens NetCDF files, the scaler among them.</param>
    /// <param name="path">Its folder, or its config.yml.</param>
    /// <param name="epoch">The epoch whose weights are wanted; null for the last that was kept.</param>
    /// <exception cref="InputException">A file is missing or damaged, or the configuration asks for something that has no counterpart here: names file and line.</exception>
    public static GoogleHydrologyRun Read(IArrayFiles files, string path, int? epoch = null)
    {
        RunFolder folder = RunFolder.At(path);
        var reading = new GoogleHydrologyConfiguration(folder.Configuration);
        (string modelFile, int number) = folder.Model(epoch);
        return new GoogleHydrologyRun
        {
            Folder = folder.Folder,
            ModelFile = modelFile,
            Epoch = number,
            Shape = reading.Shape,
            Scaler = GoogleHydrologyScaler.Read(
                files, ScalerOf(folder.Folder, reading.BaseFolder), [.. reading.Shape.HindcastInputs, .. reading.Shape.ForecastInputs], reading.Attributes, reading.Targets),
            Attributes = reading.Attributes,
            Targets = reading.Targets,
            PredictLast = reading.PredictLast,
            ClippedTargets = reading.ClippedTargets,
            Weights = RunFolder.Weights(modelFile),
            Others = reading.Others(),
        };
    }

    /// <summary>Makes its network and puts the weights in; it is ready to predict.</summary>
    /// <exception cref="InputException">The weights are of another architecture than the configuration describes; says which tensors differ.</exception>
    public ForecastNetwork Network()
    {
        ForecastNetwork network = ForecastNetwork.Make(Shape);
        ModuleState.Load(network, Weights, ModelFile);
        network.eval();
        return network;
    }

    /// <summary>A fine-tuned run goes on with the scaler of the run before, in whose folder it lies by default.</summary>
    private static string ScalerOf(string folder, string? before)
    {
        string[] places = [.. new[] { folder, before, Path.GetDirectoryName(Path.TrimEndingDirectorySeparator(Path.GetFullPath(folder))) }.OfType<string>().Select(place => Path.Combine(place, "scaler.nc"))];
        return places.FirstOrDefault(File.Exists) ?? throw new InputException("there is no scaler.nc", folder, "Copy the run's scaler.nc beside its config.yml.");
    }
}
