using System.Text.Json;
using Tributary.Contracts;

namespace Tributary.Plugins.Stations;

/// <summary>The plugin: opens NetCDF files of station series.</summary>
public sealed class StationsPlugin : IForcingPlugin
{
    /// <inheritdoc/>
    public JsonElement SettingsSchema { get; } = Contracts.SettingsSchema.Of(StationsJson.Default.StationsSettings);

    /// <inheritdoc/>
    public IBasinSource Open(JsonElement settings, ForcingSetup setup) =>
        new StationsSource(settings.Read(StationsJson.Default.StationsSettings), setup);
}
