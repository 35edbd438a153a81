using Tributary.Contracts;

namespace Tributary.Engine;

/// <summary>Units that share one parameter set, and the gauges that tell how good it is: each lumped basin alone, all of them together, or all units above the gauges of a river network.</summary>
/// <param name="Name">The basin's id, or the workflow's name.</param>
/// <param name="Unit">The only unit; null for all.</param>
/// <param name="Gauges">Indices of the gauges whose objectives are averaged.</param>
public sealed record CalibrationGroup(string Name, int? Unit, IReadOnlyList<int> Gauges)
{
    /// <summary>The groups of a domain.</summary>
    /// <param name="domain">The domain.</param>
    /// <param name="name">The workflow's name.</param>
    /// <param name="together">Whether lumped basins share one set too.</param>
    public static IReadOnlyList<CalibrationGroup> Of(BasinDomain domain, string name, bool together = false) => domain.Network is null && !together
        ? [.. domain.Gauges.Select((gauge, index) => new CalibrationGroup(gauge.Id, index, [index]))]
        : [new CalibrationGroup(name, null, [.. Enumerable.Range(0, domain.Gauges.Count)])];
}
