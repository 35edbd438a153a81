using Tributary.Contracts;

namespace Tributary.Engine;

/// <summary>Turns forcing of whole catchments into forcing of the basins between gauges: what fell on the basins upstream is taken out by area.</summary>
internal static class NestedForcing
{
    /// <summary>Changes the table in place.</summary>
    /// <param name="forcing">Forcing of the whole catchment above each gauge; receives that of each basin alone.</param>
    /// <param name="domain">The basins, with their own areas, and gauges, with the areas above them.</param>
    /// <param name="downstream">For each basin the one below.</param>
    /// <returns>What the user should know.</returns>
    public static IEnumerable<string> TakeOutUpstream(ForcingTable forcing, BasinDomain domain, int[] downstream)
    {
        var notes = new List<string>();
        foreach (Variable variable in forcing.Variables)
        {
            double[][] whole = [.. Enumerable.Range(0, domain.Units.Count).Select(unit => forcing.Series(variable, unit).ToArray())];
            for (int unit = 0; unit < whole.Length; unit++)
            {
                Span<double> own = forcing.Series(variable, unit);
                int raised = 0;
                for (int step = 0; step < own.Length; step++)
                {
                    double sum = whole[unit][step] * domain.Gauges[unit].AreaKm2;
                    for (int above = 0; above < downstream.Length; above++)
                    {
                        sum -= downstream[above] == unit ? whole[above][step] * domain.Gauges[above].AreaKm2 : 0;
                    }

                    double value = sum / domain.Units.AreaKm2[unit];
                    raised += value < variable.Lowest ? 1 : 0;
                    own[step] = Math.Max(value, variable.Lowest);
                }

                if (raised > 0)
                {
                    notes.Add($"basin {domain.Units.Ids[unit]}: {variable.Name} between the gauges would have been below {variable.Lowest} on {raised} of {own.Length} time steps; it is {variable.Lowest} there");
                }
            }
        }

        return notes;
    }
}
