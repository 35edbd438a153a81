using System.Text.Json;
using System.Text.Json.Nodes;

namespace Tributary.Engine;

/// <summary>Paths in a plugin's settings: keys whose schema says <c>format: path</c>. They start from the workflow's folder, as all paths of the file do.</summary>
internal static class SettingsPaths
{
    /// <summary>The settings with whole paths.</summary>
    /// <param name="folder">The workflow's folder.</param>
    /// <param name="settings">The settings.</param>
    /// <param name="schema">Their schema.</param>
    public static JsonElement From(string folder, JsonElement settings, JsonElement schema)
    {
        if (settings.ValueKind != JsonValueKind.Object || !schema.TryGetProperty("properties", out JsonElement properties))
        {
            return settings;
        }

        string[] keys = [.. properties.EnumerateObject()
            .Where(property => property.Value.ValueKind == JsonValueKind.Object && property.Value.TryGetProperty("format", out JsonElement format) && format.ValueEquals("path"))
            .Select(property => property.Name)
            .Where(key => settings.TryGetProperty(key, out JsonElement path) && path.ValueKind == JsonValueKind.String)];
        if (keys.Length == 0)
        {
            return settings;
        }

        JsonObject whole = JsonObject.Create(settings)!;
        foreach (string key in keys)
        {
            whole[key] = Path.GetFullPath(settings.GetProperty(key).GetString()!, folder);
        }

        using var document = JsonDocument.Parse(whole.ToJsonString());
        return document.RootElement.Clone();
    }
}
