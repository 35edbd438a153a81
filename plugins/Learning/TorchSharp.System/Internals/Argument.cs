using System.Runtime.InteropServices;

namespace TorchSharp;

/// <summary>What a value is at the shim's border; the same numbers stand in native/shim.cpp.</summary>
internal enum ValueKind
{
    Default = 0,
    None = 1,
    Tensor = 2,
    Integer = 3,
    Real = 4,
    Boolean = 5,
    Integers = 6,
    Reals = 7,
    Booleans = 8,
    Tensors = 9,
    OptionalTensors = 10,
    Text = 11,
    Device = 12,
}

/// <summary>A value as the shim lays it out.</summary>
[StructLayout(LayoutKind.Sequential)]
internal struct Value
{
    public ValueKind Kind;
    public int Count;
    public long Bits;
}

/// <summary>One argument of an operator; whatever an operator takes converts to it.</summary>
internal readonly struct Argument
{
    /// <summary>Leaves the argument at the default of the operator's schema.</summary>
    public static readonly Argument Default;

    /// <summary>Python's None.</summary>
    public static readonly Argument None = new(ValueKind.None, 0, null);

    private Argument(ValueKind kind, long bits, object? reference)
    {
        Kind = kind;
        Bits = bits;
        Reference = reference;
    }

    public ValueKind Kind { get; }

    public long Bits { get; }

    public object? Reference { get; }

    public static implicit operator Argument(torch.Tensor? tensor) => tensor is null ? None : new(ValueKind.Tensor, 0, tensor);

    public static implicit operator Argument(long value) => new(ValueKind.Integer, value, null);

    public static implicit operator Argument(long? value) => value is { } number ? number : None;

    public static implicit operator Argument(double value) => new(ValueKind.Real, BitConverter.DoubleToInt64Bits(value), null);

    public static implicit operator Argument(double? value) => value is { } number ? number : None;

    public static implicit operator Argument(bool value) => new(ValueKind.Boolean, value ? 1 : 0, null);

    public static implicit operator Argument(long[]? values) => values is null ? None : new(ValueKind.Integers, 0, values);

    public static implicit operator Argument(double[] values) => new(ValueKind.Reals, 0, values);

    public static implicit operator Argument(bool[] values) => new(ValueKind.Booleans, 0, values);

    public static implicit operator Argument(torch.Tensor[] tensors) => new(ValueKind.Tensors, 0, tensors);

    public static implicit operator Argument(string text) => new(ValueKind.Text, 0, text);

    public static implicit operator Argument(torch.ScalarType type) => new(ValueKind.Integer, (long)type, null);

    public static implicit operator Argument(torch.ScalarType? type) => type is { } known ? known : None;

    public static implicit operator Argument(torch.Device? device) => device is null ? None : new(ValueKind.Device, 0, device);

    public static implicit operator Argument(Scalar? scalar) => scalar is null ? None : new(scalar.Kind, scalar.Bits, null);

    /// <summary>Tensors some of which may be absent, as the indices of an element's access.</summary>
    public static Argument Optional(torch.Tensor?[] tensors) => new(ValueKind.OptionalTensors, 0, tensors);

    /// <summary>The axes of a reduction; none for all of them.</summary>
    public static Argument Axes(ReadOnlySpan<long> axes) => new(ValueKind.Integers, 0, axes.ToArray());
}
