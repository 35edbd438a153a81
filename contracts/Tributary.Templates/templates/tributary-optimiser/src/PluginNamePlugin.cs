using System.Text.Json;
using Tributary.Contracts;

namespace PluginName;

/// <summary>The plugin: the optimisers that it offers, which plugin.json names too.</summary>
public sealed class PluginNamePlugin : IOptimiserPlugin
{
    /// <inheritdoc/>
    public JsonElement SettingsSchema { get; } = JsonElement.Parse("""{ "type": "object", "additionalProperties": false }""");

    /// <inheritdoc/>
    public IReadOnlyList<IOptimiser> Optimisers { get; } = [new PluginNameOptimiser()];
}
