using System.Reflection;
using System.Text.Json;
using Tributary.Contracts;
using Tributary.Plugins.Flux.Definition;

namespace Tributary.Plugins.Flux;

/// <summary>The plugin: reads a model file, says what the model is, and compiles it.</summary>
public sealed class FluxPlugin : IModelPlugin
{
    /// <inheritdoc/>
    public JsonElement SettingsSchema { get; } = Contracts.SettingsSchema.Of(FluxJson.Default.FluxSettings);

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

        return read.Model is not null ? ModelFile.Read(read.Model, TextOf(read.Model), read.Decisions) : ModelFile.Read($"{read.Structure}.yaml", Shipped(read.Structure!), read.Decisions);
    }

    private static string TextOf(string path) => File.Exists(path)
        ? File.ReadAllText(path)
        : throw new InputException("there is no such model file", path, "Check 'model' in the settings; it is relative to the workflow file.");

    private static string Shipped(string structure)
    {
        Assembly own = typeof(FluxPlugin).Assembly;
        using Stream stream = own.GetManifestResourceStream(structure)
            ?? throw new InputException($"no model '{structure}' comes with the plugin", "settings.structure", $"There are: {string.Join(", ", own.GetManifestResourceNames().Order())}.");
        return new StreamReader(stream).ReadToEnd();
    }
}
