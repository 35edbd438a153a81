namespace Tributary.Contracts.Numerics;

/// <summary>
/// One quantity of one or several catchment units at once. Equations written over a type parameter of this kind run as plain
/// doubles for one unit and as SIMD vectors for several (units, or parameter sets on one unit), with the same bits for each.
/// </summary>
/// <typeparam name="T">The implementing type.</typeparam>
public interface ILanes<T>
    where T : unmanaged, ILanes<T>
{
    /// <summary>How many units one value holds.</summary>
    static abstract int Count { get; }

    /// <summary>The same number in every lane.</summary>
    static abstract implicit operator T(double value);

    /// <summary>Sum.</summary>
    static abstract T operator +(T left, T right);

    /// <summary>Difference.</summary>
    static abstract T operator -(T left, T right);

    /// <summary>Product.</summary>
    static abstract T operator *(T left, T right);

    /// <summary>Quotient.</summary>
    static abstract T operator /(T left, T right);

    /// <summary>Negative.</summary>
    static abstract T operator -(T value);

    /// <summary>The greater of two.</summary>
    static abstract T Max(T left, T right);

    /// <summary>The lesser of two.</summary>
    static abstract T Min(T left, T right);

    /// <summary>Absolute value.</summary>
    static abstract T Abs(T value);

    /// <summary>Square root.</summary>
    static abstract T Sqrt(T value);

    /// <summary>Greatest whole number that is not above.</summary>
    static abstract T Floor(T value);

    /// <summary>Exponential function; 0 below -708 and infinite above 708 (<see cref="Lanes.LargestExponent"/>).</summary>
    static abstract T Exp(T value);

    /// <summary>Natural logarithm.</summary>
    static abstract T Log(T value);

    /// <summary>In each lane: <c>left &lt; right ? then : otherwise</c>. Both alternatives are computed.</summary>
    static abstract T IfLess(T left, T right, T then, T otherwise);

    /// <summary>In each lane: <c>left &lt;= right ? then : otherwise</c>. Both alternatives are computed.</summary>
    static abstract T IfLessOrEqual(T left, T right, T then, T otherwise);

    /// <summary>Whether <c>left &lt; right</c> holds in any lane.</summary>
    static abstract bool AnyLess(T left, T right);

    /// <summary>Reads the lanes of neighbouring units.</summary>
    /// <param name="values">At least <see cref="Count"/> values.</param>
    static abstract T Load(ReadOnlySpan<double> values);

    /// <summary>Writes the lanes to neighbouring units.</summary>
    /// <param name="value">The lanes.</param>
    /// <param name="values">Room for at least <see cref="Count"/> values.</param>
    static abstract void Store(T value, Span<double> values);
}

/// <summary>What follows from the elementary operations.</summary>
public static class Lanes
{
    /// <summary>
    /// Greatest magnitude whose exponential is computed. .NET computes a whole vector another way as soon as one of its lanes goes beyond, or is no number,
    /// and a unit's bits would depend on its neighbours.
    /// </summary>
    public const double LargestExponent = 708;

    /// <summary>A positive number to any power, as <c>exp(exponent * log(value))</c>; 0 to a positive power is 0.</summary>
    public static T Power<T>(T value, T exponent)
        where T : unmanaged, ILanes<T> => T.Exp(exponent * T.Log(value));

    /// <summary>The value moved to the nearest end of an interval if it lies outside.</summary>
    public static T Clamp<T>(T value, T lowest, T highest)
        where T : unmanaged, ILanes<T> => T.Min(T.Max(value, lowest), highest);
}
