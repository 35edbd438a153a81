using System.Numerics;

namespace Tributary.Learning;

/// <summary>Copies of rows in which whatever is not finite is a gap.</summary>
internal static class Gaps
{
    /// <summary>The row with 0 in its gaps.</summary>
    public static void Fill(ReadOnlySpan<float> row, Span<float> target)
    {
        int at = 0;
        for (; at <= row.Length - Vector<float>.Count; at += Vector<float>.Count)
        {
            var values = new Vector<float>(row[at..]);
            Vector.ConditionalSelect(Finite(values), values, Vector<float>.Zero).CopyTo(target[at..]);
        }

        for (; at < row.Length; at++)
        {
            target[at] = float.IsFinite(row[at]) ? row[at] : 0f;
        }
    }

    /// <summary>1 where the row has a value and 0 where it has a gap.</summary>
    public static void Mask(ReadOnlySpan<float> row, Span<float> target)
    {
        int at = 0;
        for (; at <= row.Length - Vector<float>.Count; at += Vector<float>.Count)
        {
            var values = new Vector<float>(row[at..]);
            Vector.ConditionalSelect(Finite(values), Vector<float>.One, Vector<float>.Zero).CopyTo(target[at..]);
        }

        for (; at < row.Length; at++)
        {
            target[at] = float.IsFinite(row[at]) ? 1f : 0f;
        }
    }

    private static Vector<int> Finite(Vector<float> values) => Vector.LessThanOrEqual(Vector.Abs(values), new Vector<float>(float.MaxValue));
}
