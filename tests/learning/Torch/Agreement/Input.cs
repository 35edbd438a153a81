using static TorchSharp.torch;

namespace Tributary.Learning.Tests.Torch;

/// <summary>One input of a case: its shape, and pseudo-random values that are the same in every run and in both precisions.</summary>
/// <param name="Shape">Length of each dimension.</param>
/// <param name="Type">Element type; the precision under test where absent.</param>
/// <param name="Value">A value from a uniform number in [0, 1) and its place.</param>
internal sealed record Input(long[] Shape, ScalarType? Type, Func<double, int, double> Value)
{
    /// <summary>Whether gradients by it are compared.</summary>
    public bool Differentiable => Type is null;

    /// <summary>Between -2 and 2.</summary>
    public static Input Real(params long[] shape) => new(shape, null, (u, _) => (4 * u) - 2);

    /// <summary>Between 0.2 and 3.</summary>
    public static Input Positive(params long[] shape) => new(shape, null, (u, _) => 0.2 + (2.8 * u));

    /// <summary>Between 0.05 and 0.95.</summary>
    public static Input Unit(params long[] shape) => new(shape, null, (u, _) => 0.05 + (0.9 * u));

    /// <summary>Between -0.9 and 0.9.</summary>
    public static Input Inner(params long[] shape) => new(shape, null, (u, _) => (1.8 * u) - 0.9);

    /// <summary>Between -2 and 2 with not-a-numbers and, where asked for, infinities among them.</summary>
    public static Input Holes(bool infinite, params long[] shape) => new(shape, OwnPrecision, (u, i) => (i % 4, i % 8) switch
    {
        (1, _) => double.NaN,
        (_, 3) when infinite => double.PositiveInfinity,
        (_, 7) when infinite => double.NegativeInfinity,
        _ => (4 * u) - 2,
    });

    /// <summary>Whole numbers of 64 bits from a first up to, not including, a last.</summary>
    public static Input Whole(long from, long to, params long[] shape) => new(shape, ScalarType.Int64, (u, _) => from + Math.Floor(u * (to - from)));

    /// <summary>Whole numbers of any type.</summary>
    public static Input WholeAs(ScalarType type, long from, long to, params long[] shape) => new(shape, type, (u, _) => from + Math.Floor(u * (to - from)));

    /// <summary>Truths.</summary>
    public static Input Mask(params long[] shape) => new(shape, ScalarType.Bool, (u, _) => u < 0.5 ? 1 : 0);

    /// <summary>The numbers given, as 64-bit indices.</summary>
    public static Input Indices(params long[] values) => new([values.Length], ScalarType.Int64, (_, i) => values[i]);

    /// <summary>Between -2 and 2, of one type whatever the precision under test.</summary>
    public static Input RealAs(ScalarType type, params long[] shape) => new(shape, type, (u, _) => (4 * u) - 2);

    // A mark for inputs in the precision under test that are not differentiated.
    private const ScalarType OwnPrecision = (ScalarType)(-1);

    /// <summary>The element type in a precision.</summary>
    public ScalarType TypeIn(ScalarType precision) => Type is null or OwnPrecision ? precision : Type.Value;

    /// <summary>The values, all of them numbers of single precision so that both precisions see the same.</summary>
    public double[] Values(string seed, int place)
    {
        ulong state = 0x9E3779B97F4A7C15UL + (ulong)place;
        foreach (char letter in seed)
        {
            state = (state ^ letter) * 0x100000001B3UL;
        }

        var values = new double[Shape.Aggregate(1L, (product, length) => product * length)];
        for (int i = 0; i < values.Length; i++)
        {
            values[i] = (float)Value(Next(ref state), i);
        }

        return values;
    }

    /// <summary>A tensor of values.</summary>
    public static Tensor Tensor(double[] values, long[] shape, ScalarType type) => tensor(values, shape).to(type);

    // SplitMix64 (Steele, Lea and Flood 2014).
    private static double Next(ref ulong state)
    {
        state += 0x9E3779B97F4A7C15UL;
        ulong z = state;
        z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9UL;
        z = (z ^ (z >> 27)) * 0x94D049BB133111EBUL;
        return ((z ^ (z >> 31)) >> 11) * (1.0 / (1UL << 53));
    }
}
