using Tributary.Contracts;

namespace Tributary.Plugins.HydroTrace;

/// <summary>Which cell of the network's grid each unit lies in.</summary>
internal sealed class GridCellsOfUnits
{
    /// <summary>Lays the units out.</summary>
    /// <param name="units">Grid cells.</param>
    /// <param name="coarsen">How many of them along each side become one.</param>
    /// <exception cref="InputException">The units are no grid cells.</exception>
    public GridCellsOfUnits(CatchmentUnits units, int coarsen)
    {
        CellPlaces places = units.Places
            ?? throw new InputException("HydroTrace reads a grid, and the units of this domain are no grid cells", "domain.mode", "Set domain.mode: distributed.");
        Height = (places.Height + coarsen - 1) / coarsen;
        Width = (places.Width + coarsen - 1) / coarsen;
        CoarseOf = [.. Enumerable.Range(0, places.Width * places.Height).Select(cell => ((cell / places.Width / coarsen) * Width) + (cell % places.Width / coarsen))];
        CellOf = [.. places.Cell.Select(cell => CoarseOf[cell])];
        UnitsIn = new int[Count];
        foreach (int cell in CellOf)
        {
            UnitsIn[cell]++;
        }
    }

    /// <summary>Rows.</summary>
    public int Height { get; }

    /// <summary>Columns.</summary>
    public int Width { get; }

    /// <summary>Number of cells.</summary>
    public int Count => Height * Width;

    /// <summary>The cell of each unit.</summary>
    public int[] CellOf { get; }

    /// <summary>The cell of each cell of the domain's own grid.</summary>
    public int[] CoarseOf { get; }

    /// <summary>Number of cells of the domain's own grid.</summary>
    public int FineCount => CoarseOf.Length;

    /// <summary>Number of units in each cell.</summary>
    public int[] UnitsIn { get; }

    /// <summary>The mean over the units of each cell that know a value, <c>[cell]</c>; NaN where none does.</summary>
    public double[] Mean(ReadOnlySpan<double> ofUnits)
    {
        double[] sum = new double[Count];
        int[] known = new int[Count];
        for (int unit = 0; unit < CellOf.Length; unit++)
        {
            if (double.IsFinite(ofUnits[unit]))
            {
                sum[CellOf[unit]] += ofUnits[unit];
                known[CellOf[unit]]++;
            }
        }

        return [.. sum.Select((total, cell) => total / known[cell])];
    }
}
