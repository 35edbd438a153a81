using System.Text.Json;
using Tributary.Contracts;

namespace Tributary.Plugins.Process;

/// <summary>The plugin: what the settings make of a program, and how it is prepared.</summary>
public sealed class ProcessPlugin : IModelPlugin
{
    /// <inheritdoc/>
    public JsonElement SettingsSchema { get; } = Contracts.SettingsSchema.Of(ProcessJson.Default.ProcessSettings);

    /// <inheritdoc/>
    public ModelDescriptor Describe(JsonElement settings)
    {
        ProcessSettings read = settings.Read(ProcessJson.Default.ProcessSettings);
        if (!read.Outputs.ContainsKey(Variables.Runoff.Name))
        {
            throw new InputException($"the program gives no {Variables.Runoff.Name}", "settings.outputs", "Add it, as 'runoff: { file: out.csv, column: runoff, unit: mm }'.");
        }

        if (read.Program is null && read.Arguments.Count == 0)
        {
            throw new InputException("'program' is missing", "settings", "Name the program's file, or its name on the PATH as the first of 'arguments'.");
        }

        return new ModelDescriptor
        {
            Name = read.Name ?? Path.GetFileNameWithoutExtension(read.Program ?? read.Arguments[0]),
            Description = "a program run for each basin",
            Parameters = [.. read.Parameters.Select(pair => ParameterDeclaration.Of(pair.Key, pair.Value.Unit, pair.Value.Bounds, pair.Value.Default, pair.Key, $"settings.parameters.{pair.Key}"))],
            Forcing = [.. read.Forcing.Select(pair => new ForcingDeclaration(Variables.Named(pair.Value.Variable, $"settings.forcing.{pair.Key}")))],
            Outputs = [.. Outputs(read).Select(name => new OutputDeclaration(ResultOf(name, read.Outputs[name])))],
            Capabilities = Capabilities.SpatiallyIndependent,
            Files = [.. new[] { read.Program, TemplateFolder.PathOf(read), read.Copy }.OfType<string>()],
        };
    }

    /// <inheritdoc/>
    /// <exception cref="InputException">The program or a template is missing, or a template is not right.</exception>
    public IModel Prepare(JsonElement settings, ModelSetup setup) => new ProcessModel(settings.Read(ProcessJson.Default.ProcessSettings), Describe(settings), setup);

    /// <summary>The results, runoff first.</summary>
    internal static IEnumerable<string> Outputs(ProcessSettings settings) => settings.Outputs.Keys.OrderBy(name => name != Variables.Runoff.Name);

    private static Variable ResultOf(string name, ProcessOutput output) => Variables.All.TryGetValue(name, out Variable? variable)
        ? variable
        : new Variable(name, "", output.Unit ?? throw new InputException($"the result '{name}' needs a unit, since it is no standard variable", $"settings.outputs.{name}"), CellMethod.Point, output.Column);
}
