namespace Tributary.PluginTesting;

/// <summary>Compares series of numbers.</summary>
internal static class Bits
{
    /// <summary>Tells the first value that has other bits; null where there is none.</summary>
    public static string? Differ(ReadOnlySpan<double> expected, ReadOnlySpan<double> actual, Func<int, string> place)
    {
        if (expected.Length != actual.Length)
        {
            return $"{actual.Length} values, expected {expected.Length}";
        }

        for (int i = 0; i < expected.Length; i++)
        {
            if (BitConverter.DoubleToInt64Bits(expected[i]) != BitConverter.DoubleToInt64Bits(actual[i]))
            {
                return FormattableString.Invariant($"{place(i)} is {actual[i]:R}, expected exactly {expected[i]:R}");
            }
        }

        return null;
    }
}
