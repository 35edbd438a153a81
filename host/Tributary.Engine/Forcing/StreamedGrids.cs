using Tributary.Contracts;

namespace Tributary.Engine;

/// <summary>Gridded forcing that stays in its files, for grid models whose fields are more than memory should hold: each block is read when it is asked for.</summary>
/// <param name="grids">Reads the files.</param>
internal sealed class StreamedGrids(GriddedForcing grids)
{
    /// <summary>The fields of a model.</summary>
    /// <param name="model">The model.</param>
    /// <param name="places">Where the units lie.</param>
    public IGridForcing For(ModelDescriptor model, CellPlaces places) => new Fields(grids, [.. model.Forcing.Select(declared => declared.Variable)], places);

    private sealed class Fields(GriddedForcing grids, Variable[] variables, CellPlaces places) : IGridForcing
    {
        public int VariableCount => variables.Length;

        public int Height => places.Height;

        public int Width => places.Width;

        public void Read(int first, int count, Span<float> fields)
        {
            int cells = Height * Width;
            fields[..(count * VariableCount * cells)].Fill(float.NaN);
            for (int variable = 0; variable < variables.Length; variable++)
            {
                double[] values;
                lock (grids)
                {
                    values = grids.ReadBlock(variables[variable], first, count);
                }

                for (int unit = 0; unit < places.Cell.Count; unit++)
                {
                    for (int step = 0; step < count; step++)
                    {
                        fields[(((step * VariableCount) + variable) * cells) + places.Cell[unit]] = (float)values[(unit * count) + step];
                    }
                }
            }
        }
    }
}
