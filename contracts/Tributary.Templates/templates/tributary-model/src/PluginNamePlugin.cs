using System.Text.Json;
using Tributary.Contracts;

namespace PluginName;

/// <summary>The plugin: what the model is, and how it is prepared on a domain.</summary>
public sealed class PluginNamePlugin : IModelPlugin
{
    /// <inheritdoc/>
    public JsonElement SettingsSchema { get; } = Tributary.Contracts.SettingsSchema.Of(PluginNameJson.Default.PluginNameSettings);

    /// <inheritdoc/>
    public ModelDescriptor Describe(JsonElement settings) => new()
    {
        Name = "PluginName",
        Description = "a linear reservoir: outflow is storage over residence time",
        Parameters = [new("K", "d", 1, 100, 10, "residence time of the reservoir", ParameterScale.Logarithmic)],
        Forcing = [new(Variables.Precipitation), new(Variables.PotentialEvapotranspiration)],
        Outputs =
        [
            new(Variables.Runoff),
            new(Variables.Evapotranspiration),
            new(new Variable("storage", "", "mm", CellMethod.Point, "water in the reservoir", 0)),
        ],
        WaterBalance = new([Variables.Precipitation.Name], [Variables.Runoff.Name, Variables.Evapotranspiration.Name]),
    };

    /// <inheritdoc/>
    public IModel Prepare(JsonElement settings, ModelSetup setup) => new Model(settings.Read(PluginNameJson.Default.PluginNameSettings), setup.Step);

    private sealed class Model(PluginNameSettings settings, TimeSpan step) : IModel
    {
        public ISimulation Start(ParameterSets parameters) => new PluginNameSimulation(settings, step, parameters);

        public void Dispose()
        {
        }
    }
}
