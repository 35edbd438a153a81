namespace Tributary.Learning;

/// <summary>All samples in the index's own order, basin by basin along time: for validation and prediction.</summary>
/// <param name="index">The samples.</param>
public sealed class SequentialSampler(SampleIndex index) : ISampler
{
    /// <inheritdoc/>
    public int CountPerEpoch => index.Count;

    /// <inheritdoc/>
    public void Draw(int epoch, Span<Sample> samples) => index.Samples.CopyTo(samples);
}
