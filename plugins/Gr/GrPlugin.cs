using System.Text.Json;
using Tributary.Contracts;

namespace Tributary.Plugins.Gr;

/// <summary>The plugin: what the GR models are, and how one is prepared on a domain.</summary>
public sealed class GrPlugin : IModelPlugin
{
    /// <inheritdoc/>
    public JsonElement SettingsSchema { get; } = Contracts.SettingsSchema.Of(GrJson.Default.GrSettings);

    /// <inheritdoc/>
    public ModelDescriptor Describe(JsonElement settings) => GrDescriptor.Of(settings.Read(GrJson.Default.GrSettings));

    /// <inheritdoc/>
    public IModel Prepare(JsonElement settings, ModelSetup setup)
    {
        GrSettings read = settings.Read(GrJson.Default.GrSettings);
        return new GrModel(read, setup.Units);
    }
}
