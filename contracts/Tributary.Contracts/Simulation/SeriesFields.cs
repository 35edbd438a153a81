namespace Tributary.Contracts;

/// <summary>Series of a distributed domain's units, laid out as fields for a grid model.</summary>
/// <param name="values">The series.</param>
/// <param name="rows">Where each lies in <paramref name="values"/>.</param>
/// <param name="variableCount">Number of variables, those of the model's descriptor.</param>
/// <param name="places">Where the units lie.</param>
public sealed class SeriesFields(ReadOnlyMemory<double> values, SeriesRows rows, int variableCount, CellPlaces places) : IGridForcing
{
    /// <inheritdoc/>
    public int VariableCount => variableCount;

    /// <inheritdoc/>
    public int Height => places.Height;

    /// <inheritdoc/>
    public int Width => places.Width;

    /// <inheritdoc/>
    public void Read(int first, int count, Span<float> fields)
    {
        int cells = Height * Width;
        fields[..(count * VariableCount * cells)].Fill(float.NaN);
        for (int variable = 0; variable < VariableCount; variable++)
        {
            for (int unit = 0; rows.Contains(variable) && unit < places.Cell.Count; unit++)
            {
                ReadOnlySpan<double> series = values.Span.Slice(rows.StartOf(variable, unit) + first, count);
                for (int step = 0; step < count; step++)
                {
                    fields[(((step * VariableCount) + variable) * cells) + places.Cell[unit]] = (float)series[step];
                }
            }
        }
    }
}
