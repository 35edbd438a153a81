namespace TorchSharp;

public static partial class torch
{
    public partial class Tensor
    {
        private static readonly Operator ToOther = new("aten::to", "dtype_layout");
        private static readonly Operator Copy = new("aten::copy_");

        /// <summary>A scalar of one element and no dimension.</summary>
        public static implicit operator Tensor(float value) => tensor(value);

        /// <summary>A scalar of one element and no dimension.</summary>
        public static implicit operator Tensor(double value) => tensor(value);

        /// <summary>A scalar of one element and no dimension.</summary>
        public static implicit operator Tensor(int value) => tensor(value);

        /// <summary>A scalar of one element and no dimension.</summary>
        public static implicit operator Tensor(long value) => tensor(value);

        /// <summary>Never converts: it stands here, as in TorchSharp, to guide the choice among overloads.</summary>
        public static implicit operator Tensor(Scalar scalar) => throw new InvalidOperationException("a scalar becomes a tensor by torch.tensor");

        /// <summary>The only element in single precision.</summary>
        public static explicit operator float(Tensor value) => value.ToSingle();

        /// <summary>The only element in double precision.</summary>
        public static explicit operator double(Tensor value) => value.ToDouble();

        /// <summary>The only element as a whole number.</summary>
        public static explicit operator int(Tensor value) => value.ToInt32();

        /// <summary>The only element as a whole number.</summary>
        public static explicit operator long(Tensor value) => value.ToInt64();

        /// <summary>The only element as a truth.</summary>
        public static explicit operator bool(Tensor value) => value.ToBoolean();

        /// <summary>With elements of another type.</summary>
        public Tensor to_type(ScalarType type, bool copy = false) => Converted(type, null, copy);

        /// <summary>With elements of another type.</summary>
        public Tensor to(ScalarType type) => Converted(type, null, false);

        /// <summary>On another device.</summary>
        public Tensor to(Device device) => Converted(null, device, false);

        /// <summary>On another device, as <c>cuda:0</c>.</summary>
        public Tensor to(string device) => Converted(null, new Device(device), false);

        /// <summary>On another device.</summary>
        public Tensor to(DeviceType deviceType, int deviceIndex = -1, bool copy = false) => Converted(null, new Device(deviceType, deviceIndex), copy);

        /// <summary>With elements of another type, on another device.</summary>
        public Tensor to(ScalarType type, Device device, bool copy = false) => Converted(type, device, copy);

        /// <summary>With the element type and on the device of another.</summary>
        public Tensor to(Tensor other)
        {
            ArgumentNullException.ThrowIfNull(other);
            return Converted(other.dtype, other.device, false);
        }

        /// <summary>With the element type of another.</summary>
        public Tensor type_as(Tensor tensor)
        {
            ArgumentNullException.ThrowIfNull(tensor);
            return Converted(tensor.dtype, null, false);
        }

        /// <summary>On the processor.</summary>
        public Tensor cpu() => Converted(null, CPU, false);

        /// <summary>On a graphics card, the current one where none is named.</summary>
        public Tensor cuda(Device? device = null) => Converted(null, device ?? CUDA, false);

        /// <summary>As truths.</summary>
        public Tensor @bool() => to_type(ScalarType.Bool);

        /// <summary>As whole numbers of 32 bits.</summary>
        public Tensor @int() => to_type(ScalarType.Int32);

        /// <summary>As whole numbers of 64 bits.</summary>
        public Tensor @long() => to_type(ScalarType.Int64);

        /// <summary>In single precision.</summary>
        public Tensor @float() => to_type(ScalarType.Float32);

        /// <summary>In double precision.</summary>
        public Tensor @double() => to_type(ScalarType.Float64);

        /// <summary>Overwrites its elements with those of another, broadcast and converted.</summary>
        public Tensor copy_(Tensor source, bool nonBlocking = false) => Copy.InPlace(this, source, nonBlocking);

        private Tensor Converted(ScalarType? type, Device? device, bool copy) =>
            ToOther.One(this, type, Argument.None, device, Argument.None, false, copy, Argument.None);
    }

    internal static ScalarType TypeOf<T>()
        where T : unmanaged
    {
        if (typeof(T) == typeof(float))
        {
            return ScalarType.Float32;
        }

        if (typeof(T) == typeof(double))
        {
            return ScalarType.Float64;
        }

        if (typeof(T) == typeof(long))
        {
            return ScalarType.Int64;
        }

        if (typeof(T) == typeof(int))
        {
            return ScalarType.Int32;
        }

        if (typeof(T) == typeof(short))
        {
            return ScalarType.Int16;
        }

        if (typeof(T) == typeof(bool))
        {
            return ScalarType.Bool;
        }

        if (typeof(T) == typeof(byte))
        {
            return ScalarType.Byte;
        }

        return typeof(T) == typeof(sbyte) ? ScalarType.Int8 : throw new NotSupportedException($"no tensor holds {typeof(T).Name}");
    }
}

/// <summary>The only element of a tensor as a .NET number.</summary>
public static class TensorExtensionMethods
{
    /// <summary>The only element in single precision.</summary>
    public static float ToSingle(this torch.Tensor value) => Of(value).ToSingle();

    /// <summary>The only element in double precision.</summary>
    public static double ToDouble(this torch.Tensor value) => Of(value).ToDouble();

    /// <summary>The only element as a whole number of 32 bits.</summary>
    public static int ToInt32(this torch.Tensor value) => Of(value).ToInt32();

    /// <summary>The only element as a whole number of 64 bits.</summary>
    public static long ToInt64(this torch.Tensor value) => Of(value).ToInt64();

    /// <summary>The only element as a truth.</summary>
    public static bool ToBoolean(this torch.Tensor value) => Of(value).ToBoolean();

    private static Scalar Of(torch.Tensor value)
    {
        ArgumentNullException.ThrowIfNull(value);
        return value.ToScalar();
    }
}
