using Tributary.Contracts;

namespace Tributary.Engine;

/// <summary>Puts plugins into a folder of plugins, takes them out, and keeps its <c>plugins.lock</c>.</summary>
/// <param name="root">Folder of plugins.</param>
/// <param name="trust">Whose plugins are installed; null for everybody's.</param>
public sealed class PluginInstallation(string root, PluginTrust? trust = null)
{
    /// <summary>Environment variable with the folder that plugins are installed into where none is named.</summary>
    public const string FolderVariable = "TRIBUTARY_HOME";

    /// <summary>The user's own folder.</summary>
    public static string Home => Environment.GetEnvironmentVariable(FolderVariable) is { Length: > 0 } home ? home
        : Path.Combine(Environment.GetFolderPath(Environment.SpecialFolder.LocalApplicationData, Environment.SpecialFolderOption.DoNotVerify), "tributary");

    /// <summary>The user's own folder of plugins.</summary>
    public static string UserFolder => Path.Combine(Home, "plugins");

    /// <summary>Installs a plugin.</summary>
    /// <param name="source">A folder, a zip or package file, or a package's name.</param>
    /// <param name="feed">Folder or address of the feed of a package; null for the machine's own.</param>
    /// <param name="sha256">SHA-256 that the file must have, as its publisher tells it; null to trust the source.</param>
    /// <returns>Its id and what was recorded.</returns>
    /// <exception cref="InputException">It is there already, or it is refused; nothing has changed.</exception>
    /// <exception cref="WorkException">The folder cannot be written.</exception>
    public (string Id, LockedPlugin Plugin) Install(string source, string? feed = null, string? sha256 = null) => Place(source, feed, sha256, replaced: null);

    /// <summary>Installs a plugin again from where it came from.</summary>
    /// <returns>What was recorded, and whether anything changed.</returns>
    /// <inheritdoc cref="Install"/>
    public (LockedPlugin Plugin, bool Changed) Update(string id)
    {
        LockedPlugin before = Installed(id);
        (_, LockedPlugin after) = Place(before.Source, before.Feed, null, id);
        return (after, before.Sha256 != after.Sha256);
    }

    /// <summary>The installed plugins by id.</summary>
    public IReadOnlyDictionary<string, LockedPlugin> All => (PluginLock.Read(root) ?? new()).Plugins;

    /// <summary>Takes a plugin out.</summary>
    /// <exception cref="InputException">It is not there.</exception>
    public void Remove(string id)
    {
        Installed(id);
        PluginLock held = PluginLock.Read(root)!;
        held.Plugins.Remove(id);
        Writing(() =>
        {
            held.Write(root);
            string folder = Path.Combine(root, id);
            if (Directory.Exists(folder))
            {
                Directory.Delete(folder, recursive: true);
            }
        });
    }

    private LockedPlugin Installed(string id) => All.TryGetValue(id, out LockedPlugin? plugin)
        ? plugin
        : throw new InputException($"there is no installed plugin '{id}'{Nearest.Suggest(id, All.Keys)}", root, "'tributary plugins list' shows all.");

    private (string Id, LockedPlugin Plugin) Place(string source, string? feed, string? sha256, string? replaced)
    {
        bool isPath = Directory.Exists(source) || File.Exists(source);
        if (!isPath && (source.Contains('/') || source.EndsWith(".zip", StringComparison.OrdinalIgnoreCase) || source.EndsWith(".nupkg", StringComparison.OrdinalIgnoreCase)))
        {
            throw new InputException("is not there", source);
        }

        // Beside its final place, so that moving it there is one step.
        string draft = Path.Combine(root, $".{Guid.NewGuid():N}.part");
        try
        {
            return Writing(() =>
            {
                Directory.CreateDirectory(root);
                string unpacked = Directory.CreateDirectory(Path.Combine(draft, "files")).FullName;
                string file = isPath ? source : PackageFeed.Find(source, feed, Path.Combine(draft, "package"));
                if (sha256 is not null && (Directory.Exists(file) || !sha256.Equals(FileHash.Of(file), StringComparison.OrdinalIgnoreCase)))
                {
                    string has = Directory.Exists(file) ? "is a folder, which has no hash" : $"has the SHA-256 {FileHash.Of(file)}, not {sha256}";
                    throw new InputException(has, source, "Do not use it; nothing was installed.");
                }

                return Adopt(PackageFiles.Bring(file, unpacked), isPath ? Path.GetFullPath(source) : source, isPath ? null : FullFeed(feed), replaced);
            });
        }
        finally
        {
            if (Directory.Exists(draft))
            {
                Directory.Delete(draft, recursive: true);
            }
        }
    }

    private (string Id, LockedPlugin Plugin) Adopt(string files, string source, string? feed, string? replaced)
    {
        var found = PluginFolder.Inspect(files);
        if (found.Refusal is { } refusal)
        {
            string where = refusal.Where?.StartsWith(files, StringComparison.Ordinal) == true ? Path.GetRelativePath(files, refusal.Where) : PluginManifest.FileName;
            throw new InputException(refusal.Problem, $"{source}: {where}", refusal.Remedy, refusal);
        }

        PluginManifest manifest = found.Manifest!;
        PluginLock held = PluginLock.Read(root) ?? new();
        string place = Path.Combine(root, manifest.Id);
        if (replaced is not null && replaced != manifest.Id)
        {
            throw new InputException($"is now the plugin '{manifest.Id}', not '{replaced}'", source, $"Remove '{replaced}' and install it anew.");
        }

        if (replaced is null && (Directory.Exists(place) || held.Plugins.ContainsKey(manifest.Id)))
        {
            string version = held.Plugins.TryGetValue(manifest.Id, out LockedPlugin? there) ? $" {there.Version}" : string.Empty;
            throw new InputException($"the plugin '{manifest.Id}'{version} is already there", place, $"'tributary plugins update {manifest.Id}' installs it again from where it came from; 'remove' takes it out.");
        }

        PublisherKey? key = PluginSignature.Verify(files, source);
        LockedPlugin? before = held.Plugins.GetValueOrDefault(manifest.Id);
        PluginTrust trusted = trust ?? PluginTrust.None;
        trusted.Demand(key, before, source);
        held.Plugins[manifest.Id] = LockedPlugin.Of(files, manifest.Version, source, feed) with
        {
            Signer = key is null ? null : trusted.NameOf(key) ?? before?.Signer,
            SignerKey = key?.Fingerprint,
        };
        if (Directory.Exists(place))
        {
            Directory.Delete(place, recursive: true);
        }

        Directory.Move(files, place);
        held.Write(root);
        return (manifest.Id, held.Plugins[manifest.Id]);
    }

    private static string? FullFeed(string? feed) => feed is not null && Directory.Exists(feed) ? Path.GetFullPath(feed) : feed;

    private void Writing(Action work) => Writing(() =>
    {
        work();
        return true;
    });

    private T Writing<T>(Func<T> work)
    {
        try
        {
            return work();
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            throw new WorkException($"the plugin could not be written ({error.Message})", root, cause: error);
        }
    }
}
