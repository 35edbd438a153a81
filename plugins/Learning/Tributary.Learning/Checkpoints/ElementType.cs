using System.Diagnostics.CodeAnalysis;
using System.Runtime.CompilerServices;

namespace Tributary.Learning;

/// <summary>What the elements of a stored tensor are; the names are PyTorch's.</summary>
[SuppressMessage("Naming", "CA1720:Identifier contains type name", Justification = "These are PyTorch's own names of the types.")]
public enum ElementType
{
    /// <summary>64-bit floating point.</summary>
    Float64,

    /// <summary>32-bit floating point.</summary>
    Float32,

    /// <summary>16-bit floating point of IEEE 754.</summary>
    Float16,

    /// <summary>16-bit floating point with the exponent of a 32-bit one.</summary>
    BFloat16,

    /// <summary>64-bit signed integer.</summary>
    Int64,

    /// <summary>32-bit signed integer.</summary>
    Int32,

    /// <summary>16-bit signed integer.</summary>
    Int16,

    /// <summary>8-bit signed integer.</summary>
    Int8,

    /// <summary>8-bit unsigned integer.</summary>
    UInt8,

    /// <summary>True (1) or false (0) in one byte.</summary>
    Bool,
}

/// <summary>What is known of each element type.</summary>
internal static class ElementTypes
{
    private static readonly (ElementType Type, int Size, string Storage, string Code)[] Known =
    [
        (ElementType.Float64, 8, "DoubleStorage", "F64"),
        (ElementType.Float32, 4, "FloatStorage", "F32"),
        (ElementType.Float16, 2, "HalfStorage", "F16"),
        (ElementType.BFloat16, 2, "BFloat16Storage", "BF16"),
        (ElementType.Int64, 8, "LongStorage", "I64"),
        (ElementType.Int32, 4, "IntStorage", "I32"),
        (ElementType.Int16, 2, "ShortStorage", "I16"),
        (ElementType.Int8, 1, "CharStorage", "I8"),
        (ElementType.UInt8, 1, "ByteStorage", "U8"),
        (ElementType.Bool, 1, "BoolStorage", "BOOL"),
    ];

    /// <summary>Bytes of one element.</summary>
    public static int Size(this ElementType type) => Of(type).Size;

    /// <summary>Name of PyTorch's storage class.</summary>
    public static string StorageName(this ElementType type) => Of(type).Storage;

    /// <summary>Name in the header of a safetensors file.</summary>
    public static string SafeTensorsCode(this ElementType type) => Of(type).Code;

    public static ElementType? OfStorage(string name) => Find(known => known.Storage == name);

    public static ElementType? OfSafeTensorsCode(string code) => Find(known => known.Code == code);

    /// <summary>Elements of a shape; null where a length is negative or they are more than a number can count.</summary>
    public static long? Count(ReadOnlySpan<long> shape)
    {
        Int128 count = 1;
        bool isEmpty = false;
        foreach (long length in shape)
        {
            if (length < 0)
            {
                return null;
            }

            isEmpty |= length == 0;
            count = Int128.Min(count * long.Max(length, 1), long.MaxValue);
        }

        if (isEmpty)
        {
            return 0;
        }

        return count < long.MaxValue ? (long)count : null;
    }

    private static (ElementType Type, int Size, string Storage, string Code) Of(ElementType type) =>
        (uint)type < (uint)Known.Length ? Known[(int)type] : throw new SwitchExpressionException(type);

    private static ElementType? Find(Predicate<(ElementType Type, int Size, string Storage, string Code)> isIt)
    {
        int index = Array.FindIndex(Known, isIt);
        return index < 0 ? null : Known[index].Type;
    }
}
