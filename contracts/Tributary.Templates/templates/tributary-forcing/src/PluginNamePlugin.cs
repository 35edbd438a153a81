using System.Text.Json;
using Tributary.Contracts;

namespace PluginName;

/// <summary>The plugin: it opens the files of one format.</summary>
public sealed class PluginNamePlugin : IForcingPlugin
{
    /// <inheritdoc/>
    public JsonElement SettingsSchema { get; } = JsonElement.Parse("""{ "type": "object", "additionalProperties": false, "properties": {} }""");

    /// <inheritdoc/>
    public IBasinSource Open(JsonElement settings, ForcingSetup setup) => setup.Files is null
        ? throw new InputException("the files are missing", "forcing.files", "Name them, as '{basin}.txt'.")
        : new PluginNameSource(setup);
}
