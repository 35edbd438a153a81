using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace Tributary.Contracts.Numerics;

/// <summary>One unit: a plain double.</summary>
/// <param name="value">The number.</param>
public readonly struct Lane1(double value) : ILanes<Lane1>
{
    private readonly double _value = value;

    /// <inheritdoc/>
    public static int Count => 1;

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static implicit operator Lane1(double value) => new(value);

    /// <summary>The number.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static explicit operator double(Lane1 lane) => lane._value;

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lane1 operator +(Lane1 left, Lane1 right) => new(left._value + right._value);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lane1 operator -(Lane1 left, Lane1 right) => new(left._value - right._value);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lane1 operator *(Lane1 left, Lane1 right) => new(left._value * right._value);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lane1 operator /(Lane1 left, Lane1 right) => new(left._value / right._value);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lane1 operator -(Lane1 value) => new(-value._value);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lane1 Max(Lane1 left, Lane1 right) => new(double.MaxNative(left._value, right._value));

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lane1 Min(Lane1 left, Lane1 right) => new(double.MinNative(left._value, right._value));

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lane1 Abs(Lane1 value) => new(Math.Abs(value._value));

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lane1 Sqrt(Lane1 value) => new(Math.Sqrt(value._value));

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lane1 Floor(Lane1 value) => new(Math.Floor(value._value));

    // Exp and Log go through the vector functions, since Math's own differ from those in the last bit.

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lane1 Exp(Lane1 value) =>
        new(Math.Abs(value._value) <= Lanes.LargestExponent ? Vector128.Exp(Vector128.CreateScalar(value._value)).ToScalar() : ExtremeExp(value._value));

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lane1 Log(Lane1 value) => new(Vector128.Log(Vector128.Create(value._value)).ToScalar());

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lane1 IfLess(Lane1 left, Lane1 right, Lane1 then, Lane1 otherwise) => left._value < right._value ? then : otherwise;

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lane1 IfLessOrEqual(Lane1 left, Lane1 right, Lane1 then, Lane1 otherwise) => left._value <= right._value ? then : otherwise;

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static bool AnyLess(Lane1 left, Lane1 right) => left._value < right._value;

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lane1 Load(ReadOnlySpan<double> values) => new(values[0]);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Store(Lane1 value, Span<double> values) => values[0] = value._value;

    private static double ExtremeExp(double value) => value > 0 ? double.PositiveInfinity : value < 0 ? 0 : double.NaN;
}
