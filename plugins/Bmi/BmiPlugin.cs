using System.Text.Json;
using Tributary.Contracts;

namespace Tributary.Plugins.Bmi;

/// <summary>The plugin: what the settings make of a BMI model, and how it is prepared.</summary>
public sealed class BmiPlugin : IModelPlugin, IDiagnosticPlugin
{
    /// <inheritdoc/>
    public JsonElement SettingsSchema { get; } = Contracts.SettingsSchema.Of(BmiJson.Default.BmiSettings);

    /// <inheritdoc/>
    public ModelDescriptor Describe(JsonElement settings) => BmiDescriptor.Of(settings.Read(BmiJson.Default.BmiSettings));

    /// <inheritdoc/>
    public IReadOnlyList<Diagnosis> Examine(CancellationToken cancellation) => BmiExamination.Examine();

    /// <inheritdoc/>
    /// <exception cref="InputException">The library cannot be loaded or lacks its function, or a unit has no configuration file.</exception>
    public IModel Prepare(JsonElement settings, ModelSetup setup)
    {
        BmiSettings read = settings.Read(BmiJson.Default.BmiSettings);
        return new BmiModel(read, BmiDescriptor.Of(read), setup);
    }
}
