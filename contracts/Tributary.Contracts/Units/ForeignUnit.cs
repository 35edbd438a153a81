namespace Tributary.Contracts;

/// <summary>
/// Between a quantity of the host and the same in the unit of a foreign program. An amount of a step becomes a rate where the program has one; a
/// depth of water a mass per area (1 mm is 1 kg m-2) or a volume over the unit's area.
/// </summary>
public static class ForeignUnit
{
    /// <summary>The conversion <c>foreign = Scale * host + Offset</c>.</summary>
    /// <param name="units">Units of measurement.</param>
    /// <param name="variable">The host's quantity.</param>
    /// <param name="unit">The program's unit.</param>
    /// <param name="step">Length of the step over which an amount is one.</param>
    /// <param name="areaKm2">Area of the catchment unit, km2.</param>
    /// <param name="where">What is converted, for errors.</param>
    /// <exception cref="InputException">No way leads from one to the other.</exception>
    public static UnitConversion From(IUnits units, Variable variable, string unit, TimeSpan step, double areaKm2, string where)
    {
        foreach ((string from, double scale) in Ways(variable, step, areaKm2))
        {
            try
            {
                if (units.Between(from, unit) is { } conversion)
                {
                    return new UnitConversion(conversion.Scale * scale, conversion.Offset);
                }
            }
            catch (InputException error)
            {
                throw new InputException($"'{unit}' is no unit", where, "Give the right one under 'unit'.", error);
            }
        }

        throw new InputException($"'{variable.Unit}' of {variable.Name} cannot be converted to '{unit}'", where, "Give the right unit under 'unit'.");
    }

    private static IEnumerable<(string Unit, double Scale)> Ways(Variable variable, TimeSpan step, double areaKm2)
    {
        yield return (variable.Unit, 1);
        if (variable.Unit != "mm")
        {
            yield break;
        }

        double cubicMetres = areaKm2 * 1000;
        yield return ("kg m-2", 1);
        yield return ("m3", cubicMetres);
        if (variable.CellMethod == CellMethod.Sum)
        {
            double perSecond = 1 / step.TotalSeconds;
            yield return ("mm s-1", perSecond);
            yield return ("kg m-2 s-1", perSecond);
            yield return ("m3 s-1", cubicMetres * perSecond);
        }
    }
}
