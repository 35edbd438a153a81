using Tributary.Contracts;
using Tributary.Learning;

namespace Tributary.Plugins.Transfer;

/// <summary>Which variables and attributes of the target those of the source are.</summary>
internal static class SourceMatch
{
    private const double FarAway = 3;

    /// <summary>The inputs of the source, each with the workflow's variable in the unit that the source learned with.</summary>
    /// <exception cref="InputException">An input cannot be matched: lists both sides with their units.</exception>
    public static IReadOnlyList<(string Name, Variable Variable)> Inputs(SourceNetwork source, TransferSettings settings)
    {
        if (settings.Inputs.Keys.FirstOrDefault(name => !source.DynamicInputs.Contains(name)) is { } unknown)
        {
            throw new InputException($"the source has no input {unknown}", "settings.inputs", $"It reads {string.Join(", ", source.DynamicInputs)}.");
        }

        var matched = new List<(string Name, Variable Variable)>();
        var unmatched = new List<string>();
        foreach (string name in source.DynamicInputs)
        {
            InputMatch? given = settings.Inputs.GetValueOrDefault(name);
            string variable = given?.Name ?? name;
            bool has = settings.DynamicInputs is { } own ? own.Contains(variable) : given is not null || !source.IsForeign || Variables.All.ContainsKey(name);
            if (has)
            {
                matched.Add((name, InputVariables.Named(variable, given?.Unit ?? UnitOf(source, name))));
            }
            else
            {
                unmatched.Add(name);
            }
        }

        return unmatched.Count == 0 ? matched : throw new InputException(
            $"the source's inputs {string.Join(", ", unmatched)} have no match; the source reads {string.Join(", ", source.DynamicInputs.Select(name => $"{name} [{UnitOf(source, name) ?? "unit not told"}]"))}, the target has {Target(settings, matched)}",
            "settings.inputs",
            "Name the target's variable for each, as inputs: { total_precipitation_sum: precipitation }; with an input-transform network tl-a, tl-b and tl-c make the input layer anew.");
    }

    /// <summary>
    /// The units with the attributes that the network reads, by the network's names. What is not known of a basin becomes the source's mean where there is a
    /// source; what lies outside of what the source learned on is told with its distance.
    /// </summary>
    /// <param name="units">The units.</param>
    /// <param name="attributes">The attributes, by the network's and by the workflow's names.</param>
    /// <param name="scaler">The source's scaler; null where one is fitted anew.</param>
    /// <param name="tell">Receives what the user should know.</param>
    public static CatchmentUnits Complete(CatchmentUnits units, IReadOnlyList<(string Name, string Attribute)> attributes, Scaler? scaler, Action<string> tell)
    {
        var table = new AttributeTable(units.Count);
        foreach (string name in units.Attributes.Names)
        {
            table.Set(name, units.Attributes.UnitOf(name), units.Attributes[name].ToArray());
        }

        for (int i = 0; i < attributes.Count; i++)
        {
            (string name, string attribute) = attributes[i];
            bool known = units.Attributes.Contains(attribute);
            if (!known && scaler is null)
            {
                continue;
            }

            double[] values = known ? units.Attributes[attribute].ToArray() : [.. Enumerable.Repeat(double.NaN, units.Count)];
            if (scaler is not null)
            {
                Judge(units.Ids, values, attribute, scaler.Attributes[i], tell);
            }

            table.Set(name, known ? units.Attributes.UnitOf(attribute) : string.Empty, values);
        }

        return new CatchmentUnits(
            units.Ids, units.AreaKm2.ToArray(), units.Latitude.ToArray(), units.Longitude.ToArray(), units.Elevation.ToArray(), units.Bands, table);
    }

    private static void Judge(IReadOnlyList<string> ids, double[] values, string attribute, VariableScaling scaling, Action<string> tell)
    {
        double mean = scaling.Invert(0);
        for (int unit = 0; unit < values.Length; unit++)
        {
            double value = values[unit];
            if (double.IsNaN(value))
            {
                values[unit] = mean;
                tell(FormattableString.Invariant($"basin {ids[unit]}: the attribute {attribute} is not known; the source's mean of {mean:G4} stands for it"));
                continue;
            }

            double beyond = Math.Max(Math.Max((scaling.Lowest ?? mean - (FarAway * scaling.Scale)) - value, value - (scaling.Highest ?? mean + (FarAway * scaling.Scale))), 0) / scaling.Scale;
            if (beyond > 0)
            {
                string range = scaling.Lowest is { } lowest ? FormattableString.Invariant($"{lowest:G4} to {scaling.Highest:G4}") : FormattableString.Invariant($"within {FarAway} standard deviations of {mean:G4}");
                tell(FormattableString.Invariant($"basin {ids[unit]}: the attribute {attribute} is {value:G4}, {beyond:0.##} standard deviations outside of what the source learned on ({range})"));
            }
        }
    }

    private static string? UnitOf(SourceNetwork source, string input) => source.Scaler.Inputs.FirstOrDefault(scaling => scaling.Name == input)?.Unit is { Length: > 0 } unit ? unit : null;

    private static string Target(TransferSettings settings, IEnumerable<(string Name, Variable Variable)> matched)
    {
        IEnumerable<Variable> variables = settings.DynamicInputs?.Select(name => InputVariables.Named(name, settings.InputUnits.GetValueOrDefault(name))) ?? matched.Select(match => match.Variable);
        string listed = string.Join(", ", variables.Select(variable => $"{variable.Name} [{variable.Unit}]"));
        return listed.Length > 0 ? listed : "none of these names";
    }
}
