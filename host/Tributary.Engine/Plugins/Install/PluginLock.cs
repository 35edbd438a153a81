using System.Security.Cryptography;
using System.Text.Json;
using System.Text.Json.Serialization;
using Tributary.Contracts;

namespace Tributary.Engine;

/// <summary>
/// What was installed into a folder of plugins, with the hash of every file: its <c>plugins.lock</c>. Where there is one, nothing else in that folder is loaded.
/// </summary>
public sealed record PluginLock
{
    /// <summary>Name of the file.</summary>
    public const string FileName = "plugins.lock";

    /// <summary>Version of the file's layout.</summary>
    public int SchemaVersion { get; set; } = 1;

    /// <summary>The plugins by id.</summary>
    public SortedDictionary<string, LockedPlugin> Plugins { get; set; } = new(StringComparer.Ordinal);

    /// <summary>The lock of a folder of plugins; null where it has none.</summary>
    /// <exception cref="InputException">It cannot be read.</exception>
    public static PluginLock? Read(string root)
    {
        string path = Path.Combine(root, FileName);
        try
        {
            return File.Exists(path) ? JsonSerializer.Deserialize(File.ReadAllBytes(path), PluginLockJson.Default.PluginLock) ?? new() : null;
        }
        catch (Exception error) when (error is JsonException or IOException or UnauthorizedAccessException)
        {
            throw new InputException($"cannot be read ({error.Message})", path, "Install the plugins of its folder again.", error);
        }
    }

    /// <summary>Replaces the lock of a folder in one go.</summary>
    public void Write(string root)
    {
        string path = Path.Combine(root, FileName);
        string draft = $"{path}.{Guid.NewGuid():N}.part";
        File.WriteAllBytes(draft, [.. JsonSerializer.SerializeToUtf8Bytes(this, PluginLockJson.Default.PluginLock), (byte)'\n']);
        File.Move(draft, path, overwrite: true);
    }

    /// <summary>Why a plugin's folder is not what was installed; null where it is.</summary>
    /// <param name="folder">The plugin's folder.</param>
    public InputException? RefusalOf(string folder)
    {
        (string root, string name) = (Path.GetDirectoryName(folder)!, Path.GetFileName(folder));
        if (!Plugins.TryGetValue(name, out LockedPlugin? locked))
        {
            return new InputException($"the plugin is not in {Path.Combine(root, FileName)}", folder, "Install it with 'tributary plugins install', or move it out of this folder.");
        }

        foreach (string file in Directory.EnumerateFiles(folder, "*", SearchOption.AllDirectories).Order(StringComparer.Ordinal))
        {
            string relative = Path.GetRelativePath(folder, file);
            if (!locked.Files.TryGetValue(relative, out string? hash) || hash != FileHash.Of(file))
            {
                string fault = hash is null ? "was not installed with it" : $"has the SHA-256 {FileHash.Of(file)}, not the {hash} of when it was installed";
                return new InputException($"{relative} of plugin {name} {fault}", folder, $"Install it again ('tributary plugins update {name}') if you trust its source.");
            }
        }

        string? missing = locked.Files.Keys.FirstOrDefault(file => !File.Exists(Path.Combine(folder, file)));
        return missing is null ? null : new InputException($"{missing} of plugin {name} is missing", folder, $"Install it again ('tributary plugins update {name}').");
    }
}

/// <summary>An installed plugin.</summary>
public sealed record LockedPlugin
{
    /// <summary>Its version.</summary>
    public string Version { get; set; } = string.Empty;

    /// <summary>Where it came from: a folder, a zip or package file, or a package's name.</summary>
    public string Source { get; set; } = string.Empty;

    /// <summary>Feed of the package; null for a file or folder.</summary>
    public string? Feed { get; set; }

    /// <summary>Name of the trusted publisher who signed it; null where it is not signed or by nobody who was trusted.</summary>
    public string? Signer { get; set; }

    /// <summary>SHA-256 of the key that it is signed by; null where it is not signed.</summary>
    public string? SignerKey { get; set; }

    /// <summary>By whom it is signed, in words.</summary>
    [JsonIgnore]
    public string SignedBy => SignerKey is null ? "not signed" : $"signed by {Signer ?? $"a key that is not trusted ({SignerKey})"}";

    /// <summary>SHA-256 of all its files.</summary>
    public string Sha256 { get; set; } = string.Empty;

    /// <summary>SHA-256 of each file by its path in the plugin's folder.</summary>
    public SortedDictionary<string, string> Files { get; set; } = new(StringComparer.Ordinal);

    /// <summary>Refuses a file whose bytes are not those that were installed.</summary>
    /// <exception cref="InputException">They are not.</exception>
    internal void Demand(string folder, string file, string hash)
    {
        if (Files.GetValueOrDefault(Path.GetRelativePath(folder, file)) != hash)
        {
            throw new InputException($"its SHA-256 {hash} is not the one of {PluginLock.FileName}", file, "Install the plugin again if you trust its source.");
        }
    }

    /// <summary>Hashes what lies in a folder.</summary>
    internal static LockedPlugin Of(string folder, string version, string source, string? feed)
    {
        var locked = new LockedPlugin { Version = version, Source = source, Feed = feed };
        foreach (string file in Directory.EnumerateFiles(folder, "*", SearchOption.AllDirectories))
        {
            locked.Files[Path.GetRelativePath(folder, file)] = FileHash.Of(file);
        }

        string all = string.Join('\n', locked.Files.Select(file => $"{file.Value}  {file.Key}"));
        return locked with { Sha256 = Convert.ToHexStringLower(SHA256.HashData(System.Text.Encoding.UTF8.GetBytes(all))) };
    }
}

/// <summary>Reads and writes locks.</summary>
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower, WriteIndented = true, DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(PluginLock))]
internal sealed partial class PluginLockJson : JsonSerializerContext;
