using System.IO.Compression;
using System.Security.Cryptography;
using System.Text.Json;
using System.Text.Json.Serialization;
using Tributary.Contracts;

namespace Tributary.Engine;

/// <summary>
/// A publisher's signature of a plugin's files: its <c>plugin.sig</c>. What is signed is the list of all other files, a line <c>SHA-256  path</c> each as sha256sum prints it, in
/// ordinal order of the paths.
/// </summary>
public sealed record PluginSignature
{
    /// <summary>Name of the file.</summary>
    public const string FileName = "plugin.sig";

    /// <summary>Version of the file's layout.</summary>
    public int SchemaVersion { get; set; } = 1;

    /// <summary>The publisher's public key, SubjectPublicKeyInfo.</summary>
    public byte[] PublicKey { get; set; } = [];

    /// <summary>SHA-256 of each file by its path in the plugin's folder.</summary>
    public SortedDictionary<string, string> Files { get; set; } = new(StringComparer.Ordinal);

    /// <summary>The signature.</summary>
    public byte[] Signature { get; set; } = [];

    private string Signed => string.Concat(Files.OrderBy(file => file.Key, StringComparer.Ordinal).Select(file => $"{file.Value}  {file.Key}\n"));

    /// <summary>Signs a plugin.</summary>
    /// <param name="plugin">Its folder, or a zip or package file, into which the signature is written.</param>
    /// <param name="privateKey">PEM file of the private key.</param>
    /// <returns>The key that it is signed by.</returns>
    /// <exception cref="InputException">It is no plugin, or the key is none.</exception>
    /// <exception cref="WorkException">The signature cannot be written.</exception>
    public static PublisherKey Sign(string plugin, string privateKey)
    {
        string draft = Path.Combine(Path.GetTempPath(), $"tributary-sign-{Guid.NewGuid():N}");
        try
        {
            string files = Directory.Exists(plugin) ? plugin : PackageFiles.Bring(plugin, Directory.CreateDirectory(draft).FullName);
            if (PluginFolder.Inspect(files).Refusal is { } refusal)
            {
                throw refusal;
            }

            var signature = new PluginSignature { Files = HashesOf(files) };
            signature.Signature = PublisherKey.Sign(privateKey, signature.Signed, out PublisherKey key);
            signature.PublicKey = key.Bytes;
            byte[] bytes = [.. JsonSerializer.SerializeToUtf8Bytes(signature, PluginSignatureJson.Default.PluginSignature), (byte)'\n'];
            if (files == plugin)
            {
                File.WriteAllBytes(Path.Combine(files, FileName), bytes);
                return key;
            }

            using ZipArchive archive = ZipFile.Open(plugin, ZipArchiveMode.Update);
            string name = Path.Combine(Path.GetRelativePath(draft, files), FileName).Replace("./", string.Empty, StringComparison.Ordinal);
            archive.GetEntry(name)?.Delete();
            using Stream entry = archive.CreateEntry(name).Open();
            entry.Write(bytes);
            return key;
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            throw new WorkException($"the signature could not be written ({error.Message})", plugin, cause: error);
        }
        finally
        {
            if (Directory.Exists(draft))
            {
                Directory.Delete(draft, recursive: true);
            }
        }
    }

    /// <summary>The key by which a plugin's files, all of them as they are, were signed; null where there is no signature.</summary>
    /// <param name="folder">The plugin's folder.</param>
    /// <param name="source">Where it came from.</param>
    /// <exception cref="InputException">There is a signature, but not of these files.</exception>
    internal static PublisherKey? Verify(string folder, string source)
    {
        string path = Path.Combine(folder, FileName);
        if (!File.Exists(path))
        {
            return null;
        }

        const string Remedy = "Do not use it; nothing was installed. Ask its publisher for it anew.";
        string where = $"{source}: {FileName}";
        PluginSignature signature;
        PublisherKey key;
        try
        {
            signature = JsonSerializer.Deserialize(File.ReadAllBytes(path), PluginSignatureJson.Default.PluginSignature) ?? throw new JsonException("it is empty");
            key = PublisherKey.Of(signature.PublicKey);
        }
        catch (Exception error) when (error is JsonException or CryptographicException or NotSupportedException)
        {
            throw new InputException($"the signature cannot be read ({error.Message})", where, Remedy, error);
        }

        // A line end in a name would let one file stand for two lines of the list.
        if (!key.Verifies(signature.Signed, signature.Signature) || signature.Files.Keys.Any(file => file.Contains('\n', StringComparison.Ordinal)))
        {
            throw new InputException("the signature is not that of the files that it lists", where, Remedy);
        }

        SortedDictionary<string, string> files = HashesOf(folder);
        string? fault = files.Keys.Except(signature.Files.Keys).Select(file => $"{file} was added after it was signed")
            .Concat(signature.Files.Where(file => files.GetValueOrDefault(file.Key) != file.Value).Select(file => $"{file.Key} was {(files.ContainsKey(file.Key) ? "changed" : "removed")} after it was signed"))
            .FirstOrDefault();
        return fault is null ? key : throw new InputException(fault, where, Remedy);
    }

    private static SortedDictionary<string, string> HashesOf(string folder)
    {
        SortedDictionary<string, string> files = LockedPlugin.Of(folder, string.Empty, string.Empty, null).Files;
        files.Remove(FileName);
        return files;
    }
}

/// <summary>Reads and writes signatures.</summary>
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower, WriteIndented = true)]
[JsonSerializable(typeof(PluginSignature))]
internal sealed partial class PluginSignatureJson : JsonSerializerContext;
