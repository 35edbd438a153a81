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

    /// <summary>Forcing that is read in blocks of time, for grid models whose fields are more than memory should hold; null where <see cref="Forcing"/> holds all.</summary>
    internal StreamedGrids? Streamed { get; init; }

    /// <summary>The forcing of a grid model; null for a model that reads series.</summary>
    /// <exception cref="InputException">The units are no grid cells.</exception>
    internal IGridForcing? GridFor(ModelDescriptor model)
    {
        if (model.InputKind != InputKind.Grid)
        {
            return null;
        }

        CellPlaces places = Domain.Units.Places
            ?? throw new InputException($"{model.Name} reads a grid, and the units of this domain are no grid cells", "domain.mode", "Set domain.mode: distributed.");
        return Streamed is { } streamed ? streamed.For(model, places) : Forcing.FieldsFor(model, places);
    }

    /// <summary>Observed discharge of a gauge over a period.</summary>
    public ReadOnlySpan<double> ObservedIn(int gauge, Range steps) => Observed[gauge].AsSpan(steps);
}
