using System.Text.Json;

namespace Tributary.Contracts;

/// <summary>Hands what its trainings left on to other programs, in their formats. <c>tributary export</c> asks the plugin of the member for those that it writes.</summary>
public interface IExportPlugin : IPlugin
{
    /// <summary>The formats that it writes; the first is taken where none is named.</summary>
    IReadOnlyList<ExportFormat> ExportFormats { get; }

    /// <summary>Writes a trained model. Nothing of what it computes is left out in silence: what the format cannot hold is refused.</summary>
    /// <param name="export">What is to be written, and where.</param>
    /// <param name="cancellation">Asks to stop.</param>
    /// <returns>The files written, one for each network that the artefact holds.</returns>
    /// <exception cref="InputException">The artefact is damaged, or cannot be expressed in the format: says what is in the way.</exception>
    /// <exception cref="WorkException">A file cannot be written.</exception>
    IReadOnlyList<string> Export(ModelExport export, CancellationToken cancellation);
}

/// <summary>A format that trained models can be written in.</summary>
/// <param name="Name">What <c>tributary export --format</c> calls it: small letters and hyphens.</param>
/// <param name="Extension">Extension of its files, with the dot.</param>
/// <param name="Description">What it is, in one line.</param>
public sealed record ExportFormat(string Name, string Extension, string Description);

/// <summary>A trained model to be written.</summary>
public sealed record ModelExport
{
    /// <summary>Name of one of the plugin's formats.</summary>
    public required string Format { get; init; }

    /// <summary>The plugin's settings that the model was trained with.</summary>
    public required JsonElement Settings { get; init; }

    /// <summary>Folder of what the training left.</summary>
    public required string ArtefactFolder { get; init; }

    /// <summary>
    /// The file to write, which is not there yet. Of several networks each takes its own part of the artefact into the name before the extension:
    /// <c>lstm-basin-1.onnx</c>.
    /// </summary>
    public required string Output { get; init; }

    /// <summary>Name of the model, as the member is called.</summary>
    public required string Name { get; init; }

    /// <summary>The program that writes it, with its version, as <c>Tributary 0.1.0</c>.</summary>
    public required string Program { get; init; }
}
