using System.Text.Json;
using System.Text.Json.Serialization;
using System.Text.RegularExpressions;
using Tributary.Contracts;

namespace Tributary.Engine;

/// <summary>Who a plugin is: its folder's <c>plugin.json</c>, read without running any of its code.</summary>
public sealed partial record PluginManifest
{
    /// <summary>Name of the file.</summary>
    public const string FileName = "plugin.json";

    /// <summary>The id by which a workflow names the plugin.</summary>
    public string Id { get; set; } = string.Empty;

    /// <summary>Its name for people.</summary>
    public string Name { get; set; } = string.Empty;

    /// <summary>What it offers, in a sentence.</summary>
    public string Description { get; set; } = string.Empty;

    /// <summary>Its own version.</summary>
    public string Version { get; set; } = string.Empty;

    /// <summary>The contract versions that it works with, as <c>[1.0, 2.0)</c>.</summary>
    public string Contracts { get; set; } = string.Empty;

    /// <summary>File name of its entry assembly.</summary>
    public string Entry { get; set; } = string.Empty;

    /// <summary>Its licence, as an SPDX identifier.</summary>
    public string Licence { get; set; } = string.Empty;

    /// <summary>What to cite when using it.</summary>
    public IReadOnlyList<string> Citation { get; set; } = [];

    /// <summary>Names of the ways of combining members that it offers.</summary>
    public IReadOnlyList<string> Combiners { get; set; } = [];

    /// <summary>Names of the metrics that it offers.</summary>
    public IReadOnlyList<string> Metrics { get; set; } = [];

    /// <summary>Names of the optimisers that it offers.</summary>
    public IReadOnlyList<string> Optimisers { get; set; } = [];

    /// <summary>What it needs of the machine beyond the host's own libraries, as <c>libtorch</c>; the launcher installs it before a workflow that names the plugin.</summary>
    public IReadOnlyList<string> Needs { get; set; } = [];

    /// <summary>Reads a manifest.</summary>
    /// <exception cref="InputException">It is no JSON, or a field is missing.</exception>
    public static PluginManifest Read(string path)
    {
        PluginManifest manifest;
        try
        {
            manifest = JsonSerializer.Deserialize(File.ReadAllBytes(path), PluginManifestJson.Default.PluginManifest) ?? new();
        }
        catch (JsonException error)
        {
            throw new InputException($"is no valid manifest: {error.Message}", path, cause: error);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            throw new InputException($"cannot be read ({error.Message})", path, cause: error);
        }

        foreach ((string field, string value) in (ReadOnlySpan<(string, string)>)
            [("id", manifest.Id), ("version", manifest.Version), ("contracts", manifest.Contracts), ("entry", manifest.Entry), ("licence", manifest.Licence)])
        {
            if (string.IsNullOrWhiteSpace(value))
            {
                throw new InputException($"the field '{field}' is missing", path);
            }
        }

        // The id becomes a folder's name, and the entry a path in it.
        return !IdPattern().IsMatch(manifest.Id) ? throw new InputException($"the id '{manifest.Id}' is not made of small letters, digits, '-' and '_'", path)
            : Path.GetFileName(manifest.Entry) != manifest.Entry ? throw new InputException($"the entry '{manifest.Entry}' is not the name of a file beside it", path)
            : manifest;
    }

    [GeneratedRegex("^[a-z0-9][a-z0-9_-]*$")]
    private static partial Regex IdPattern();
}

/// <summary>Reads manifests.</summary>
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower, AllowTrailingCommas = true, ReadCommentHandling = JsonCommentHandling.Skip)]
[JsonSerializable(typeof(PluginManifest))]
internal sealed partial class PluginManifestJson : JsonSerializerContext;
