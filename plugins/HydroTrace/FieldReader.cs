using Tributary.Learning;
using static TorchSharp.torch;

namespace Tributary.Plugins.HydroTrace;

/// <summary>A forcing series of a unit, <c>[time]</c>.</summary>
internal delegate ReadOnlySpan<double> ForcingSeries(int variable, int unit);

/// <summary>Turns the units' series into scaled fields, a block of time at once; 0, the mean, stands where nothing is known.</summary>
/// <param name="grid">Where the units lie.</param>
/// <param name="scalings">Scaling of each variable.</param>
internal sealed class FieldReader(GridCellsOfUnits grid, IReadOnlyList<VariableScaling> scalings)
{
    // Numbers of a block of fields, 16 MB.
    private const int MostAtOnce = 1 << 22;

    /// <summary>Scaled fields, <c>[time, variable, y, x]</c>.</summary>
    /// <param name="series">The series.</param>
    /// <param name="count">Number of time steps.</param>
    public Tensor Read(ForcingSeries series, int count)
    {
        Tensor fields = empty([count, scalings.Count, grid.Height, grid.Width], float32);
        int together = Math.Clamp(MostAtOnce / (scalings.Count * grid.Count), 1, count);
        float[] block = new float[together * scalings.Count * grid.Count];
        for (int first = 0; first < count; first += together)
        {
            int steps = Math.Min(together, count - first);
            Fill(block, series, first, steps);
            using Tensor part = tensor(block, [together, scalings.Count, grid.Height, grid.Width]);
            using Tensor taken = part.narrow(0, 0, steps);
            using Tensor place = fields.narrow(0, first, steps);
            place.copy_(taken);
        }

        return fields;
    }

    private void Fill(float[] block, ForcingSeries series, int first, int steps)
    {
        int cells = grid.Count;
        double[] sum = new double[steps * cells];
        int[] known = new int[steps * cells];
        for (int variable = 0; variable < scalings.Count; variable++)
        {
            Array.Clear(sum);
            Array.Clear(known);
            for (int unit = 0; unit < grid.CellOf.Length; unit++)
            {
                ReadOnlySpan<double> values = series(variable, unit).Slice(first, steps);
                int cell = grid.CellOf[unit];
                for (int step = 0; step < steps; step++)
                {
                    if (double.IsFinite(values[step]))
                    {
                        sum[(step * cells) + cell] += values[step];
                        known[(step * cells) + cell]++;
                    }
                }
            }

            VariableScaling scaling = scalings[variable];
            for (int step = 0; step < steps; step++)
            {
                Span<float> field = block.AsSpan(((step * scalings.Count) + variable) * cells, cells);
                for (int cell = 0; cell < cells; cell++)
                {
                    int place = (step * cells) + cell;
                    field[cell] = known[place] == 0 ? 0 : (float)((sum[place] / known[place] - scaling.Center) / scaling.Scale);
                }
            }
        }
    }
}
