using System.Text.Json;
using Tributary.Contracts;

namespace Tributary.Plugins.Hbv;

/// <summary>The plugin: what HBV is, and how it is prepared on a domain.</summary>
public sealed class HbvPlugin : IModelPlugin
{
    /// <inheritdoc/>
    public JsonElement SettingsSchema { get; } = Contracts.SettingsSchema.Of(HbvJson.Default.HbvSettings);

    /// <inheritdoc/>
    public ModelDescriptor Describe(JsonElement settings) => HbvDescriptor.Model;

    /// <inheritdoc/>
    public IModel Prepare(JsonElement settings, ModelSetup setup) =>
        new HbvModel(settings.Read(HbvJson.Default.HbvSettings), setup.Units.Bands, setup.Step);

    private sealed class HbvModel(HbvSettings settings, ElevationBands bands, TimeSpan step) : IModel
    {
        public ISimulation Start(ParameterSets parameters) => new HbvSimulation(settings, bands, step, parameters);

        public void Dispose()
        {
        }
    }
}
