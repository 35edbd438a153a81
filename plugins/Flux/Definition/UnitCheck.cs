using System.Globalization;
using Tributary.Contracts;
using Tributary.Plugins.Flux.Language;

namespace Tributary.Plugins.Flux.Definition;

/// <summary>
/// Works the unit of every expression out. What is added, compared or moved must have one unit; nothing is converted silently. A plain 0
/// has every unit, another plain number none.
/// </summary>
internal sealed class UnitCheck
{
    private const string None = "1";

    private readonly ModelDefinition _model;
    private readonly IUnits _units;
    private readonly Dictionary<string, string> _known = new() { [ModelDefinition.StepName] = "d", [ModelDefinition.TimeName] = "d" };

    private UnitCheck(ModelDefinition model, IUnits units)
    {
        _model = model;
        _units = units;
    }

    /// <exception cref="InputException">Units do not fit, or a text is no unit.</exception>
    public static void Check(ModelDefinition model, IUnits units)
    {
        var check = new UnitCheck(model, units);
        check.Declare();
        foreach (StoreTerm store in model.Stores)
        {
            check.Expect(store.Initial, store.Unit);
        }

        foreach (DelayTerm delay in model.Delays)
        {
            check.Expect(delay.SCurve, None);
        }

        string unit = model.Stores.Select(store => store.Unit).FirstOrDefault(Variables.Runoff.Unit);
        foreach ((string name, string other) in model.Stores.Select(store => (store.Name, store.Unit)).Concat(model.Delays.Select(delay => (delay.Name, delay.Unit)))
            .Concat(model.Fluxes.Where(flux => model.IsForcing(flux.From)).Select(flux => (flux.From, check._known[flux.From]))).Append((Variables.Runoff.Name, Variables.Runoff.Unit)))
        {
            if (!check.Same(unit, other))
            {
                throw new InputException($"'{name}' holds water in '{other}' but others in '{unit}'", Path.GetFileName(model.File), $"Give all stores the unit {Variables.Runoff.Unit}.");
            }
        }

        foreach (string junction in model.Junctions)
        {
            check._known[junction] = unit;
        }

        foreach (FluxTerm flux in model.Fluxes)
        {
            check._known[flux.Name] = unit;
        }

        foreach (FluxTerm flux in model.Fluxes)
        {
            check.Expect(flux.Value, unit);
        }

        foreach (Formula value in model.Values.Values)
        {
            check.UnitOf(value, value.Expression);
        }
    }

    private void Declare()
    {
        foreach ((string name, string unit) in _model.Forcing.Select(forcing => (forcing.Name, forcing.Variable.Unit))
            .Concat(_model.Parameters.Select(parameter => (parameter.Name, parameter.Unit)))
            .Concat(_model.Constants.Select(constant => (constant.Name, constant.Unit)))
            .Concat(_model.Stores.Select(store => (store.Name, store.Unit))))
        {
            _ = Between(unit, None, () => new InputException($"'{name}' has the unit '{unit}', which UDUNITS-2 does not know", Path.GetFileName(_model.File)));
            _known[name] = unit;
        }
    }

    private void Expect(Formula? formula, string expected)
    {
        if (formula is not null && UnitOf(formula, formula.Expression) is { } unit && !Same(unit, expected))
        {
            throw formula.Wrong($"its unit is '{unit}' where '{expected}' is needed", default, Remedy(unit, expected));
        }
    }

    /// <summary>The unit of an expression; null for a plain 0, which has every unit.</summary>
    private string? UnitOf(Formula formula, Expression expression)
    {
        switch (expression)
        {
            case Number number:
                if (number.Unit is not null)
                {
                    _ = Between(number.Unit, None, () => formula.Wrong($"'{number.Unit}' is no unit that UDUNITS-2 knows", number.At));
                }

                return number.Unit ?? (number.Value == 0 ? null : None);
            case Name name:
                if (!_known.TryGetValue(name.Text, out string? known))
                {
                    Formula value = _model.Values[name.Text];
                    known = UnitOf(value, value.Expression) ?? None;
                    _known[name.Text] = known;
                }

                return known;
            case Negative negative:
                return UnitOf(formula, negative.Operand);
            case Choice choice:
                _ = Common(formula, choice, choice.Left, choice.Right);
                return Common(formula, choice, choice.Then, choice.Otherwise);
            case Operation { Sign: '+' } sum:
                return Common(formula, sum, sum.Left, sum.Right);
            case Operation { Sign: '-' } difference:
                return DifferenceOf(Common(formula, difference, difference.Left, difference.Right));
            case Operation { Sign: '*' } product:
                return Product(UnitOf(formula, product.Left), UnitOf(formula, product.Right), "");
            case Operation { Sign: '/' } quotient:
                return Product(UnitOf(formula, quotient.Left), UnitOf(formula, quotient.Right), "-1");
            case Operation power:
                return Power(formula, power);
            default:
                return OfCall(formula, (Call)expression);
        }
    }

