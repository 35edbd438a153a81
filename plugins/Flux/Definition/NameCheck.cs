using Tributary.Contracts;
using Tributary.Plugins.Flux.Language;

namespace Tributary.Plugins.Flux.Definition;

/// <summary>Checks that every name stands for something that is there where it is used, and that no expression needs itself.</summary>
internal sealed class NameCheck
{
    private readonly ModelDefinition _model;
    private readonly HashSet<string> _steady;
    private readonly HashSet<string> _moving;
    private readonly HashSet<string> _computed = [];
    private readonly HashSet<string> _fluxes;

    private NameCheck(ModelDefinition model)
    {
        _model = model;
        _steady = [ModelDefinition.StepName, .. model.Parameters.Select(parameter => parameter.Name), .. model.Constants.Select(constant => constant.Name)];
        _moving = [.. model.Forcing.Select(forcing => forcing.Name), .. model.Stores.Select(store => store.Name), .. model.Junctions];
        _fluxes = [.. model.Fluxes.Select(flux => flux.Name)];
    }

    /// <exception cref="InputException">A name is unknown, or expressions need each other.</exception>
    public static void Check(ModelDefinition model)
    {
        var check = new NameCheck(model);
        foreach (StoreTerm store in model.Stores)
        {
            check.Steady(store.Initial, null);
        }

        foreach (DelayTerm delay in model.Delays)
        {
            check.Steady(delay.SCurve, ModelDefinition.TimeName);
        }

        // Cycles first: an expression in one would also be said to use a flux too early.
        foreach ((string name, Formula value) in model.Values)
        {
            check.Cycle(name, value, []);
        }

        foreach (FluxTerm flux in model.Fluxes)
        {
            if (flux.Value is not null)
            {
                check.Cycle(flux.Name, flux.Value, []);
            }
        }

        foreach (FluxTerm flux in model.Fluxes)
        {
            check.Ends(flux);
            if (flux.Value is not null)
            {
                check.Moving(flux.Value, flux.Value.Expression);
            }

            check._computed.Add(flux.Name);
        }

        foreach (Formula value in model.Values.Values)
        {
            check.Moving(value, value.Expression);
        }
    }

    private void Ends(FluxTerm flux)
    {
        bool isWithin = _model.Store(flux.From) is not null || _model.DelayIndex(flux.From) >= 0 || _model.Junctions.Contains(flux.From);
        if (!isWithin && !_model.IsForcing(flux.From) && !_model.IsOutside(flux.From))
        {
            throw NoPlace(flux, flux.From, "comes from", [.. _model.Forcing.Select(forcing => forcing.Name)]);
        }

        if (_model.Store(flux.To) is null && _model.DelayIndex(flux.To) < 0 && !_model.Junctions.Contains(flux.To) && !_model.IsOutside(flux.To))
        {
            throw NoPlace(flux, flux.To, "goes to", []);
        }

        if (flux.From == flux.To)
        {
            throw new InputException($"flux {flux.Name}: it goes from '{flux.From}' to itself", flux.At.ToString());
        }

        if (flux.Value is not null && _model.DelayIndex(flux.From) >= 0)
        {
            throw flux.Value.Wrong($"what leaves the delay '{flux.From}' follows from its S-curve", default, "Leave 'value' out.");
        }

        if (flux.Value is null && !isWithin && !_model.IsForcing(flux.From))
        {
            throw new InputException($"flux {flux.Name}: 'value' is missing", flux.At.ToString(), "Only what leaves a store, junction, forcing or delay can go without: it is all that is there.");
        }

        if (flux.Signed && (_model.DelayIndex(flux.From) >= 0 || _model.DelayIndex(flux.To) >= 0 || _model.IsForcing(flux.From)))
        {
            throw new InputException($"flux {flux.Name}: neither a delay nor a forcing takes a flux that may be negative", flux.At.ToString());
        }

        int later = _model.Fluxes.FindIndex(other => other.From == flux.From && _model.DelayIndex(flux.From) >= 0);
        if (later >= 0 && _model.Fluxes[later] != flux)
        {
            throw new InputException($"flux {flux.Name}: the delay '{flux.From}' is emptied by {_model.Fluxes[later].Name} already", flux.At.ToString(), "Lead it to a junction and divide it there.");
        }
    }

