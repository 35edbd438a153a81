using System.Numerics;

namespace Tributary.Learning;

/// <summary>The 64-bit mixer of Steele, Lea and Flood (2014), "Fast splittable pseudorandom number generators", which seeds the generators here.</summary>
public static class SplitMix64
{
    private const ulong GoldenGamma = 0x9E3779B97F4A7C15;

    /// <summary>Advances a state and gives its next number.</summary>
    public static ulong Next(ref ulong state)
    {
        state += GoldenGamma;
        return Mix(state);
    }

    /// <summary>The finaliser: a bijection of 64-bit numbers in which every input bit moves about half of the output bits.</summary>
    public static ulong Mix(ulong value)
    {
        value = (value ^ (value >> 30)) * 0xBF58476D1CE4E5B9;
        value = (value ^ (value >> 27)) * 0x94D049BB133111EB;
        return value ^ (value >> 31);
    }

    /// <summary>A seed made of two, their order mattering.</summary>
    public static ulong Combine(ulong first, ulong second) => Mix(Mix(first + GoldenGamma) ^ BitOperations.RotateLeft(second + GoldenGamma, 23));
}
