namespace Tributary.Contracts;

/// <summary>The results of a foreign model or program, as the settings of the plugin that runs it name them.</summary>
public static class ForeignResults
{
    /// <summary>The names of the results, runoff first, since it is the main one.</summary>
    /// <param name="names">The names that the settings have.</param>
    /// <param name="example">How runoff may be written, for the error.</param>
    /// <exception cref="InputException">Runoff is missing.</exception>
    public static IReadOnlyList<string> RunoffFirst(IReadOnlyCollection<string> names, string example) => names.Contains(Variables.Runoff.Name)
        ? [.. names.OrderBy(name => name != Variables.Runoff.Name)]
        : throw new InputException($"the model gives no {Variables.Runoff.Name}", "settings.outputs", $"Add it, as '{example}'.");

    /// <summary>A result as a model's descriptor declares it: a standard variable, or one of its own with a unit.</summary>
    /// <param name="name">Its name.</param>
    /// <param name="unit">Its unit; null where the settings give none.</param>
    /// <param name="description">What it is, where it is none of the standard ones.</param>
    /// <exception cref="InputException">It is no standard variable and has no unit.</exception>
    public static OutputDeclaration Declare(string name, string? unit, string description) => new(Variables.All.TryGetValue(name, out Variable? variable)
        ? variable
        : new Variable(name, "", unit ?? throw new InputException($"the result '{name}' needs a unit, since it is no standard variable", $"settings.outputs.{name}"), CellMethod.Point, description));
}
