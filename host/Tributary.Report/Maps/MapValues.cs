using System.Buffers.Binary;

namespace Tributary.Report;

/// <summary>Values in 16 bits: evenly over their range, or over that of their logarithm with a code of its own for zero.</summary>
/// <param name="Low">The smallest value; of a logarithmic range, the smallest above zero.</param>
/// <param name="High">The largest.</param>
/// <param name="IsLogarithmic">Whether the logarithm is divided evenly.</param>
internal readonly record struct MapValues(double Low, double High, bool IsLogarithmic)
{
    /// <summary>The code of no value.</summary>
    public const ushort Missing = 65535;

    private const int Last = 65534;

    // Below this share of the largest value, a logarithmic range would spend its codes on what no reader can tell from zero.
    private const double SmallestShare = 1e-9;

    /// <summary>How the values of a layer are kept. Values of both signs have no logarithm and are divided evenly.</summary>
    public static MapValues For(ReadOnlySpan<float> values, bool logarithmic)
    {
        double low = double.PositiveInfinity;
        double high = double.NegativeInfinity;
        double positive = double.PositiveInfinity;
        foreach (float value in values)
        {
            if (float.IsFinite(value))
            {
                low = Math.Min(low, value);
                high = Math.Max(high, value);
                positive = value > 0 ? Math.Min(positive, value) : positive;
            }
        }

        if (high < low)
        {
            return new MapValues(0, 0, false);
        }

        return logarithmic && low >= 0 && high > 0
            ? new MapValues(Math.Max(positive, SmallestShare * high), high, true)
            : new MapValues(low, high, false);
    }

    public ushort Encode(float value)
    {
        if (!float.IsFinite(value))
        {
            return Missing;
        }

        if (IsLogarithmic)
        {
            return value < Low ? (ushort)0 : (ushort)(1 + Math.Round((Last - 1) * Share(Math.Log(value / Low), Math.Log(High / Low))));
        }

        return (ushort)Math.Round(Last * Share(value - Low, High - Low));
    }

    public double Decode(ushort code)
    {
        if (code == Missing)
        {
            return double.NaN;
        }

        if (IsLogarithmic)
        {
            return code == 0 ? 0 : Low * Math.Exp(Math.Log(High / Low) * (code - 1) / (Last - 1));
        }

        return Low + ((High - Low) * code / Last);
    }

    /// <summary>The codes of all values, low byte first.</summary>
    public byte[] Encode(ReadOnlySpan<float> values)
    {
        byte[] bytes = new byte[sizeof(ushort) * values.Length];
        for (int i = 0; i < values.Length; i++)
        {
            BinaryPrimitives.WriteUInt16LittleEndian(bytes.AsSpan(sizeof(ushort) * i), Encode(values[i]));
        }

        return bytes;
    }

    private static double Share(double part, double whole) => whole > 0 ? Math.Clamp(part / whole, 0, 1) : 0;
}
