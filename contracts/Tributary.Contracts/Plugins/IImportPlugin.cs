namespace Tributary.Contracts;

/// <summary>
/// Turns other programs' configuration files into workflow files. <c>tributary import</c> asks every such plugin for the formats that it reads.
/// </summary>
public interface IImportPlugin : IPlugin
{
    /// <summary>The formats that it reads.</summary>
    IReadOnlyList<ImportFormat> Formats { get; }

    /// <summary>Reads a configuration file. Nothing of it is passed over in silence: what has no counterpart becomes a note.</summary>
    /// <param name="format">Name of one of <see cref="Formats"/>.</param>
    /// <param name="path">The file.</param>
    /// <param name="cancellation">Asks to stop.</param>
    /// <exception cref="InputException">The file is missing, is none of that format, or describes something of which no workflow can be made.</exception>
    ImportedWorkflow Import(string format, string path, CancellationToken cancellation);
}

/// <summary>A format of configuration files.</summary>
/// <param name="Name">What <c>tributary import</c> calls it: small letters and hyphens.</param>
/// <param name="Description">What it is, in one line.</param>
public sealed record ImportFormat(string Name, string Description);

/// <summary>A workflow made of another program's configuration.</summary>
/// <param name="Yaml">The workflow file, YAML with comments.</param>
/// <param name="Notes">What has no counterpart in it, or not quite, in the order of the file.</param>
public sealed record ImportedWorkflow(string Yaml, IReadOnlyList<ImportNote> Notes);

/// <summary>Something of a configuration that has no counterpart in the workflow, or not quite.</summary>
/// <param name="Key">The key.</param>
/// <param name="Value">Its value, in a line.</param>
/// <param name="Remark">Why it has none, or what was done instead.</param>
/// <param name="Line">Its line in the file; null where the file does not have it.</param>
public sealed record ImportNote(string Key, string Value, string Remark, int? Line = null);
