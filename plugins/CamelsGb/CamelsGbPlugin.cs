using System.Text.Json;
using Tributary.Contracts;

namespace Tributary.Plugins.CamelsGb;

/// <summary>The plugin: opens CAMELS-GB as it is downloaded.</summary>
public sealed class CamelsGbPlugin : IForcingPlugin
{
    /// <inheritdoc/>
    public JsonElement SettingsSchema { get; } = Contracts.SettingsSchema.Of(CamelsGbJson.Default.CamelsGbSettings);

    /// <inheritdoc/>
    public IBasinSource Open(JsonElement settings, ForcingSetup setup) =>
        new CamelsGbSource(settings.Read(CamelsGbJson.Default.CamelsGbSettings), setup);
}
