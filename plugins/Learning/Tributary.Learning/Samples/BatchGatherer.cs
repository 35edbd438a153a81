namespace Tributary.Learning;

/// <summary>Writes the windows of a batch into a caller's buffers: rows are copied by vectors, nothing is allocated.</summary>
/// <param name="store">The series, scaled already.</param>
/// <param name="window">Shape of a sample.</param>
/// <param name="layout">Which axis comes first.</param>
public sealed class BatchGatherer(SeriesStore store, SampleWindow window, BatchLayout layout = BatchLayout.TimeFirst)
{
    /// <summary>The series.</summary>
    public SeriesStore Store => store;

    /// <summary>Shape of a sample.</summary>
    public SampleWindow Window => window;

    /// <summary>Which axis comes first.</summary>
    public BatchLayout Layout => layout;

    /// <summary>Fills the buffers.</summary>
    /// <param name="samples">The samples of the batch.</param>
    /// <param name="buffers">Where to; each buffer has its full length or is empty.</param>
    /// <exception cref="ArgumentException">A buffer has another length than the batch needs.</exception>
    public void Gather(ReadOnlySpan<Sample> samples, scoped BatchBuffers buffers)
    {
        int variables = store.Variables.Count;
        int targets = store.TargetNames.Count;
        int attributes = store.Attributes.Count;
        Check(buffers.Inputs.Length, samples.Length * window.LookBack * variables, nameof(buffers.Inputs));
        Check(buffers.InputMask.Length, samples.Length * window.LookBack * variables, nameof(buffers.InputMask));
        Check(buffers.Statics.Length, samples.Length * attributes, nameof(buffers.Statics));
        Check(buffers.StaticMask.Length, samples.Length * attributes, nameof(buffers.StaticMask));
        Check(buffers.Targets.Length, samples.Length * window.PredictLast * targets, nameof(buffers.Targets));
        Check(buffers.TargetMask.Length, samples.Length * window.PredictLast * targets, nameof(buffers.TargetMask));
        Check(buffers.Basins.Length, samples.Length, nameof(buffers.Basins));
        for (int place = 0; place < samples.Length; place++)
        {
            Sample sample = samples[place];
            Place inputs = new(place, samples.Length, window.LookBack, variables, layout);
            int firstInput = (sample.End - window.LookBack + 1) * variables;
            inputs.Write(store.Inputs(sample.Basin).Slice(firstInput, window.LookBack * variables), buffers.Inputs, buffers.InputMask);
            Place outputs = new(place, samples.Length, window.PredictLast, targets, layout);
            int firstTarget = (sample.End + window.Lead - window.PredictLast + 1) * targets;
            outputs.Write(store.Targets(sample.Basin).Slice(firstTarget, window.PredictLast * targets), buffers.Targets, buffers.TargetMask);
            new Place(place, samples.Length, 1, attributes, BatchLayout.BatchFirst).Write(store.Statics(sample.Basin), buffers.Statics, buffers.StaticMask);
            if (!buffers.Basins.IsEmpty)
            {
                buffers.Basins[place] = sample.Basin;
            }
        }
    }

    private static void Check(int length, int needed, string name)
    {
        if (length != 0 && length != needed)
        {
            throw new ArgumentException($"The buffer holds {length} values but the batch needs {needed}.", name);
        }
    }

    /// <summary>Where one sample's rows go in a batch's buffer.</summary>
    private readonly ref struct Place(int place, int batch, int steps, int width, BatchLayout layout)
    {
        private readonly bool _oneRun = layout == BatchLayout.BatchFirst;
        private readonly int _first = layout == BatchLayout.BatchFirst ? place * steps * width : place * width;
        private readonly int _stride = batch * width;

        public void Write(ReadOnlySpan<float> rows, Span<float> values, Span<float> mask)
        {
            if (!values.IsEmpty)
            {
                Copy(rows, values);
            }

            if (!mask.IsEmpty)
            {
                Copy(rows, mask, isMask: true);
            }
        }

        private void Copy(ReadOnlySpan<float> rows, Span<float> target, bool isMask = false)
        {
            int run = _oneRun ? rows.Length : width;
            int at = _first;
            for (int from = 0; from < rows.Length; from += run, at += _stride)
            {
                ReadOnlySpan<float> source = rows.Slice(from, run);
                if (isMask)
                {
                    Gaps.Mask(source, target.Slice(at, run));
                }
                else
                {
                    Gaps.Fill(source, target.Slice(at, run));
                }
            }
        }
    }
}
