using Tributary.Contracts;
using static TorchSharp.torch;

namespace Tributary.Learning;

/// <summary>Forcing and attributes as a trained network reads them.</summary>
/// <param name="model">The model.</param>
internal sealed class NetworkInputs(RunoffModel model)
{
    /// <summary>Numbers of a step: the inputs and, for a network that is told of gaps, behind them for each whether it is known.</summary>
    public int Width { get; } = model.Plan.Missing == MissingInputs.Mask ? 2 * model.Scaler.Inputs.Count : model.Scaler.Inputs.Count;

    /// <summary>Scaled inputs of a unit, <c>[time, width]</c>, gaps being 0.</summary>
    /// <param name="time">The time steps.</param>
    /// <param name="forcing">The forcing variables, each <c>[time]</c>.</param>
    public float[] Scaled(TimeAxis time, ReadOnlyMemory<double>[] forcing)
    {
        IReadOnlyList<VariableScaling> scalings = model.Scaler.Inputs;
        float[] values = new float[time.Count * scalings.Count];
        model.Features.Fill(time, forcing, values);
        float[] rows = new float[time.Count * Width];
        for (int at = 0; at < values.Length; at++)
        {
            int step = at / scalings.Count;
            int input = at % scalings.Count;
            double scaled = scalings[input].Apply(values[at]);
            bool known = double.IsFinite(scaled);
            rows[(step * Width) + input] = known ? (float)scaled : 0;
            if (Width > scalings.Count)
            {
                rows[(step * Width) + scalings.Count + input] = known ? 1 : 0;
            }
        }

        return rows;
    }

    /// <summary>Windows side by side, <c>[time, batch, width]</c>.</summary>
    /// <param name="rows">Scaled inputs of all units.</param>
    /// <param name="units">The unit of each window.</param>
    /// <param name="from">First step of each in the rows.</param>
    /// <param name="length">Steps of each.</param>
    public Tensor Batch(float[][] rows, ReadOnlySpan<int> units, ReadOnlySpan<int> from, int length)
    {
        int width = Width;
        float[] values = new float[length * units.Length * width];
        for (int place = 0; place < units.Length; place++)
        {
            ReadOnlySpan<float> window = rows[units[place]].AsSpan(from[place] * width, length * width);
            for (int step = 0; step < length; step++)
            {
                window.Slice(step * width, width).CopyTo(values.AsSpan(((step * units.Length) + place) * width));
            }
        }

        return tensor(values, [length, units.Length, width], device: model.Device);
    }

    /// <summary>Scaled static attributes of units, <c>[batch, attribute]</c>; null where the network reads none.</summary>
    /// <param name="statics">Attributes of all units, <c>[unit, attribute]</c>.</param>
    /// <param name="units">The units; further ones repeat them from the first, as many parameter sets on one domain do.</param>
    public Tensor? Statics(float[] statics, ReadOnlySpan<int> units)
    {
        int width = model.Artefact.StaticAttributes.Count;
        if (width == 0)
        {
            return null;
        }

        float[] values = new float[units.Length * width];
        int known = statics.Length / width;
        for (int i = 0; i < units.Length; i++)
        {
            statics.AsSpan(units[i] % known * width, width).CopyTo(values.AsSpan(i * width));
        }

        return tensor(values, [units.Length, width], device: model.Device);
    }
}
