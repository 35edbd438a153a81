using System.Text.Json;
using Tributary.Contracts;

namespace Tributary.Plugins.Imports;

/// <summary>The plugin: which formats there are.</summary>
public sealed class ImportsPlugin : IImportPlugin
{
    private const string NeuralHydrology = "neuralhydrology";
    private const string Symfluence = "symfluence";

    /// <inheritdoc/>
    public JsonElement SettingsSchema { get; } = JsonElement.Parse("""{ "type": "object", "additionalProperties": false }""");

    /// <inheritdoc/>
    public IReadOnlyList<ImportFormat> Formats { get; } =
    [
        new(NeuralHydrology, "config.yml of NeuralHydrology: cudalstm, customlstm, embcudalstm, ealstm, mclstm"),
        new(Symfluence, "configuration of SYMFLUENCE (also CONFLUENCE), flat or nested: LSTM, GR, HBV"),
    ];

    /// <inheritdoc/>
    public ImportedWorkflow Import(string format, string path, CancellationToken cancellation)
    {
        cancellation.ThrowIfCancellationRequested();
        return format switch
        {
            NeuralHydrology => new NeuralHydrologyImport(path).Workflow(),
            Symfluence => new SymfluenceImport(path).Workflow(),
            _ => throw new InputException($"there is no format '{format}'", "imports", $"There are {string.Join(" and ", Formats.Select(known => known.Name))}."),
        };
    }
}
