using System.Text.Json;
using System.Text.Json.Serialization;
using Tributary.Contracts;

namespace Tributary.Learning;

/// <summary>
/// A trained network as it lies in a folder: <c>best_model.pt</c> (its state dict, which PyTorch reads), <c>scaler.json</c> and <c>config.json</c>. Any
/// plugin that learns runoff can take it up.
/// </summary>
public sealed record RunoffArtefact
{
    /// <summary>File of the weights.</summary>
    public const string WeightsName = "best_model.pt";

    /// <summary>File of the configuration.</summary>
    public const string ConfigurationName = "config.json";

    /// <summary>Version of the configuration's form.</summary>
    public int SchemaVersion { get; set; } = 1;

    /// <summary>The network's sizes.</summary>
    public required NetworkShape Network { get; set; }

    /// <summary>Forcing variables that it reads, in order.</summary>
    public required IReadOnlyList<string> DynamicInputs { get; set; }

    /// <summary>Features computed from them.</summary>
    public IReadOnlyList<string> DerivedInputs { get; set; } = [];

    /// <summary>Static attributes that it reads, in order.</summary>
    public IReadOnlyList<string> StaticAttributes { get; set; } = [];

    /// <summary>What it predicts; discharge as runoff depth in mm d-1.</summary>
    public required IReadOnlyList<string> Targets { get; set; }

    /// <summary>Steps that it reads for one prediction.</summary>
    public required int Lookback { get; set; }

    /// <summary>Last steps of a window that had targets.</summary>
    public int PredictLast { get; set; } = 1;

    /// <summary>Time step in seconds.</summary>
    public required double StepSeconds { get; set; }

    /// <summary>What each quantile must be moved by to cover what it promises (split-conformal), in the spread of its prediction; empty for none.</summary>
    public IReadOnlyList<double> Conformal { get; set; } = [];

    /// <summary>Seed that it was trained with.</summary>
    public int Seed { get; set; }

    /// <summary>Writes all three files.</summary>
    /// <exception cref="WorkException">A file cannot be written.</exception>
    public void Write(string folder, RunoffNetwork network, Scaler scaler)
    {
        ModuleState.Write(network, Path.Combine(folder, WeightsName));
        ScalerFile.Write(scaler, Path.Combine(folder, ScalerFile.Name));
        WriteConfiguration(folder);
    }

    /// <summary>Writes the configuration alone.</summary>
    /// <exception cref="WorkException">The file cannot be written.</exception>
    public void WriteConfiguration(string folder) => AtomicFile.Write(
        Path.Combine(folder, ConfigurationName),
        file => file.Write(JsonSerializer.SerializeToUtf8Bytes(this, ArtefactJson.Default.RunoffArtefact)));

    /// <summary>Reads the configuration.</summary>
    /// <exception cref="InputException">The folder holds none, or it is damaged.</exception>
    public static RunoffArtefact Read(string folder)
    {
        string path = Path.Combine(folder, ConfigurationName);
        try
        {
            return JsonSerializer.Deserialize(File.ReadAllBytes(path), ArtefactJson.Default.RunoffArtefact) ?? throw new JsonException("it is empty");
        }
        catch (JsonException error)
        {
            throw new InputException($"it describes no trained network: {error.Message}", path, "Give the folder that a training wrote.", error);
        }
        catch (IOException error)
        {
            throw new InputException("the folder holds no trained network", path, "Give the folder that a training wrote: config.json, scaler.json and best_model.pt.", error);
        }
    }

    /// <summary>Makes the network with its weights.</summary>
    /// <exception cref="InputException">The weights are missing or of another architecture.</exception>
    public RunoffNetwork LoadNetwork(string folder)
    {
        string path = Path.Combine(folder, WeightsName);
        RunoffNetwork network = Networks.Make(Network);
        ModuleState.Load(network, PyTorchFile.ReadTensors(path), path);
        network.eval();
        return network;
    }
}

/// <summary>Reads and writes artefacts without reflection, so that the plugin can be unloaded.</summary>
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower,
    UseStringEnumConverter = true,
    WriteIndented = true,
    UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow)]
[JsonSerializable(typeof(RunoffArtefact))]
internal sealed partial class ArtefactJson : JsonSerializerContext;
