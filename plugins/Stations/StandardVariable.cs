using Tributary.Contracts;

namespace Tributary.Plugins.Stations;

/// <summary>Tells which standard variable an array is.</summary>
internal static class StandardVariable
{
    /// <summary>
    /// The variable of the array's own name; else the only one of its CF standard name, of its cell method where it states one, and of a
    /// unit that converts. Null where none or several fit.
    /// </summary>
    public static Variable? Of(ArrayVariable array, IUnits units)
    {
        if (Variables.All.TryGetValue(array.Name, out Variable? own))
        {
            return own;
        }

        if (array.Text("standard_name") is not { Length: > 0 } standardName || array.Text("units") is not { Length: > 0 } unit)
        {
            return null;
        }

        CellMethod? method = MethodOf(array.Text("cell_methods"));
        Variable[] fitting =
            [.. Variables.All.Values.Where(variable => variable.StandardName == standardName && (method is null || method == variable.CellMethod) && Converts(unit, variable.Unit, units))];
        return fitting.Length == 1 ? fitting[0] : null;
    }

    private static CellMethod? MethodOf(string? cellMethods) => cellMethods switch
    {
        { } text when text.Contains("time: mean", StringComparison.Ordinal) => CellMethod.Mean,
        { } text when text.Contains("time: sum", StringComparison.Ordinal) => CellMethod.Sum,
        { } text when text.Contains("time: minimum", StringComparison.Ordinal) => CellMethod.Minimum,
        { } text when text.Contains("time: maximum", StringComparison.Ordinal) => CellMethod.Maximum,
        _ => null,
    };

    private static bool Converts(string unit, string wanted, IUnits units)
    {
        try
        {
            // 1 kg m-2 of water is 1 mm deep, and CF's amounts are masses.
            return units.Between(unit, wanted) is not null || (units.Between(wanted, "mm") is not null && units.Between(unit, "kg m-2") is not null);
        }
        catch (InputException)
        {
            return false;
        }
    }
}
