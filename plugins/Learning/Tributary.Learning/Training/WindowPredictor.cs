using System.Runtime.InteropServices;
using TorchSharp;
using static TorchSharp.torch;

namespace Tributary.Learning;

/// <summary>Runs a network over windows one after the other and lays its answers out along time.</summary>
/// <param name="answer">Runs the network on a batch and gives what it says of the last steps, <c>[predictLast, batch, output]</c>.</param>
/// <param name="batches">Gathers batches.</param>
/// <param name="batchSize">Samples of a batch.</param>
public sealed class WindowPredictor(Func<TensorBatch, Tensor> answer, TensorBatches batches, int batchSize)
{
    /// <summary>Predicts, nothing being recorded for gradients; whether the network drops out is the caller's choice.</summary>
    /// <param name="store">The series that the batches are gathered from.</param>
    /// <param name="index">The windows; where two say something of one step the later one holds.</param>
    /// <param name="cancellation">Stops between two batches.</param>
    /// <returns>For each basin what the network says, <c>[time, output]</c>; NaN where it says nothing.</returns>
    public float[][] Predict(SeriesStore store, SampleIndex index, CancellationToken cancellation = default)
    {
        float[][]? series = null;
        using IDisposable still = no_grad();
        for (int first = 0; first < index.Count; first += batchSize)
        {
            cancellation.ThrowIfCancellationRequested();
            using DisposeScope scope = NewDisposeScope();
            ReadOnlySpan<Sample> samples = index.Samples.Slice(first, Math.Min(batchSize, index.Count - first));
            Tensor said = answer(batches.Gather(samples)).to_type(ScalarType.Float32).cpu().contiguous();
            series ??= Unsaid(store, (int)said.shape[^1]);
            Lay(MemoryMarshal.Cast<byte, float>(said.bytes), samples, index.Window, (int)said.shape[^1], series);
        }

        return series!;
    }

    private static void Lay(ReadOnlySpan<float> said, ReadOnlySpan<Sample> samples, SampleWindow window, int outputs, float[][] series)
    {
        for (int step = 0; step < window.PredictLast; step++)
        {
            for (int place = 0; place < samples.Length; place++)
            {
                Sample sample = samples[place];
                int at = sample.End + window.Lead - window.PredictLast + 1 + step;
                if (at < series[sample.Basin].Length / outputs)
                {
                    said.Slice(((step * samples.Length) + place) * outputs, outputs).CopyTo(series[sample.Basin].AsSpan(at * outputs));
                }
            }
        }
    }

    private static float[][] Unsaid(SeriesStore store, int outputs)
    {
        float[][] series = [.. store.Basins.Select(_ => new float[store.Time.Count * outputs])];
        foreach (float[] basin in series)
        {
            Array.Fill(basin, float.NaN);
        }

        return series;
    }
}
