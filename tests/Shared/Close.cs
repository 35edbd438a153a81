namespace Tributary.Tests;

/// <summary>Compares series of numbers.</summary>
internal static class Close
{
    /// <summary>Every value is within a relative tolerance of the expected one; below the floor the tolerance shrinks no further. A gap meets a gap.</summary>
    public static void All(ReadOnlySpan<double> expected, ReadOnlySpan<double> actual, double tolerance, double floor = 1e-6, string what = "value")
    {
        Assert.Equal(expected.Length, actual.Length);
        for (int i = 0; i < expected.Length; i++)
        {
            bool close = (double.IsNaN(expected[i]) && double.IsNaN(actual[i])) || Math.Abs(actual[i] - expected[i]) <= tolerance * Math.Max(Math.Abs(expected[i]), floor);
            Assert.True(close, $"{what} {i} is {actual[i]:R}, expected {expected[i]:R} within {tolerance:R} of it");
        }
    }

    /// <summary>Every value has the very same bits.</summary>
    public static void SameBits(ReadOnlySpan<double> expected, ReadOnlySpan<double> actual, string what = "value")
    {
        Assert.Equal(expected.Length, actual.Length);
        for (int i = 0; i < expected.Length; i++)
        {
            bool same = BitConverter.DoubleToInt64Bits(expected[i]) == BitConverter.DoubleToInt64Bits(actual[i]);
            Assert.True(same, $"{what} {i} is {actual[i]:R}, expected exactly {expected[i]:R}");
        }
    }
}
