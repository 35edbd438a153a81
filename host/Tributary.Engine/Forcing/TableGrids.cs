using Tributary.Contracts;

namespace Tributary.Engine;

/// <summary>Series of a distributed domain's units, laid out as fields for a grid model.</summary>
/// <param name="forcing">The series.</param>
/// <param name="model">The model.</param>
/// <param name="places">Where the units lie.</param>
internal sealed class TableGrids(ForcingTable forcing, ModelDescriptor model, CellPlaces places) : IGridForcing
{
    public int VariableCount => model.Forcing.Count;

    public int Height => places.Height;

    public int Width => places.Width;

    public void Read(int first, int count, Span<float> fields)
    {
        int cells = Height * Width;
        fields[..(count * VariableCount * cells)].Fill(float.NaN);
        SeriesRows rows = forcing.RowsFor(model, 0, forcing.UnitCount);
        for (int variable = 0; variable < VariableCount; variable++)
        {
            for (int unit = 0; rows.Contains(variable) && unit < forcing.UnitCount; unit++)
            {
                ReadOnlySpan<double> series = forcing.Values.Slice(rows.StartOf(variable, unit) + first, count);
                for (int step = 0; step < count; step++)
                {
                    fields[(((step * VariableCount) + variable) * cells) + places.Cell[unit]] = (float)series[step];
                }
            }
        }
    }
}
