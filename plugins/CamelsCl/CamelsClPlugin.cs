using System.Text.Json;
using Tributary.Contracts;

namespace Tributary.Plugins.CamelsCl;

/// <summary>The plugin: opens CAMELS-CL as it is downloaded.</summary>
public sealed class CamelsClPlugin : IForcingPlugin
{
    /// <inheritdoc/>
    public JsonElement SettingsSchema { get; } = Contracts.SettingsSchema.Of(CamelsClJson.Default.CamelsClSettings);

    /// <inheritdoc/>
    public IBasinSource Open(JsonElement settings, ForcingSetup setup) =>
        new CamelsClSource(settings.Read(CamelsClJson.Default.CamelsClSettings), setup);
}