    private string? OfCall(Formula formula, Call call)
    {
        switch (call.Function)
        {
            case "min" or "max":
                return Common(formula, call, call.Arguments[0], call.Arguments[1]);
            case "clamp":
                _ = Common(formula, call, call.Arguments[0], call.Arguments[1]);
                return Common(formula, call, call.Arguments[0], call.Arguments[2]);
            case "abs" or "floor" or Functions.Start:
                return UnitOf(formula, call.Arguments[0]);
            case "sqrt" when UnitOf(formula, call.Arguments[0]) is { } unit && !Same(unit, None):
                throw formula.Wrong($"the root of a quantity in '{unit}' has no unit that can be checked", call.At, "Divide it by its scale first.");
            case "sqrt":
                return None;
            default:
                foreach (Expression argument in call.Arguments)
                {
                    Plain(formula, argument, $"the function {call.Function} takes a number without unit");
                }

                return None;
        }
    }

    private string? Power(Formula formula, Operation power)
    {
        Plain(formula, power.Right, "an exponent has no unit");
        string? unit = UnitOf(formula, power.Left);
        double? exponent = power.Right switch { Number number => number.Value, Negative { Operand: Number number } => -number.Value, _ => null };
        if (unit is null || Same(unit, None))
        {
            return unit;
        }

        return exponent is { } whole && whole == Math.Floor(whole) && Math.Abs(whole) <= 9
            ? $"({unit}){whole.ToString(CultureInfo.InvariantCulture)}"
            : throw formula.Wrong($"a quantity in '{unit}' cannot be raised to '{power.Right}'", power.At, "Divide it by its scale first, so that the base has no unit.");
    }

    private void Plain(Formula formula, Expression expression, string rule)
    {
        if (UnitOf(formula, expression) is { } unit && !Same(unit, None))
        {
            throw formula.Wrong($"{rule}, but '{expression}' is in '{unit}'", expression.At);
        }
    }

    private string? Common(Formula formula, Expression whole, Expression left, Expression right)
    {
        string? first = UnitOf(formula, left);
        string? second = UnitOf(formula, right);
        return first is null || second is null || Same(first, second)
            ? first ?? second
            : throw formula.Wrong($"in '{whole}', '{left}' is in '{first}' but '{right}' in '{second}'", right.At, Remedy(second, first));
    }

    private static string? Product(string? left, string? right, string power)
    {
        if (left is null)
        {
            return null;
        }

        return right is null or None ? left : left == None && power.Length == 0 ? right : $"({left}) ({right}){power}";
    }

    /// <summary>The difference of two temperatures in degC is one in K.</summary>
    private string? DifferenceOf(string? unit) => unit is not null && Between(unit, "K", null) is { Offset: not 0 } ? "K" : unit;

    private bool Same(string left, string right) =>
        left == right || Between(left, right, null) is { } conversion && Math.Abs(conversion.Scale - 1) < 1e-12 && Math.Abs(conversion.Offset) < 1e-12;

    private string? Remedy(string from, string to) => Between(from, to, null) is { } conversion
        ? string.Create(CultureInfo.InvariantCulture, $"One '{from}' is {conversion.Scale:G6} '{to}': multiply by {conversion.Scale:G6} [({to}) ({from})-1].")
        : Between($"({from}) (d)", to, null) is { Scale: 1 } ? $"Multiply by {ModelDefinition.StepName}, the length of the step." : null;

    private UnitConversion? Between(string from, string to, Func<InputException>? unknown)
    {
        try
        {
            return _units.Between(from, to);
        }
        catch (InputException) when (unknown is not null)
        {
            throw unknown();
        }
    }
}
