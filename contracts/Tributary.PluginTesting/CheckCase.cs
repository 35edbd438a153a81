using System.Text.Json;
using Tributary.Contracts;

namespace Tributary.PluginTesting;

/// <summary>
/// Settings to examine a plugin with. The plugin's <c>plugin.json</c> lists them under <c>checks</c>, quick ones where the plugin learns; a plugin that lists none is
/// examined with its defaults.
/// </summary>
public sealed record CheckCase
{
    /// <summary>Its name, as that of the variant.</summary>
    public required string Name { get; init; }

    /// <summary>The plugin's settings.</summary>
    public JsonElement Settings { get; init; } = JsonElement.Parse("{}");

    /// <summary>Attributes of units or reaches by name; fewer values than there are units or reaches are repeated.</summary>
    public IReadOnlyDictionary<string, double[]> Attributes { get; init; } = new Dictionary<string, double[]>();

    /// <summary>
    /// Of a model that learns on: the settings with which it does, the text <c>{trained}</c> standing for the folder of what it learned first; null for none.
    /// </summary>
    public JsonElement? LearningOn { get; init; }

    /// <summary>Of a forcing plugin: path or pattern of sample files, <c>{basin}</c> standing for a basin's id; null for none.</summary>
    public string? Files { get; init; }

    /// <summary>Of a forcing plugin: the basins of the sample.</summary>
    public IReadOnlyList<string> Basins { get; init; } = [];

    /// <summary>Whether nobody named settings.</summary>
    public bool IsDefault { get; init; }

    /// <summary>Folder that relative paths start from.</summary>
    public string Folder { get; init; } = ".";

    /// <summary>The cases of a plugin's folder.</summary>
    /// <param name="folder">Folder with the plugin's <c>plugin.json</c>.</param>
    /// <exception cref="InputException">The manifest cannot be read, or its <c>checks</c> are not what they should be.</exception>
    public static IReadOnlyList<CheckCase> Of(string folder)
    {
        string path = Path.Combine(folder, "plugin.json");
        try
        {
            using var manifest = JsonDocument.Parse(File.ReadAllBytes(path), new JsonDocumentOptions { AllowTrailingCommas = true, CommentHandling = JsonCommentHandling.Skip });
            return manifest.RootElement.TryGetProperty("checks", out JsonElement checks)
                ? [.. checks.EnumerateArray().Select(one => Read(one, folder))]
                : [new CheckCase { Name = "defaults", IsDefault = true, Folder = folder }];
        }
        catch (Exception error) when (error is JsonException or IOException or UnauthorizedAccessException or InvalidOperationException or KeyNotFoundException or FormatException)
        {
            throw new InputException($"its 'checks' cannot be read ({error.Message})", path, "Write them as [{ \"name\": \"…\", \"settings\": { … } }].", error);
        }
    }

    private static CheckCase Read(JsonElement given, string folder) => new()
    {
        Name = given.GetProperty("name").GetString()!,
        Settings = given.TryGetProperty("settings", out JsonElement settings) ? settings.Clone() : JsonElement.Parse("{}"),
        Attributes = given.TryGetProperty("attributes", out JsonElement attributes)
            ? attributes.EnumerateObject().ToDictionary(attribute => attribute.Name, attribute => attribute.Value.EnumerateArray().Select(value => value.GetDouble()).ToArray())
            : [],
        LearningOn = given.TryGetProperty("learning_on", out JsonElement on) ? on.Clone() : null,
        Files = given.TryGetProperty("files", out JsonElement files) ? files.GetString() : null,
        Basins = given.TryGetProperty("basins", out JsonElement basins) ? [.. basins.EnumerateArray().Select(basin => basin.GetString()!)] : [],
        Folder = folder,
    };
}
