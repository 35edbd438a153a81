using System.Text.Json;
using Tributary.Contracts;

namespace Tributary.Plugins.Csv;

/// <summary>The plugin: opens plain CSV files with a column of dates.</summary>
public sealed class CsvPlugin : IForcingPlugin
{
    /// <inheritdoc/>
    public JsonElement SettingsSchema { get; } = Contracts.SettingsSchema.Of(CsvJson.Default.CsvSettings);

    /// <inheritdoc/>
    public IBasinSource Open(JsonElement settings, ForcingSetup setup) =>
        new CsvSource(settings.Read(CsvJson.Default.CsvSettings), setup);
}
