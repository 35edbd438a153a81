using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace Tributary.Contracts.Numerics;

/// <summary>Four units side by side in a 256-bit vector.</summary>
/// <param name="value">The numbers.</param>
public readonly struct Lanes4(Vector256<double> value) : ILanes<Lanes4>
{
    private readonly Vector256<double> _value = value;

    /// <inheritdoc/>
    public static int Count => 4;

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static implicit operator Lanes4(double value) => new(Vector256.Create(value));

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes4 operator +(Lanes4 left, Lanes4 right) => new(left._value + right._value);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes4 operator -(Lanes4 left, Lanes4 right) => new(left._value - right._value);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes4 operator *(Lanes4 left, Lanes4 right) => new(left._value * right._value);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes4 operator /(Lanes4 left, Lanes4 right) => new(left._value / right._value);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes4 operator -(Lanes4 value) => new(-value._value);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes4 Max(Lanes4 left, Lanes4 right) => new(Vector256.MaxNative(left._value, right._value));

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes4 Min(Lanes4 left, Lanes4 right) => new(Vector256.MinNative(left._value, right._value));

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes4 Abs(Lanes4 value) => new(Vector256.Abs(value._value));

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes4 Sqrt(Lanes4 value) => new(Vector256.Sqrt(value._value));

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes4 Floor(Lanes4 value) => new(Vector256.Floor(value._value));

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes4 Exp(Lanes4 value) =>
        new(Vector256.LessThanOrEqualAll(Vector256.Abs(value._value), Vector256.Create(Lanes.LargestExponent)) ? Vector256.Exp(value._value) : ExtremeExp(value._value));

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes4 Log(Lanes4 value) => new(Vector256.Log(value._value));

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes4 IfLess(Lanes4 left, Lanes4 right, Lanes4 then, Lanes4 otherwise) =>
        new(Vector256.ConditionalSelect(Vector256.LessThan(left._value, right._value), then._value, otherwise._value));

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes4 IfLessOrEqual(Lanes4 left, Lanes4 right, Lanes4 then, Lanes4 otherwise) =>
        new(Vector256.ConditionalSelect(Vector256.LessThanOrEqual(left._value, right._value), then._value, otherwise._value));

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static bool AnyLess(Lanes4 left, Lanes4 right) => Vector256.LessThanAny(left._value, right._value);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes4 Load(ReadOnlySpan<double> values) => new(Vector256.Create(values));

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Store(Lanes4 value, Span<double> values) => value._value.CopyTo(values);

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static Vector256<double> ExtremeExp(Vector256<double> value)
    {
        Vector256<double> isInside = Vector256.LessThanOrEqual(Vector256.Abs(value), Vector256.Create(Lanes.LargestExponent));
        Vector256<double> inside = Vector256.Exp(Vector256.ConditionalSelect(isInside, value, Vector256<double>.Zero));
        Vector256<double> outside = Vector256.ConditionalSelect(
            Vector256.GreaterThan(value, Vector256<double>.Zero),
            Vector256.Create(double.PositiveInfinity),
            Vector256.ConditionalSelect(Vector256.LessThan(value, Vector256<double>.Zero), Vector256<double>.Zero, Vector256.Create(double.NaN)));
        return Vector256.ConditionalSelect(isInside, inside, outside);
    }
}
