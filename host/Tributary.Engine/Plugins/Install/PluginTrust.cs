using System.Text.Json;
using System.Text.Json.Serialization;
using Tributary.Contracts;

namespace Tributary.Engine;

/// <summary>Whose plugins are installed: the publishers whose keys the user trusts, and whether any others are.</summary>
public sealed class PluginTrust
{
    private const string KeysFolder = "trusted-keys";
    private const string SettingsFile = "settings.json";

    private readonly Dictionary<string, string> _names = [];

    /// <summary>Nobody is known, and nobody refused.</summary>
    public static PluginTrust None { get; } = new();

    /// <summary>Whether only what a trusted publisher has signed is installed.</summary>
    public bool RequiresSignature { get; private init; }

    /// <summary>What the user has laid down: the keys in <c>trusted-keys</c>, each named by its file, and <c>require_signature</c> in <c>settings.json</c>.</summary>
    /// <param name="home">The user's folder.</param>
    /// <param name="furtherKeys">PEM files of keys to trust too.</param>
    /// <param name="requireSignature">Whether signatures are required whatever the settings say.</param>
    /// <exception cref="InputException">A key or the settings cannot be read.</exception>
    public static PluginTrust Read(string home, IEnumerable<string> furtherKeys, bool requireSignature)
    {
        var trust = new PluginTrust { RequiresSignature = requireSignature || SettingsOf(Path.Combine(home, SettingsFile)).RequireSignature };
        string folder = Path.Combine(home, KeysFolder);
        IEnumerable<string> kept = Directory.Exists(folder) ? Directory.EnumerateFiles(folder, "*.pem").Order(StringComparer.Ordinal) : [];
        foreach (string path in kept.Concat(furtherKeys))
        {
            trust._names.TryAdd(PublisherKey.Read(path).Fingerprint, Path.GetFileNameWithoutExtension(path));
        }

        return trust;
    }

    /// <summary>Keeps a publisher's key.</summary>
    /// <param name="home">The user's folder.</param>
    /// <param name="key">PEM file of the key.</param>
    /// <param name="name">Name of the publisher; null for that of the file.</param>
    /// <returns>Where it lies now.</returns>
    /// <exception cref="InputException">It is no key, or there is another of that name.</exception>
    /// <exception cref="WorkException">It cannot be written.</exception>
    public static string Keep(string home, string key, string? name)
    {
        string fingerprint = PublisherKey.Read(key).Fingerprint;
        string given = name ?? Path.GetFileNameWithoutExtension(key);
        string path = Path.Combine(home, KeysFolder, $"{given}.pem");
        if (Path.GetFileName(given) != given || given.StartsWith('.'))
        {
            throw new InputException("is no name of a file", given, "Give the publisher's name with --name.");
        }

        if (File.Exists(path) && PublisherKey.Read(path).Fingerprint != fingerprint)
        {
            throw new InputException("there is another key of that name", path, "Give another name with --name, or delete that key.");
        }

        try
        {
            Directory.CreateDirectory(Path.GetDirectoryName(path)!);
            File.Copy(key, path, overwrite: true);
            return path;
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            throw new WorkException($"the key could not be written ({error.Message})", path, cause: error);
        }
    }

    /// <summary>The name of the trusted publisher of a key; null where it is not trusted.</summary>
    public string? NameOf(PublisherKey key) => _names.GetValueOrDefault(key.Fingerprint);

    /// <summary>Refuses what is not signed by whom it should be.</summary>
    /// <param name="key">The key by which it is signed; null where it is not.</param>
    /// <param name="before">What is installed and replaced; null for none.</param>
    /// <param name="source">Where it came from.</param>
    /// <exception cref="InputException">It is refused.</exception>
    internal void Demand(PublisherKey? key, LockedPlugin? before, string source)
    {
        if (before?.SignerKey is { } signer && signer != key?.Fingerprint)
        {
            throw new InputException(
                $"{(key is null ? "is no longer signed" : $"is signed by another key ({key.Fingerprint})")}, while {before.Version} was signed by {before.Signer ?? signer}",
                source,
                "If its publisher says that this is right, remove the plugin and install it anew.");
        }

        if (RequiresSignature && (key is null || (NameOf(key) is null && key.Fingerprint != before?.SignerKey)))
        {
            throw new InputException(
                key is null ? $"is not signed (it has no {PluginSignature.FileName}), and signatures are required" : $"is signed by a key that is not trusted ({key.Fingerprint})",
                source,
                "Nothing was installed. Get the publisher's key in another way than the plugin, and trust it with 'tributary plugins trust KEY.pem' or --key.");
        }
    }

    private static UserSettings SettingsOf(string path)
    {
        try
        {
            return File.Exists(path) ? JsonSerializer.Deserialize(File.ReadAllBytes(path), UserSettingsJson.Default.UserSettings) ?? new() : new();
        }
        catch (Exception error) when (error is JsonException or IOException or UnauthorizedAccessException)
        {
            throw new InputException($"cannot be read ({error.Message})", path, "Write it as { \"require_signature\": true }.", error);
        }
    }
}

/// <summary>The user's settings.</summary>
internal sealed record UserSettings
{
    /// <summary>Whether only signed plugins are installed.</summary>
    public bool RequireSignature { get; set; }
}

/// <summary>Reads the user's settings.</summary>
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower, UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow)]
[JsonSerializable(typeof(UserSettings))]
internal sealed partial class UserSettingsJson : JsonSerializerContext;
