namespace TorchSharp;

/// <summary>A number or a truth, as operators take them; any .NET number converts to it.</summary>
public sealed class Scalar : IDisposable
{
    internal Scalar(ValueKind kind, long bits)
    {
        Kind = kind;
        Bits = bits;
    }

    /// <summary>The element type that it stands for.</summary>
    public torch.ScalarType Type => Kind switch
    {
        ValueKind.Integer => torch.ScalarType.Int64,
        ValueKind.Real => torch.ScalarType.Float64,
        _ => torch.ScalarType.Bool,
    };

    internal ValueKind Kind { get; }

    internal long Bits { get; }

    internal double Real => Kind == ValueKind.Real ? BitConverter.Int64BitsToDouble(Bits) : Bits;

    internal long Whole => Kind == ValueKind.Real ? (long)BitConverter.Int64BitsToDouble(Bits) : Bits;

    /// <summary>A whole number.</summary>
    public static implicit operator Scalar(byte value) => new(ValueKind.Integer, value);

    /// <summary>A whole number.</summary>
    public static implicit operator Scalar(int value) => new(ValueKind.Integer, value);

    /// <summary>A whole number.</summary>
    public static implicit operator Scalar(long value) => new(ValueKind.Integer, value);

    /// <summary>A real number.</summary>
    public static implicit operator Scalar(float value) => new(ValueKind.Real, BitConverter.DoubleToInt64Bits(value));

    /// <summary>A real number.</summary>
    public static implicit operator Scalar(double value) => new(ValueKind.Real, BitConverter.DoubleToInt64Bits(value));

    /// <summary>A truth.</summary>
    public static implicit operator Scalar(bool value) => new(ValueKind.Boolean, value ? 1 : 0);

    /// <summary>Does nothing: a scalar holds no native memory. It is there because TorchSharp's scalars are disposed of.</summary>
    public void Dispose()
    {
    }
}

/// <summary>Numbers to scalars and back.</summary>
public static class ScalarExtensionMethods
{
    /// <summary>A whole number as a scalar.</summary>
    public static Scalar ToScalar(this int value) => value;

    /// <summary>A whole number as a scalar.</summary>
    public static Scalar ToScalar(this long value) => value;

    /// <summary>A real number as a scalar.</summary>
    public static Scalar ToScalar(this float value) => value;

    /// <summary>A real number as a scalar.</summary>
    public static Scalar ToScalar(this double value) => value;

    /// <summary>A truth as a scalar.</summary>
    public static Scalar ToScalar(this bool value) => value;

    /// <summary>The scalar in single precision.</summary>
    public static float ToSingle(this Scalar value) => (float)value.Real;

    /// <summary>The scalar in double precision.</summary>
    public static double ToDouble(this Scalar value) => value.Real;

    /// <summary>The scalar as a whole number of 32 bits.</summary>
    public static int ToInt32(this Scalar value) => (int)value.Whole;

    /// <summary>The scalar as a whole number of 64 bits.</summary>
    public static long ToInt64(this Scalar value) => value.Whole;

    /// <summary>Whether the scalar is true, or not zero.</summary>
    public static bool ToBoolean(this Scalar value) => value.Real != 0;
}
