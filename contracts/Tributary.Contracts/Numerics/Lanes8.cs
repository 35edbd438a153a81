using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace Tributary.Contracts.Numerics;

/// <summary>Eight units side by side in a 512-bit vector.</summary>
/// <param name="value">The numbers.</param>
public readonly struct Lanes8(Vector512<double> value) : ILanes<Lanes8>
{
    private readonly Vector512<double> _value = value;

    /// <inheritdoc/>
    public static int Count => 8;

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static implicit operator Lanes8(double value) => new(Vector512.Create(value));

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes8 operator +(Lanes8 left, Lanes8 right) => new(left._value + right._value);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes8 operator -(Lanes8 left, Lanes8 right) => new(left._value - right._value);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes8 operator *(Lanes8 left, Lanes8 right) => new(left._value * right._value);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes8 operator /(Lanes8 left, Lanes8 right) => new(left._value / right._value);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes8 operator -(Lanes8 value) => new(-value._value);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes8 Max(Lanes8 left, Lanes8 right) => new(Vector512.MaxNative(left._value, right._value));

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes8 Min(Lanes8 left, Lanes8 right) => new(Vector512.MinNative(left._value, right._value));

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes8 Abs(Lanes8 value) => new(Vector512.Abs(value._value));

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes8 Sqrt(Lanes8 value) => new(Vector512.Sqrt(value._value));

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes8 Floor(Lanes8 value) => new(Vector512.Floor(value._value));

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes8 Exp(Lanes8 value) =>
        new(Vector512.LessThanOrEqualAll(Vector512.Abs(value._value), Vector512.Create(Lanes.LargestExponent)) ? Vector512.Exp(value._value) : ExtremeExp(value._value));

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes8 Log(Lanes8 value) => new(Vector512.Log(value._value));

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes8 IfLess(Lanes8 left, Lanes8 right, Lanes8 then, Lanes8 otherwise) =>
        new(Vector512.ConditionalSelect(Vector512.LessThan(left._value, right._value), then._value, otherwise._value));

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes8 IfLessOrEqual(Lanes8 left, Lanes8 right, Lanes8 then, Lanes8 otherwise) =>
        new(Vector512.ConditionalSelect(Vector512.LessThanOrEqual(left._value, right._value), then._value, otherwise._value));

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static bool AnyLess(Lanes8 left, Lanes8 right) => Vector512.LessThanAny(left._value, right._value);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes8 Load(ReadOnlySpan<double> values) => new(Vector512.Create(values));

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Store(Lanes8 value, Span<double> values) => value._value.CopyTo(values);

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static Vector512<double> ExtremeExp(Vector512<double> value)
    {
        Vector512<double> isInside = Vector512.LessThanOrEqual(Vector512.Abs(value), Vector512.Create(Lanes.LargestExponent));
        Vector512<double> inside = Vector512.Exp(Vector512.ConditionalSelect(isInside, value, Vector512<double>.Zero));
        Vector512<double> outside = Vector512.ConditionalSelect(
            Vector512.GreaterThan(value, Vector512<double>.Zero),
            Vector512.Create(double.PositiveInfinity),
            Vector512.ConditionalSelect(Vector512.LessThan(value, Vector512<double>.Zero), Vector512<double>.Zero, Vector512.Create(double.NaN)));
        return Vector512.ConditionalSelect(isInside, inside, outside);
    }
}
