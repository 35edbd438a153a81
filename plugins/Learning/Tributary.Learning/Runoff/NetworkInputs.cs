using Tributary.Contracts;
using static TorchSharp.torch;

namespace Tributary.Learning;

/// <summary>Forcing and attributes as a trained network reads them.</summary>
/// <param name="model">The model.</param>
internal sealed class NetworkInputs(RunoffModel model)
{
    /// <summary>Scaled inputs of a unit, <c>[time, input]</c>, gaps being 0.</summary>
    /// <param name="time">The time steps.</param>
    /// <param name="forcing">The forcing variables, each <c>[time]</c>.</param>
    public float[] Scaled(TimeAxis time, ReadOnlyMemory<double>[] forcing)
    {
        IReadOnlyList<VariableScaling> scalings = model.Scaler.Inputs;
        float[] rows = new float[time.Count * scalings.Count];
        model.Features.Fill(time, forcing, rows);
        for (int at = 0; at < rows.Length; at++)
        {
            double scaled = scalings[at % scalings.Count].Apply(rows[at]);
            rows[at] = double.IsFinite(scaled) ? (float)scaled : 0;
        }

        return rows;
    }

    /// <summary>Windows side by side, <c>[time, batch, input]</c>.</summary>
    /// <param name="rows">Scaled inputs of all units.</param>
    /// <param name="units">The unit of each window.</param>
    /// <param name="from">First step of each in the rows.</param>
    /// <param name="length">Steps of each.</param>
    public Tensor Batch(float[][] rows, ReadOnlySpan<int> units, ReadOnlySpan<int> from, int length)
    {
        int width = model.Scaler.Inputs.Count;
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
