using System.Text;

namespace Tributary.Learning;

/// <summary>
/// One seed of a run gives any number of independent named streams: initialisation, shuffling, dropout. A stream's seed is
/// <c>Combine(Combine(seed, FNV-1a 64 of the name in UTF-8), index)</c> (<see cref="SplitMix64"/>), the same on every machine and in every release.
/// </summary>
/// <param name="Seed">The seed that a user gives.</param>
public readonly record struct RunSeed(int Seed)
{
    /// <summary>The stream of initial weights.</summary>
    public const string Initialisation = "initialisation";

    /// <summary>The stream of the order of samples.</summary>
    public const string Shuffling = "shuffling";

    /// <summary>The stream of dropout masks and whatever else a network draws while it learns.</summary>
    public const string Dropout = "dropout";

    /// <summary>The stream of samples drawn from predicted distributions.</summary>
    public const string Prediction = "prediction";

    /// <summary>The stream of permutations by which a network is explained.</summary>
    public const string Explanation = "explanation";

    /// <summary>The seed of a stream.</summary>
    /// <param name="name">Its name.</param>
    /// <param name="index">Which of the stream's seeds, as the number of an epoch.</param>
    public ulong this[string name, long index = 0] => SplitMix64.Combine(SplitMix64.Combine((ulong)Seed, NameHash(name)), (ulong)index);

    /// <summary>A generator for a stream.</summary>
    /// <inheritdoc cref="this[string, long]"/>
    public Xoshiro256 Generator(string name, long index = 0) => new(this[name, index]);

    /// <summary>The seed of a stream for <c>torch.manual_seed</c>, which takes signed numbers: its upper 63 bits.</summary>
    /// <inheritdoc cref="this[string, long]"/>
    public long ForTorch(string name, long index = 0) => (long)(this[name, index] >> 1);

    private static ulong NameHash(string name)
    {
        ulong hash = 0xCBF29CE484222325;
        foreach (byte letter in Encoding.UTF8.GetBytes(name))
        {
            hash = (hash ^ letter) * 0x100000001B3;
        }

        return hash;
    }
}
