using Tributary.Contracts;

namespace Tributary.Engine;

/// <summary>A plugin that reads other programs' configurations, in a process of its own.</summary>
internal sealed class IsolatedImportPlugin(PluginWorkers workers) : IsolatedPlugin(workers), IImportPlugin
{
    /// <inheritdoc/>
    public IReadOnlyList<ImportFormat> Formats => Workers.Kind.ImportFormats;

    /// <inheritdoc/>
    public ImportedWorkflow Import(string format, string path, CancellationToken cancellation) => Workers.Common.Ask(
        PluginCall.Import,
        (ref PackWriter writer) =>
        {
            writer.Write(format);
            writer.Write(Path.GetFullPath(path));
        },
        static (ref PackReader reader) => reader.ReadJson(IsolationJson.Default.ImportedWorkflow),
        cancellation);
}

/// <summary>A plugin that writes trained models for other programs, in a process of its own.</summary>
internal sealed class IsolatedExportPlugin(PluginWorkers workers) : IsolatedPlugin(workers), IExportPlugin
{
    /// <inheritdoc/>
    public IReadOnlyList<ExportFormat> ExportFormats => Workers.Kind.ExportFormats;

    /// <inheritdoc/>
    public IReadOnlyList<string> Export(ModelExport export, CancellationToken cancellation) => Workers.Common.Ask(
        PluginCall.Export,
        (ref PackWriter writer) => writer.Write(
            export with { ArtefactFolder = Path.GetFullPath(export.ArtefactFolder), Output = Path.GetFullPath(export.Output) }, IsolationJson.Default.ModelExport),
        static (ref PackReader reader) => reader.ReadJson(IsolationJson.Default.StringArray),
        cancellation);
}

/// <summary>A plugin that looks at the machine, in a process of its own.</summary>
internal sealed class IsolatedDiagnosticPlugin(PluginWorkers workers) : IsolatedPlugin(workers), IDiagnosticPlugin
{
    /// <inheritdoc/>
    public IReadOnlyList<Diagnosis> Examine(CancellationToken cancellation) => Workers.Common.Ask(
        PluginCall.Examine, static (ref PackWriter _) => { }, static (ref PackReader reader) => reader.ReadJson(IsolationJson.Default.DiagnosisArray), cancellation);
}
