using System.Text.Json;
using System.Text.Json.Nodes;

namespace Tributary.Contracts;

/// <summary>Paths among a plugin's settings: relative ones start from the folder of the file that gives them.</summary>
public static class SettingsPaths
{
    private const string PathFormat = "path";

    /// <summary>The settings with those that the plugin's schema calls a path (<c>"format": "path"</c>) made absolute.</summary>
    /// <param name="settings">The settings as the file has them.</param>
    /// <param name="schema">The plugin's schema of them.</param>
    /// <param name="folder">The file's folder, absolute.</param>
    public static JsonElement Resolve(JsonElement settings, JsonElement schema, string folder)
    {
        if (settings.ValueKind != JsonValueKind.Object || schema.ValueKind != JsonValueKind.Object || !schema.TryGetProperty("properties", out JsonElement properties) || properties.ValueKind != JsonValueKind.Object)
        {
            return settings;
        }

        var resolved = new JsonObject();
        bool any = false;
        foreach (JsonProperty setting in settings.EnumerateObject())
        {
            bool isPath = setting.Value.ValueKind == JsonValueKind.String
                && properties.TryGetProperty(setting.Name, out JsonElement known)
                && known.ValueKind == JsonValueKind.Object
                && known.TryGetProperty("format", out JsonElement format)
                && format.ValueEquals(PathFormat);
            any |= isPath;
            resolved[setting.Name] = isPath ? Path.GetFullPath(setting.Value.GetString()!, folder) : JsonNode.Parse(setting.Value.GetRawText());
        }

        return any ? JsonElement.Parse(resolved.ToJsonString()) : settings;
    }
}
