using Tributary.Contracts;
using Tributary.Learning;
using static TorchSharp.torch;

namespace Tributary.Plugins.HydroTrace;

/// <summary>Turns fields as the host gives them into those that the network reads: coarser, scaled, and 0, the mean, where nothing is known.</summary>
/// <param name="grid">The network's grid.</param>
/// <param name="scalings">Scaling of each variable.</param>
internal sealed class FieldReader(GridCellsOfUnits grid, IReadOnlyList<VariableScaling> scalings)
{
    // Numbers of a block of fields, 16 MB.
    private const int MostAtOnce = 1 << 22;

    /// <summary>Numbers of one step of the host's fields.</summary>
    public int FieldSize => scalings.Count * grid.FineCount;

    /// <summary>Numbers of one step of the network's fields.</summary>
    public int ScaledSize => scalings.Count * grid.Count;

    /// <summary>Reads and scales fields.</summary>
    /// <param name="forcing">The host's fields.</param>
    /// <param name="first">First time step.</param>
    /// <param name="scaled">Receives fields of as many steps as it has room for, <c>[time][variable][y][x]</c>.</param>
    public void Read(IGridForcing forcing, int first, Span<float> scaled)
    {
        int count = scaled.Length / ScaledSize;
        int together = Math.Clamp(MostAtOnce / FieldSize, 1, count);
        float[] block = new float[together * FieldSize];
        for (int done = 0; done < count; done += together)
        {
            int now = Math.Min(together, count - done);
            forcing.Read(first + done, now, block);
            Scale(block.AsSpan(0, now * FieldSize), scaled.Slice(done * ScaledSize, now * ScaledSize));
        }
    }

    /// <summary>Scales fields.</summary>
    /// <param name="fields">The host's fields, <c>[time][variable][y][x]</c>.</param>
    /// <returns>Scaled fields, <c>[time, variable, y, x]</c>.</returns>
    public Tensor Scale(ReadOnlySpan<float> fields)
    {
        int count = fields.Length / FieldSize;
        float[] scaled = new float[count * ScaledSize];
        Scale(fields, scaled);
        return tensor(scaled, [count, scalings.Count, grid.Height, grid.Width]);
    }

    private void Scale(ReadOnlySpan<float> fields, Span<float> scaled)
    {
        double[] sum = new double[grid.Count];
        int[] known = new int[grid.Count];
        for (int place = 0; place < scaled.Length / grid.Count; place++)
        {
            Array.Clear(sum);
            Array.Clear(known);
            ReadOnlySpan<float> fine = fields.Slice(place * grid.FineCount, grid.FineCount);
            for (int cell = 0; cell < fine.Length; cell++)
            {
                if (float.IsFinite(fine[cell]))
                {
                    sum[grid.CoarseOf[cell]] += fine[cell];
                    known[grid.CoarseOf[cell]]++;
                }
            }

            VariableScaling scaling = scalings[place % scalings.Count];
            Span<float> field = scaled.Slice(place * grid.Count, grid.Count);
            for (int cell = 0; cell < field.Length; cell++)
            {
                field[cell] = known[cell] == 0 ? 0 : (float)(((sum[cell] / known[cell]) - scaling.Center) / scaling.Scale);
            }
        }
    }
}
