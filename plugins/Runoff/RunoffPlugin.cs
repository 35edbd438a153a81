using System.Text.Json;
using Tributary.Contracts;

namespace Tributary.Plugins.Runoff;

/// <summary>The plugin: runoff that another model computed, as a member of a workflow.</summary>
public sealed class RunoffPlugin : IModelPlugin
{
    private static readonly Variable Given = Variables.Runoff with { Description = "water that leaves the unit towards the river, as another model computed it" };

    /// <inheritdoc/>
    public JsonElement SettingsSchema { get; } = Contracts.SettingsSchema.Of(RunoffJson.Default.RunoffSettings);

    /// <inheritdoc/>
    public ModelDescriptor Describe(JsonElement settings) => new()
    {
        Name = "given runoff",
        Description = "runoff of a land surface model, or of any other, taken as it is",
        Parameters = [new("factor", "1", 0.1, 10, 1, "multiplies the given runoff, to take out a bias", ParameterScale.Logarithmic)],
        Forcing = [new(Given)],
        Outputs = [new(Variables.Runoff)],
        WaterBalance = new([Given.Name], [Variables.Runoff.Name]) { Neutral = new Dictionary<string, double> { ["factor"] = 1 } },
        Capabilities = Capabilities.SpatiallyIndependent,
    };

    /// <inheritdoc/>
    public IModel Prepare(JsonElement settings, ModelSetup setup)
    {
        settings.Read(RunoffJson.Default.RunoffSettings);
        return new GivenRunoff();
    }

    private sealed class GivenRunoff : IModel
    {
        public ISimulation Start(ParameterSets parameters) => new RunoffSimulation(parameters);

        public void Dispose()
        {
        }
    }
}
