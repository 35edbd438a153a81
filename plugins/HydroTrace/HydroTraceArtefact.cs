using System.Text.Json;
using System.Text.Json.Serialization;
using Tributary.Contracts;
using Tributary.Learning;

namespace Tributary.Plugins.HydroTrace;

/// <summary>A trained network as it lies in a folder: <c>best_model.pt</c> (its state dict, which PyTorch reads), <c>scaler.json</c> and <c>config.json</c>.</summary>
internal sealed record HydroTraceArtefact
{
    private const string WeightsName = "best_model.pt";
    private const string ConfigurationName = "config.json";

    /// <summary>The network's sizes.</summary>
    public required GridShape Network { get; set; }

    /// <summary>Gridded variables that it reads, in order.</summary>
    public required IReadOnlyList<string> Variables { get; set; }

    /// <summary>Static grids that it reads, in order.</summary>
    public required IReadOnlyList<string> StaticGrids { get; set; }

    /// <summary>Gauges that it tells, in order.</summary>
    public required IReadOnlyList<string> Gauges { get; set; }

    /// <summary>Cells that take part, by row x width + column.</summary>
    public required int[] Inside { get; set; }

    /// <summary>Steps from the last one read to the one told.</summary>
    public required int Lead { get; set; }

    /// <summary>Cells along a side of a cell of the network.</summary>
    public required int Coarsen { get; set; }

    /// <summary>Time step in seconds.</summary>
    public required double StepSeconds { get; set; }

    /// <summary>Seed that it was trained with.</summary>
    public int Seed { get; set; }

    /// <summary>What further trainings came to; null where none was asked for.</summary>
    public TrainedChecks? Checks { get; set; }

    /// <summary>Steps before the one told that are read.</summary>
    [JsonIgnore]
    public int History => Network.Window + Lead - 1;

    /// <summary>Writes all three files.</summary>
    /// <exception cref="WorkException">A file cannot be written.</exception>
    public void Write(string folder, GridNetwork network, Scaler scaler)
    {
        ModuleState.Write(network, Path.Combine(folder, WeightsName));
        ScalerFile.Write(scaler, Path.Combine(folder, ScalerFile.Name));
        AtomicFile.Write(Path.Combine(folder, ConfigurationName), file => file.Write(JsonSerializer.SerializeToUtf8Bytes(this, HydroTraceArtefactJson.Default.HydroTraceArtefact)));
    }

    /// <summary>Reads the configuration.</summary>
    /// <exception cref="InputException">The folder holds none, or it is damaged.</exception>
    public static HydroTraceArtefact Read(string folder)
    {
        string path = Path.Combine(folder, ConfigurationName);
        try
        {
            return JsonSerializer.Deserialize(File.ReadAllBytes(path), HydroTraceArtefactJson.Default.HydroTraceArtefact) ?? throw new JsonException("it is empty");
        }
        catch (Exception error) when (error is JsonException or IOException)
        {
            throw new InputException($"the folder holds no trained HydroTrace: {error.Message}", path, "Give the folder that a training wrote.", error);
        }
    }

    /// <summary>Makes the network with its weights.</summary>
    /// <exception cref="InputException">The weights are missing or of another architecture.</exception>
    public GridNetwork LoadNetwork(string folder)
    {
        string path = Path.Combine(folder, WeightsName);
        var network = new GridNetwork(Network);
        ModuleState.Load(network, PyTorchFile.ReadTensors(path), path);
        network.eval();
        return network;
    }
}

/// <summary>Reads and writes artefacts without reflection, so that the plugin can be unloaded.</summary>
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower, NumberHandling = JsonNumberHandling.AllowNamedFloatingPointLiterals, WriteIndented = true, UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow)]
[JsonSerializable(typeof(HydroTraceArtefact))]
internal sealed partial class HydroTraceArtefactJson : JsonSerializerContext;
