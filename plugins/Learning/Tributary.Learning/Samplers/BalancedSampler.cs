namespace Tributary.Learning;

/// <summary>
/// The same number of windows of every basin, in a random order: a basin's windows are dealt without replacement, and begun anew, in another
/// order, where it has fewer.
/// </summary>
/// <param name="index">The samples; basins without any are left out.</param>
/// <param name="perBasin">Windows of each basin in an epoch.</param>
/// <param name="seeds">Seed of the run; the stream is <see cref="RunSeed.Shuffling"/> at the epoch's number.</param>
public sealed class BalancedSampler(SampleIndex index, int perBasin, RunSeed seeds) : ISampler
{
    private readonly int[] _basins = index.BasinsWithSamples();

    /// <inheritdoc/>
    public int CountPerEpoch => _basins.Length * perBasin;

    /// <inheritdoc/>
    public void Draw(int epoch, Span<Sample> samples)
    {
        Xoshiro256 random = seeds.Generator(RunSeed.Shuffling, epoch);
        Sample[] deck = new Sample[_basins.Max(basin => index.Of(basin).Length)];
        for (int place = 0; place < _basins.Length; place++)
        {
            Span<Sample> cards = deck.AsSpan(0, index.Of(_basins[place]).Length);
            Span<Sample> hand = samples.Slice(place * perBasin, perBasin);
            index.Of(_basins[place]).CopyTo(cards);
            while (!hand.IsEmpty)
            {
                random.Shuffle(cards);
                int dealt = Math.Min(cards.Length, hand.Length);
                cards[..dealt].CopyTo(hand);
                hand = hand[dealt..];
            }
        }

        random.Shuffle(samples);
    }
}
