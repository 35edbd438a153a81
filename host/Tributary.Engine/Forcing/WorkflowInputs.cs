using Tributary.Contracts;

namespace Tributary.Engine;

/// <summary>Everything that a workflow reads: the domain, its forcing and the observed discharge.</summary>
/// <param name="Domain">The basins.</param>
/// <param name="Shapes">Where they lie; null for basins by table.</param>
/// <param name="Forcing">Forcing of every unit.</param>
/// <param name="Observed">Observed discharge in m3 s-1, <c>[gauge][time]</c>, a gap being NaN; a gauge without observations has only gaps.</param>
/// <param name="Files">The files that were read.</param>
/// <param name="Notes">What the user should know of the data: gaps, what was filled, what was computed.</param>
public sealed record WorkflowInputs(
    BasinDomain Domain, DomainShapes? Shapes, ForcingTable Forcing, double[][] Observed, IReadOnlyList<string> Files, IReadOnlyList<string> Notes)
{
    /// <summary>What else is observed and wanted to learn from, by variable, <c>[gauge][time]</c>, a gap being NaN.</summary>
    public IReadOnlyDictionary<string, double[][]> AlsoObserved { get; init; } = new Dictionary<string, double[][]>();

    /// <summary>Observed discharge of a gauge over a period.</summary>
    public ReadOnlySpan<double> ObservedIn(int gauge, Range steps) => Observed[gauge].AsSpan(steps);
}
