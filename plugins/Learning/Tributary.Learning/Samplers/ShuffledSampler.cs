namespace Tributary.Learning;

/// <summary>Every sample once an epoch, in a random order.</summary>
/// <param name="index">The samples.</param>
/// <param name="seeds">Seed of the run; the stream is <see cref="RunSeed.Shuffling"/> at the epoch's number.</param>
public sealed class ShuffledSampler(SampleIndex index, RunSeed seeds) : ISampler
{
    /// <inheritdoc/>
    public int CountPerEpoch => index.Count;

    /// <inheritdoc/>
    public void Draw(int epoch, Span<Sample> samples)
    {
        index.Samples.CopyTo(samples);
        seeds.Generator(RunSeed.Shuffling, epoch).Shuffle(samples);
    }
}
