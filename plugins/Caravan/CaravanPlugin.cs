using System.Text.Json;
using Tributary.Contracts;

namespace Tributary.Plugins.Caravan;

/// <summary>The plugin: opens Caravan, or an extension of it, as it is downloaded.</summary>
public sealed class CaravanPlugin : IForcingPlugin
{
    /// <inheritdoc/>
    public JsonElement SettingsSchema { get; } = Contracts.SettingsSchema.Of(CaravanJson.Default.CaravanSettings);

    /// <inheritdoc/>
    public IBasinSource Open(JsonElement settings, ForcingSetup setup) =>
        new CaravanSource(settings.Read(CaravanJson.Default.CaravanSettings), setup);
}
