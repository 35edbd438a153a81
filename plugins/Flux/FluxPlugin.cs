using System.Text.Json;
using Tributary.Contracts;
using Tributary.Plugins.Flux.Definition;

namespace Tributary.Plugins.Flux;

/// <summary>The plugin: reads a model file, says what the model is, and compiles it.</summary>
public sealed class FluxPlugin : IModelPlugin
{
    /// <inheritdoc/>
    public JsonElement SettingsSchema { get; } = Contracts.SettingsSchema.Of(FluxJson.Default.FluxSettings);

    /// <summary>Folder of the models that come with the plugin.</summary>
    private static string Models => Path.Combine(Path.GetDirectoryName(typeof(FluxPlugin).Assembly.Location)!, "models");

    /// <inheritdoc/>
    public ModelDescriptor Describe(JsonElement settings) => FluxDescriptor.Of(DefinitionOf(settings));

    /// <inheritdoc/>
    /// <exception cref="InputException">The model's units do not fit.</exception>
    public IModel Prepare(JsonElement settings, ModelSetup setup)
    {
        ModelDefinition model = DefinitionOf(settings);
        UnitCheck.Check(model, setup.Services.Units);
        return new FluxModel(model, setup);
    }

    private static ModelDefinition DefinitionOf(JsonElement settings)
    {
        FluxSettings read = settings.Read(FluxJson.Default.FluxSettings);
        if (read.Model is null == read.Structure is null)
        {
            throw new InputException("give either 'model', a file of your own, or 'structure', a model that comes with the plugin", "settings");
        }

        return ModelFile.Read(read.Model ?? Shipped(read.Structure!), read.Decisions);
    }

    private static string Shipped(string structure)
    {
        string path = Path.Combine(Models, $"{structure}.yaml");
        string[] known = [.. Directory.EnumerateFiles(Models, "*.yaml").Select(file => Path.GetFileNameWithoutExtension(file)).Order()];
        return known.Contains(structure) ? path : throw new InputException($"no model '{structure}' comes with the plugin", "settings.structure", $"There are: {string.Join(", ", known)}.");
    }
}
