using Tributary.Contracts;
using Tributary.Plugins.Flux.Definition;

namespace Tributary.Plugins.Flux;

/// <summary>What a model written in YAML is: its parameters and forcing as declared, runoff, and every store and flux as further results.</summary>
internal static class FluxDescriptor
{
    /// <exception cref="InputException">Nothing flows to the river.</exception>
    public static ModelDescriptor Of(ModelDefinition model)
    {
        if (!model.Fluxes.Exists(flux => flux.To == Variables.Runoff.Name))
        {
            throw new InputException($"nothing flows to '{Variables.Runoff.Name}'", Path.GetFileName(model.File), $"Give at least one flux 'to: {Variables.Runoff.Name}'.");
        }

        return new ModelDescriptor
        {
            Name = model.Name,
            Description = model.Description,
            Parameters = model.Parameters,
            Forcing = [.. model.Forcing.Select(forcing => new ForcingDeclaration(forcing.Variable))],
            Outputs = [.. Outputs(model).Select(variable => new OutputDeclaration(variable))],
            ShortestStep = model.ShortestStep,
            LongestStep = model.LongestStep,
            WaterBalance = new(
                [.. model.Forcing.Where(forcing => model.Fluxes.Exists(flux => flux.From == forcing.Name)).Select(forcing => forcing.Variable.Name)],
                [.. model.Outside.Select(outside => outside.Name).Where(name => IsReached(model, name))]),
            Capabilities = Capabilities.Stateful | Capabilities.SpatiallyIndependent,
            Files = Path.IsPathRooted(model.File) ? [model.File] : [],
        };
    }

    private static IEnumerable<Variable> Outputs(ModelDefinition model)
    {
        string unit = Variables.Runoff.Unit;
        foreach ((string name, string description) in model.Outside)
        {
            if (IsReached(model, name))
            {
                yield return Standard(name, unit) ?? new Variable(name, "", unit, CellMethod.Sum, $"{description}; water that left the model to it, negative where it came from it");
            }
        }

        foreach (StoreTerm store in model.Stores)
        {
            yield return Standard(store.Name, store.Unit) ?? new Variable(store.Name, "", store.Unit, CellMethod.Point, store.Description, store.MayBeNegative ? double.NegativeInfinity : 0);
        }

        foreach (FluxTerm flux in model.Fluxes)
        {
            yield return new Variable(flux.Name, "", unit, CellMethod.Sum, flux.Description);
        }
    }

    /// <summary>Whether water goes to a place outside the model, or comes from it.</summary>
    private static bool IsReached(ModelDefinition model, string outside) => model.Fluxes.Exists(flux => flux.To == outside || flux.From == outside);

    private static Variable? Standard(string name, string unit) => Variables.All.TryGetValue(name, out Variable? variable) && variable.Unit == unit ? variable : null;
}
