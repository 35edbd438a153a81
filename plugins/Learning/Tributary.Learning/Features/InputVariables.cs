using Tributary.Contracts;

namespace Tributary.Learning;

/// <summary>Forcing variables as a network reads them.</summary>
public static class InputVariables
{
    /// <summary>A forcing variable by its name, in the unit in which the network reads it.</summary>
    /// <param name="name">A standard variable's name, or the workflow's own.</param>
    /// <param name="unit">The unit; null for Tributary's own.</param>
    public static Variable Named(string name, string? unit)
    {
        if (!Variables.All.TryGetValue(name, out Variable? known))
        {
            return new Variable(name, string.Empty, unit ?? "1", CellMethod.Mean, "a forcing variable of the workflow's own");
        }

        // The plausible range is in Tributary's own unit.
        return unit is null || unit == known.Unit ? known : known with { Unit = unit, Lowest = double.NegativeInfinity, Highest = double.PositiveInfinity };
    }
}
