namespace Tributary.Learning;

/// <summary>
/// A basin drawn with replacement, each alike, and one of its windows drawn alike: the sampling of hydroDL (Feng, Fang and Shen, 2020), in which a
/// basin with a short record counts as much as one with a long record.
/// </summary>
/// <param name="index">The samples; basins without any are never drawn.</param>
/// <param name="countPerEpoch">Samples of each epoch.</param>
/// <param name="seeds">Seed of the run; the stream is <see cref="RunSeed.Shuffling"/> at the epoch's number.</param>
public sealed class BasinReplacementSampler(SampleIndex index, int countPerEpoch, RunSeed seeds) : ISampler
{
    private const double Unseen = 0.01;
    private readonly int[] _basins = index.BasinsWithSamples();

    /// <inheritdoc/>
    public int CountPerEpoch => countPerEpoch;

    /// <inheritdoc/>
    public void Draw(int epoch, Span<Sample> samples)
    {
        Xoshiro256 random = seeds.Generator(RunSeed.Shuffling, epoch);
        for (int place = 0; place < samples.Length; place++)
        {
            ReadOnlySpan<Sample> windows = index.Of(_basins[random.Below(_basins.Length)]);
            samples[place] = windows[random.Below(windows.Length)];
        }
    }

    /// <summary>
    /// Batches after which a step of a basin has been seen with a probability of 99%: <c>ln 0.01 / ln(1 - batch window / (basins steps))</c>, the
    /// length of an epoch in hydroDL.
    /// </summary>
    /// <param name="batchSize">Samples in a batch.</param>
    /// <param name="windowSteps">Target steps of a sample.</param>
    /// <param name="basins">Number of basins.</param>
    /// <param name="steps">Target steps of a basin's record.</param>
    public static int BatchesPerEpoch(int batchSize, int windowSteps, int basins, int steps)
    {
        double share = (double)batchSize * windowSteps / ((double)basins * steps);
        return share >= 1 ? 1 : (int)Math.Ceiling(Math.Log(Unseen) / Math.Log(1 - share));
    }
}
