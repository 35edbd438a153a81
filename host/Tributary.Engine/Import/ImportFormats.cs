using Tributary.Contracts;

namespace Tributary.Engine;

/// <summary>The formats of other programs' configuration files that the plugins at hand read.</summary>
public sealed class ImportFormats
{
    private readonly SortedDictionary<string, (ImportFormat Format, IImportPlugin Plugin)> _formats = new(StringComparer.Ordinal);
    private readonly List<string> _failures = [];

    /// <summary>Asks every plugin; one that does not load stops nobody else.</summary>
    public ImportFormats(PluginCatalogue catalogue)
    {
        ArgumentNullException.ThrowIfNull(catalogue);
        foreach (string id in catalogue.Ids)
        {
            try
            {
                if (catalogue.Load(id).As<IImportPlugin>() is { } plugin)
                {
                    foreach (ImportFormat format in plugin.Formats)
                    {
                        _formats.TryAdd(format.Name, (format, plugin));
                    }
                }
            }
            catch (TributaryException error)
            {
                _failures.Add(error.Message);
            }
        }
    }

    /// <summary>The formats, by name.</summary>
    public IEnumerable<ImportFormat> All => _formats.Values.Select(entry => entry.Format);

    /// <summary>Reads a configuration file.</summary>
    /// <param name="format">Name of its format.</param>
    /// <param name="path">The file.</param>
    /// <param name="cancellation">Asks to stop.</param>
    /// <exception cref="InputException">No plugin reads that format, or the file is wrong.</exception>
    public ImportedWorkflow Import(string format, string path, CancellationToken cancellation) => _formats.TryGetValue(format, out (ImportFormat Format, IImportPlugin Plugin) entry)
        ? entry.Plugin.Import(format, path, cancellation)
        : throw new InputException(
            $"there is no format '{format}' to import",
            remedy: string.Join(' ', [_formats.Count > 0 ? $"There are {string.Join("; ", All.Select(known => $"{known.Name} ({known.Description})"))}." : "No plugin reads any.", .. _failures]));
}
