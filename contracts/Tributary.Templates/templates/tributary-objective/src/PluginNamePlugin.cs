using System.Text.Json;
using Tributary.Contracts;

namespace PluginName;

/// <summary>The plugin: the metrics that it offers, which plugin.json names too.</summary>
public sealed class PluginNamePlugin : IMetricPlugin
{
    /// <inheritdoc/>
    public JsonElement SettingsSchema { get; } = JsonElement.Parse("""{ "type": "object", "additionalProperties": false }""");

    /// <inheritdoc/>
    public IReadOnlyList<IMetric> Metrics { get; } = [new PluginNameObjective()];
}
