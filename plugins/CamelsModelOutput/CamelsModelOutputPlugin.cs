using System.Text.Json;
using Tributary.Contracts;

namespace Tributary.Plugins.CamelsModelOutput;

/// <summary>The plugin: opens the model output files of CAMELS-US, which hold forcing and observed runoff as well.</summary>
public sealed class CamelsModelOutputPlugin : IForcingPlugin
{
    /// <inheritdoc/>
    public JsonElement SettingsSchema { get; } = Contracts.SettingsSchema.Of(CamelsModelOutputJson.Default.CamelsModelOutputSettings);

    /// <inheritdoc/>
    public IBasinSource Open(JsonElement settings, ForcingSetup setup) =>
        new CamelsModelOutputSource(settings.Read(CamelsModelOutputJson.Default.CamelsModelOutputSettings), setup);
}