    private InputException NoPlace(FluxTerm flux, string name, string verb, string[] more)
    {
        string[] places = [.. more, .. _model.Stores.Select(store => store.Name), .. _model.Delays.Select(delay => delay.Name), .. _model.Junctions, .. _model.Outside.Select(outside => outside.Name)];
        return new InputException($"flux {flux.Name}: it {verb} '{name}', and there is no such store", flux.At.ToString(), $"There are: {string.Join(", ", places)}.");
    }

    /// <summary>An expression that is worked out once: parameters, constants and the step alone.</summary>
    private void Steady(Formula? formula, string? also)
    {
        if (formula is null)
        {
            return;
        }

        if (Walk(formula.Expression).FirstOrDefault(part => part is Call { Function: Functions.Start }) is { } start)
        {
            throw formula.Wrong($"{Functions.Start}(…) can stand only in a flux or value", start.At);
        }

        foreach (Name name in Walk(formula.Expression).OfType<Name>())
        {
            if (name.Text != also && !_steady.Contains(name.Text))
            {
                throw formula.Wrong($"there is no parameter or constant '{name.Text}'", name.At, "This is worked out once, before the first step.");
            }
        }
    }

    private void Cycle(string name, Formula formula, List<string> path)
    {
        if (path.Contains(name))
        {
            string cycle = string.Join(" -> ", path.SkipWhile(other => other != name).Append(name));
            throw formula.Wrong($"it needs itself: {cycle}", default, "Break the cycle: use a store's contents instead.");
        }

        path.Add(name);
        foreach (Name used in Walk(formula.Expression).OfType<Name>())
        {
            Formula? next = _model.Values.GetValueOrDefault(used.Text) ?? _model.Fluxes.Find(flux => flux.Name == used.Text)?.Value;
            if (next is not null)
            {
                Cycle(used.Text, next, path);
            }
        }

        path.RemoveAt(path.Count - 1);
    }

    private void Moving(Formula formula, Expression expression)
    {
        foreach (Expression part in Walk(expression))
        {
            if (part is Call { Function: Functions.Start } start && !(start.Arguments[0] is Name { Text: var text } && _model.Store(text) is not null))
            {
                throw formula.Wrong($"{Functions.Start}(…) takes the name of a store, not '{start.Arguments[0]}'", start.At);
            }

            if (part is not Name name || _steady.Contains(name.Text) || _moving.Contains(name.Text) || _computed.Contains(name.Text))
            {
                continue;
            }

            if (_fluxes.Contains(name.Text))
            {
                throw formula.Wrong($"the flux '{name.Text}' is used before it is computed", name.At, "Fluxes are computed in the order in which they stand: move it up.");
            }

            if (!_model.Values.TryGetValue(name.Text, out Formula? value))
            {
                string[] known = [.. _steady, .. _moving, .. _model.Values.Keys, .. _computed];
                throw formula.Wrong($"there is no '{name.Text}'", name.At, $"Known here: {string.Join(", ", known.Order())}.");
            }

            Moving(value, value.Expression);
        }
    }

    /// <summary>An expression and all of its parts.</summary>
    internal static IEnumerable<Expression> Walk(Expression expression)
    {
        IEnumerable<Expression> parts = expression switch
        {
            Negative negative => [negative.Operand],
            Operation operation => [operation.Left, operation.Right],
            Call call => call.Arguments,
            Choice choice => [choice.Left, choice.Right, choice.Then, choice.Otherwise],
            _ => [],
        };
        return parts.SelectMany(Walk).Prepend(expression);
    }
}
