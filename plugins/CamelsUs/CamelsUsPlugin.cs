using System.Text.Json;
using Tributary.Contracts;

namespace Tributary.Plugins.CamelsUs;

/// <summary>The plugin: opens CAMELS-US as it is downloaded.</summary>
public sealed class CamelsUsPlugin : IForcingPlugin
{
    /// <inheritdoc/>
    public JsonElement SettingsSchema { get; } = Contracts.SettingsSchema.Of(CamelsUsJson.Default.CamelsUsSettings);

    /// <inheritdoc/>
    public IBasinSource Open(JsonElement settings, ForcingSetup setup) =>
        new CamelsUsSource(settings.Read(CamelsUsJson.Default.CamelsUsSettings), setup);
}
