using System.Runtime.InteropServices;

namespace Tributary.Learning;

/// <summary>A tensor as a file holds it: a type, a shape and the elements, row-major and without holes, little-endian.</summary>
/// <remarks>Two are equal where type, shape and every byte are.</remarks>
public sealed record StoredTensor
{
    /// <summary>Takes the elements as they are, without a copy.</summary>
    /// <param name="type">What the elements are.</param>
    /// <param name="shape">Length of each dimension; empty for a single number.</param>
    /// <param name="values">The elements' bytes, row-major (last dimension fastest), little-endian.</param>
    /// <exception cref="ArgumentException">A length is negative, or the bytes are not those of that many elements.</exception>
    public StoredTensor(ElementType type, long[] shape, ReadOnlyMemory<byte> values)
    {
        long? count = ElementTypes.Count(shape);
        if (count is null || count.Value > int.MaxValue || count.Value * type.Size() != values.Length)
        {
            throw new ArgumentException($"{values.Length} bytes are no tensor of {type} and shape [{string.Join(", ", shape)}].", nameof(values));
        }

        Type = type;
        Shape = [.. shape];
        Values = values;
    }

    /// <summary>What the elements are.</summary>
    public ElementType Type { get; }

    /// <summary>Length of each dimension; empty for a single number.</summary>
    public long[] Shape { get; }

    /// <summary>The elements' bytes, row-major, little-endian.</summary>
    public ReadOnlyMemory<byte> Values { get; }

    /// <summary>Number of elements.</summary>
    public int Count => Values.Length / Type.Size();

    /// <summary>A tensor of 32-bit floating point.</summary>
    /// <exception cref="ArgumentException">The values do not fill the shape.</exception>
    public static StoredTensor Of(ReadOnlySpan<float> values, params long[] shape) => new(ElementType.Float32, shape, MemoryMarshal.AsBytes(values).ToArray());

    /// <summary>A tensor of 64-bit floating point.</summary>
    /// <exception cref="ArgumentException">The values do not fill the shape.</exception>
    public static StoredTensor Of(ReadOnlySpan<double> values, params long[] shape) => new(ElementType.Float64, shape, MemoryMarshal.AsBytes(values).ToArray());

    /// <summary>A tensor of 64-bit integers.</summary>
    /// <exception cref="ArgumentException">The values do not fill the shape.</exception>
    public static StoredTensor Of(ReadOnlySpan<long> values, params long[] shape) => new(ElementType.Int64, shape, MemoryMarshal.AsBytes(values).ToArray());

    /// <summary>The elements as 32-bit floating point, rounded where they hold more; true is 1.</summary>
    public float[] ToSingle() => Type == ElementType.Float32 ? Span<float>().ToArray() : Array.ConvertAll(ToDouble(), value => (float)value);

    /// <summary>The elements as 64-bit floating point, exact but for integers above 2^53; true is 1.</summary>
    public double[] ToDouble() => Type switch
    {
        ElementType.Float64 => Span<double>().ToArray(),
        ElementType.Float32 => Each<float>(value => value),
        ElementType.Float16 => Each<Half>(value => (double)value),
        ElementType.BFloat16 => Each<ushort>(bits => BitConverter.UInt32BitsToSingle((uint)bits << 16)),
        _ => Array.ConvertAll(ToInt64(), value => (double)value),
    };

    /// <summary>The elements as 64-bit integers; true is 1.</summary>
    /// <exception cref="InvalidOperationException">The elements are floating point.</exception>
    public long[] ToInt64() => Type switch
    {
        ElementType.Int64 => Span<long>().ToArray(),
        ElementType.Int32 => Each<int, long>(value => value),
        ElementType.Int16 => Each<short, long>(value => value),
        ElementType.Int8 => Each<sbyte, long>(value => value),
        ElementType.UInt8 => Each<byte, long>(value => value),
        ElementType.Bool => Each<byte, long>(value => value == 0 ? 0 : 1),
        _ => throw new InvalidOperationException($"A tensor of {Type} holds no integers."),
    };

    /// <inheritdoc/>
    public bool Equals(StoredTensor? other) =>
        other is not null && Type == other.Type && Shape.AsSpan().SequenceEqual(other.Shape) && Values.Span.SequenceEqual(other.Values.Span);

    /// <inheritdoc/>
    public override int GetHashCode() => HashCode.Combine(Type, Shape.Length, Values.Length);

    /// <summary>Type and shape, such as <c>Float32 [256, 64]</c>.</summary>
    public override string ToString() => $"{Type} [{string.Join(", ", Shape)}]";

    private ReadOnlySpan<T> Span<T>()
        where T : struct => MemoryMarshal.Cast<byte, T>(Values.Span);

    private double[] Each<T>(Func<T, double> convert)
        where T : struct => Each<T, double>(convert);

    private TResult[] Each<T, TResult>(Func<T, TResult> convert)
        where T : struct
    {
        ReadOnlySpan<T> source = Span<T>();
        var target = new TResult[source.Length];
        for (int i = 0; i < target.Length; i++)
        {
            target[i] = convert(source[i]);
        }

        return target;
    }
}
