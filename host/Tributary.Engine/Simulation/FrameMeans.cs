namespace Tributary.Engine;

/// <summary>Means of many series over consecutive frames of time, gathered block by block.</summary>
/// <param name="starts">First time step of each frame, and at last the number of steps.</param>
/// <param name="items">Number of series.</param>
internal sealed class FrameMeans(int[] starts, int items)
{
    private readonly double[] _sums = new double[(starts.Length - 1) * items];

    /// <summary>Adds a block.</summary>
    /// <param name="first">Time step at which it starts.</param>
    /// <param name="rows">The series, <c>[item][time]</c>.</param>
    /// <param name="steps">Number of time steps of the block.</param>
    public void Add(int first, ReadOnlySpan<double> rows, int steps)
    {
        int frame = Array.BinarySearch(starts, first);
        frame = frame >= 0 ? frame : ~frame - 1;
        for (int step = first; step < first + steps; frame++)
        {
            int end = Math.Min(starts[frame + 1], first + steps);
            for (int item = 0; item < items; item++)
            {
                double sum = 0;
                foreach (double value in rows.Slice((item * steps) + step - first, end - step))
                {
                    sum += value;
                }

                _sums[(frame * items) + item] += sum;
            }

            step = end;
        }
    }

    /// <summary>The means, <c>[frame][item]</c>.</summary>
    public float[] Means()
    {
        float[] means = new float[_sums.Length];
        for (int i = 0; i < means.Length; i++)
        {
            int frame = i / items;
            means[i] = (float)(_sums[i] / (starts[frame + 1] - starts[frame]));
        }

        return means;
    }
}

/// <summary>Means over frames of time, for maps.</summary>
/// <param name="Units">What each unit gives off, as the model writes it, <c>[frame][unit]</c>.</param>
/// <param name="Reaches">Flow at the end of each reach in m3 s-1, <c>[frame][reach]</c>; empty on lumped basins.</param>
public sealed record SimulationFrames(float[] Units, float[] Reaches);
