using Tributary.Contracts;

namespace Tributary.Plugins.Bmi;

/// <summary>What a BMI model is, as its settings say it; the library is not loaded for this.</summary>
internal static class BmiDescriptor
{
    /// <exception cref="InputException">The settings name what is not there, or lack runoff.</exception>
    public static ModelDescriptor Of(BmiSettings settings)
    {
        if (!settings.Outputs.ContainsKey(Variables.Runoff.Name))
        {
            throw new InputException($"the model gives no {Variables.Runoff.Name}", "settings.outputs", "Add it, as 'runoff: { variable: Q_OUT, unit: m }'.");
        }

        return new ModelDescriptor
        {
            Name = settings.Name ?? Path.GetFileNameWithoutExtension(settings.Library),
            Description = $"a model with the Basic Model Interface, of {Path.GetFileName(settings.Library)}",
            Parameters = [.. settings.Parameters.Select(pair => ParameterDeclaration.Of(pair.Key, pair.Value.Unit, pair.Value.Bounds, pair.Value.Default, pair.Value.Description ?? pair.Key, $"settings.parameters.{pair.Key}"))],
            Forcing = [.. settings.Forcing.Select(pair => new ForcingDeclaration(Variables.Named(pair.Value.Variable, $"settings.forcing.{pair.Key}")))],
            Outputs = [.. Outputs(settings).Select(name => new OutputDeclaration(Result(name, settings.Outputs[name])))],
            ShortestStep = TimeSpan.FromMinutes(1),
            LongestStep = TimeSpan.FromDays(1),
            Capabilities = Capabilities.SpatiallyIndependent | (settings.States.Count > 0 ? Capabilities.Stateful : Capabilities.None),
            Files = [settings.Library, .. settings.Config.Contains('{', StringComparison.Ordinal) ? Array.Empty<string>() : [settings.Config]],
        };
    }

    /// <summary>The results, runoff first.</summary>
    public static IEnumerable<string> Outputs(BmiSettings settings) => settings.Outputs.Keys.OrderBy(name => name != Variables.Runoff.Name);

    private static Variable Result(string name, BmiOutput output) => Variables.All.TryGetValue(name, out Variable? variable)
        ? variable
        : new Variable(name, "", output.Unit ?? throw new InputException($"the result '{name}' needs a unit, since it is no standard variable", $"settings.outputs.{name}"), CellMethod.Point, output.Variable);
}
