using System.Text.Json;
using System.Text.Json.Nodes;
using Tributary.Contracts;

namespace Tributary.Engine;

/// <summary>A trained member of a finished run, to be written in another program's format by its own plugin.</summary>
public sealed class MemberExport
{
    private readonly IExportPlugin _plugin;
    private readonly LoadedPlugin _loaded;
    private readonly JsonElement _settings;
    private readonly (string Suffix, string Folder)[] _artefacts;

    /// <summary>Finds the member and its plugin.</summary>
    /// <param name="run">The run's folder.</param>
    /// <param name="member">The member's name.</param>
    /// <param name="folders">Further folders to look for plugins in.</param>
    /// <exception cref="InputException">There is no finished run, no such member, or its plugin exports nothing.</exception>
    public MemberExport(string run, string member, IEnumerable<string> folders)
    {
        Name = member;
        RunManifest manifest = RunFolder.ReadManifest(run);
        List<JsonNode> members = [.. manifest.Configuration["models"] is JsonArray models ? models.OfType<JsonNode>() : []];
        JsonNode section = members.Find(known => (string?)known["name"] == member) ?? throw new InputException(
            $"the run has no member '{member}'{Nearest.Suggest(member, members.Select(known => (string?)known["name"] ?? string.Empty))}", run);
        string id = (string)section["plugin"]!;
        string[] recorded = [.. manifest.Plugins.Where(plugin => plugin.Id == id).Select(plugin => plugin.Folder)];
        var catalogue = new PluginCatalogue(PluginCatalogue.SearchPath([.. folders, .. recorded])) { Isolated = IsolationSection.ByPlugin(manifest.Configuration) };
        _ = catalogue.Get<IModelPlugin>(id, out _loaded, IsolationSection.Of((JsonObject)section));
        _plugin = _loaded.As<IExportPlugin>() ?? throw new InputException($"member {member} is of the plugin '{id}', which writes its models in no other program's format", run);
        _settings = JsonElement.Parse((section["settings"] ?? new JsonObject()).ToJsonString());
        _artefacts = [.. ArtefactsIn(Path.Combine(Path.GetFullPath(run), RunFolder.ModelsName, member))];
    }

    /// <summary>The member.</summary>
    public string Name { get; }

    /// <summary>The formats that its plugin writes; the first is taken where none is named.</summary>
    public IReadOnlyList<ExportFormat> Formats => _plugin.ExportFormats;

    /// <summary>Writes it, each seed's training to a file of its own.</summary>
    /// <param name="format">Name of the format; null for the plugin's first.</param>
    /// <param name="output">The file; null for the member's name in the current folder. Of several seeds each takes its own into the name.</param>
    /// <param name="cancellation">Asks to stop.</param>
    /// <returns>The files written.</returns>
    /// <exception cref="InputException">There is no such format, a file is there already, or the model cannot be written so.</exception>
    /// <exception cref="WorkException">A file cannot be written, or the plugin broke down.</exception>
    public IReadOnlyList<string> Write(string? format, string? output, CancellationToken cancellation)
    {
        ExportFormat chosen = format is null ? Formats[0] : Formats.FirstOrDefault(known => known.Name == format) ?? throw new InputException(
            $"member {Name} cannot be written as '{format}'", remedy: $"There are {string.Join("; ", Formats.Select(known => $"{known.Name} ({known.Description})"))}.");
        string path = Path.GetFullPath(output ?? Name + chosen.Extension);
        string folder = Path.GetDirectoryName(path)!;
        string draft = Path.Combine(folder, $".{Path.GetFileName(path)}.{Guid.NewGuid():N}");
        try
        {
            Directory.CreateDirectory(draft);
            string[] drafted = [.. _artefacts.SelectMany(artefact => Write(chosen, artefact.Folder, InDraft(path, draft, artefact.Suffix), cancellation))];
            return Publish(drafted, folder);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            throw DiskFailure.Explain(folder, error);
        }
        finally
        {
            if (Directory.Exists(draft))
            {
                Directory.Delete(draft, recursive: true);
            }
        }
    }

    private static string InDraft(string path, string draft, string suffix) => Path.Combine(draft, Path.GetFileNameWithoutExtension(path) + suffix + Path.GetExtension(path));

    private static string[] Publish(string[] drafted, string folder)
    {
        string[] files = [.. drafted.Select(file => Path.Combine(folder, Path.GetFileName(file)))];
        if (Array.Find(files, File.Exists) is { } there)
        {
            throw new InputException("the file is there already", there, "Remove it, or name another --output.");
        }

        for (int i = 0; i < files.Length; i++)
        {
            File.Move(drafted[i], files[i]);
        }

        return files;
    }

    /// <summary>The folder of the only training, or of each seed's.</summary>
    private static IEnumerable<(string Suffix, string Folder)> ArtefactsIn(string folder)
    {
        string[] seeds = Directory.Exists(folder) ? Directory.GetDirectories(folder, "seed-*") : [];
        return seeds.Length == 0
            ? [(string.Empty, folder)]
            : seeds.OrderBy(seed => seed.Length).ThenBy(seed => seed, StringComparer.Ordinal).Select(seed => ($"-{Path.GetFileName(seed)}", seed));
    }

    private IReadOnlyList<string> Write(ExportFormat format, string artefact, string output, CancellationToken cancellation) => PluginGuard.Call(
        _loaded,
        $"member {Name}",
        "writing its model",
        () => _plugin.Export(
            new ModelExport { Format = format.Name, Settings = _settings, ArtefactFolder = artefact, Output = output, Name = Name, Program = $"Tributary {WorkflowRun.Version}" }, cancellation));
}
