using System.Text.Json;
using Tributary.Contracts;

namespace PluginName;

/// <summary>The plugin: the ways of combining that it offers, which plugin.json names too.</summary>
public sealed class PluginNamePlugin : ICombinerPlugin
{
    /// <inheritdoc/>
    public JsonElement SettingsSchema { get; } = JsonElement.Parse("""{ "type": "object", "additionalProperties": false }""");

    /// <inheritdoc/>
    public IReadOnlyList<ICombiner> Combiners { get; } = [new PluginNameCombiner()];
}
