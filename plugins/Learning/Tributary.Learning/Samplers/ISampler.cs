namespace Tributary.Learning;

/// <summary>
/// The order in which an epoch meets its samples. It is a pure function of the seed and the epoch's number, so that a training resumed at any epoch
/// sees the same batches as one that never stopped.
/// </summary>
public interface ISampler
{
    /// <summary>Number of samples of each epoch.</summary>
    int CountPerEpoch { get; }

    /// <summary>Writes the samples of an epoch in their order.</summary>
    /// <param name="epoch">Which epoch, from 1.</param>
    /// <param name="samples">Where to, <c>[CountPerEpoch]</c>.</param>
    void Draw(int epoch, Span<Sample> samples);
}
