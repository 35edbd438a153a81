namespace TorchSharp;

public static partial class torch
{
    private static readonly Operator Zeros = new("aten::zeros");
    private static readonly Operator Ones = new("aten::ones");
    private static readonly Operator Empty = new("aten::empty", "memory_format");
    private static readonly Operator Full = new("aten::full");
    private static readonly Operator Rand = new("aten::rand");
    private static readonly Operator Randn = new("aten::randn");
    private static readonly Operator RandInt = new("aten::randint", "low");
    private static readonly Operator RandPerm = new("aten::randperm");
    private static readonly Operator Range = new("aten::arange", "start_step");
    private static readonly Operator Linear = new("aten::linspace");
    private static readonly Operator Identity = new("aten::eye", "m");
    private static readonly Operator Bernoulli = new("aten::bernoulli");
    private static readonly Operator Multinomial = new("aten::multinomial");

    /// <summary>Zeros.</summary>
    public static Tensor zeros(long[] size, ScalarType? dtype = null, Device? device = null, bool requires_grad = false) =>
        Made(Zeros.One(size, dtype, Argument.None, device, Argument.None), requires_grad);

    /// <summary>Zeros.</summary>
    public static Tensor zeros(long size, ScalarType? dtype = null, Device? device = null, bool requires_grad = false) =>
        zeros(new[] { size }, dtype, device, requires_grad);

    /// <summary>Zeros.</summary>
    public static Tensor zeros(long rows, long columns, ScalarType? dtype = null, Device? device = null, bool requires_grad = false) =>
        zeros(new[] { rows, columns }, dtype, device, requires_grad);

    /// <summary>Zeros.</summary>
    public static Tensor zeros(long dim0, long dim1, long dim2, ScalarType? dtype = null, Device? device = null, bool requires_grad = false) =>
        zeros(new[] { dim0, dim1, dim2 }, dtype, device, requires_grad);

    /// <summary>Zeros.</summary>
    public static Tensor zeros(long dim0, long dim1, long dim2, long dim3, ScalarType? dtype = null, Device? device = null, bool requires_grad = false) =>
        zeros(new[] { dim0, dim1, dim2, dim3 }, dtype, device, requires_grad);

    /// <summary>Ones.</summary>
    public static Tensor ones(long[] size, ScalarType? dtype = null, Device? device = null, bool requires_grad = false) =>
        Made(Ones.One(size, dtype, Argument.None, device, Argument.None), requires_grad);

    /// <summary>Ones.</summary>
    public static Tensor ones(long size, ScalarType? dtype = null, Device? device = null, bool requires_grad = false) =>
        ones(new[] { size }, dtype, device, requires_grad);

    /// <summary>Ones.</summary>
    public static Tensor ones(long rows, long columns, ScalarType? dtype = null, Device? device = null, bool requires_grad = false) =>
        ones(new[] { rows, columns }, dtype, device, requires_grad);

    /// <summary>Ones.</summary>
    public static Tensor ones(long dim0, long dim1, long dim2, ScalarType? dtype = null, Device? device = null, bool requires_grad = false) =>
        ones(new[] { dim0, dim1, dim2 }, dtype, device, requires_grad);

    /// <summary>Ones.</summary>
    public static Tensor ones(long dim0, long dim1, long dim2, long dim3, ScalarType? dtype = null, Device? device = null, bool requires_grad = false) =>
        ones(new[] { dim0, dim1, dim2, dim3 }, dtype, device, requires_grad);

    /// <summary>Memory as it comes.</summary>
    public static Tensor empty(long[] size, ScalarType? dtype = null, Device? device = null, bool requires_grad = false) =>
        Made(Empty.One(size, dtype, Argument.None, device, Argument.None), requires_grad);

    /// <summary>Memory as it comes.</summary>
    public static Tensor empty(long size, ScalarType? dtype = null, Device? device = null, bool requires_grad = false) =>
        empty(new[] { size }, dtype, device, requires_grad);

    /// <summary>Memory as it comes.</summary>
    public static Tensor empty(long rows, long columns, ScalarType? dtype = null, Device? device = null, bool requires_grad = false) =>
        empty(new[] { rows, columns }, dtype, device, requires_grad);

    /// <summary>Memory as it comes.</summary>
    public static Tensor empty(long dim0, long dim1, long dim2, ScalarType? dtype = null, Device? device = null, bool requires_grad = false) =>
        empty(new[] { dim0, dim1, dim2 }, dtype, device, requires_grad);

    /// <summary>Memory as it comes.</summary>
    public static Tensor empty(long dim0, long dim1, long dim2, long dim3, ScalarType? dtype = null, Device? device = null, bool requires_grad = false) =>
        empty(new[] { dim0, dim1, dim2, dim3 }, dtype, device, requires_grad);

    /// <summary>Random numbers, uniform in [0, 1).</summary>
    public static Tensor rand(long[] size, ScalarType? dtype = null, Device? device = null, bool requires_grad = false) =>
        Made(Rand.One(size, dtype, Argument.None, device, Argument.None), requires_grad);

    /// <summary>Random numbers, uniform in [0, 1).</summary>
    public static Tensor rand(long size, ScalarType? dtype = null, Device? device = null, bool requires_grad = false) =>
        rand(new[] { size }, dtype, device, requires_grad);

    /// <summary>Random numbers, uniform in [0, 1).</summary>
    public static Tensor rand(long rows, long columns, ScalarType? dtype = null, Device? device = null, bool requires_grad = false) =>
        rand(new[] { rows, columns }, dtype, device, requires_grad);

    /// <summary>Random numbers, uniform in [0, 1).</summary>
    public static Tensor rand(long dim0, long dim1, long dim2, ScalarType? dtype = null, Device? device = null, bool requires_grad = false) =>
        rand(new[] { dim0, dim1, dim2 }, dtype, device, requires_grad);

    /// <summary>Random numbers, uniform in [0, 1).</summary>
    public static Tensor rand(long dim0, long dim1, long dim2, long dim3, ScalarType? dtype = null, Device? device = null, bool requires_grad = false) =>
        rand(new[] { dim0, dim1, dim2, dim3 }, dtype, device, requires_grad);

    /// <summary>Random numbers of the standard normal distribution.</summary>
    public static Tensor randn(long[] size, ScalarType? dtype = null, Device? device = null, bool requires_grad = false) =>
        Made(Randn.One(size, dtype, Argument.None, device, Argument.None), requires_grad);

    /// <summary>Random numbers of the standard normal distribution.</summary>
    public static Tensor randn(long size, ScalarType? dtype = null, Device? device = null, bool requires_grad = false) =>
        randn(new[] { size }, dtype, device, requires_grad);

    /// <summary>Random numbers of the standard normal distribution.</summary>
    public static Tensor randn(long rows, long columns, ScalarType? dtype = null, Device? device = null, bool requires_grad = false) =>
        randn(new[] { rows, columns }, dtype, device, requires_grad);

    /// <summary>Random numbers of the standard normal distribution.</summary>
    public static Tensor randn(long dim0, long dim1, long dim2, ScalarType? dtype = null, Device? device = null, bool requires_grad = false) =>
        randn(new[] { dim0, dim1, dim2 }, dtype, device, requires_grad);

    /// <summary>Random numbers of the standard normal distribution.</summary>
    public static Tensor randn(long dim0, long dim1, long dim2, long dim3, ScalarType? dtype = null, Device? device = null, bool requires_grad = false) =>
        randn(new[] { dim0, dim1, dim2, dim3 }, dtype, device, requires_grad);

    /// <summary>One number everywhere.</summary>
    public static Tensor full(long[] size, Scalar value, ScalarType? dtype = null, Device? device = null, bool requires_grad = false) =>
        Made(Full.One(size, value, dtype, Argument.None, device, Argument.None), requires_grad);

    /// <summary>One number everywhere.</summary>
    public static Tensor full(long size, Scalar value, ScalarType? dtype = null, Device? device = null, bool requires_grad = false) =>
        full(new[] { size }, value, dtype, device, requires_grad);

    /// <summary>One number everywhere.</summary>
    public static Tensor full(long rows, long columns, Scalar value, ScalarType? dtype = null, Device? device = null, bool requires_grad = false) =>
        full(new[] { rows, columns }, value, dtype, device, requires_grad);

    /// <summary>One number everywhere.</summary>
    public static Tensor full(long dim0, long dim1, long dim2, Scalar value, ScalarType? dtype = null, Device? device = null, bool requires_grad = false) =>
        full(new[] { dim0, dim1, dim2 }, value, dtype, device, requires_grad);

    /// <summary>Zeros in the shape of another, with its element type and device unless told otherwise.</summary>
    public static Tensor zeros_like(Tensor input, ScalarType? dtype = null, Device? device = null, bool requires_grad = false)
    {
        ArgumentNullException.ThrowIfNull(input);
        return zeros(input.shape, dtype ?? input.dtype, device ?? input.device, requires_grad);
    }

    /// <summary>Ones in the shape of another, with its element type and device unless told otherwise.</summary>
    public static Tensor ones_like(Tensor input, ScalarType? dtype = null, Device? device = null, bool requires_grad = false)
    {
        ArgumentNullException.ThrowIfNull(input);
        return ones(input.shape, dtype ?? input.dtype, device ?? input.device, requires_grad);
    }

    /// <summary>Memory as it comes in the shape of another, with its element type and device unless told otherwise.</summary>
    public static Tensor empty_like(Tensor input, ScalarType? dtype = null, Device? device = null, bool requires_grad = false)
    {
        ArgumentNullException.ThrowIfNull(input);
        return empty(input.shape, dtype ?? input.dtype, device ?? input.device, requires_grad);
    }

    /// <summary>Random numbers, uniform in [0, 1), in the shape of another, with its element type and device unless told otherwise.</summary>
    public static Tensor rand_like(Tensor input, ScalarType? dtype = null, Device? device = null, bool requires_grad = false)
    {
        ArgumentNullException.ThrowIfNull(input);
        return rand(input.shape, dtype ?? input.dtype, device ?? input.device, requires_grad);
    }

    /// <summary>Random numbers of the standard normal distribution in the shape of another, with its element type and device unless told otherwise.</summary>
    public static Tensor randn_like(Tensor input, ScalarType? dtype = null, Device? device = null, bool requires_grad = false)
    {
        ArgumentNullException.ThrowIfNull(input);
        return randn(input.shape, dtype ?? input.dtype, device ?? input.device, requires_grad);
    }

    /// <summary>One number in the shape of another, with its element type and device unless told otherwise.</summary>
    public static Tensor full_like(Tensor input, Scalar value, ScalarType? dtype = null, Device? device = null, bool requires_grad = false)
    {
        ArgumentNullException.ThrowIfNull(input);
        return full(input.shape, value, dtype ?? input.dtype, device ?? input.device, requires_grad);
    }

    /// <summary>Numbers from a start, before a stop, by steps.</summary>
    public static Tensor arange(Scalar start, Scalar stop, Scalar step, ScalarType? dtype = null, Device? device = null, bool requires_grad = false) =>
        Made(Range.One(start, stop, step, dtype, Argument.None, device, Argument.None), requires_grad);

    /// <summary>Whole numbers from a start, before a stop.</summary>
    public static Tensor arange(Scalar start, Scalar stop, ScalarType? dtype = null, Device? device = null, bool requires_grad = false) =>
        arange(start, stop, 1, dtype, device, requires_grad);

    /// <summary>Whole numbers from zero, before a stop.</summary>
    public static Tensor arange(Scalar stop, ScalarType? dtype = null, Device? device = null, bool requires_grad = false) =>
        arange(0, stop, 1, dtype, device, requires_grad);

    /// <summary>Evenly spaced numbers from a start to an end, both included.</summary>
    public static Tensor linspace(double start, double end, long steps, ScalarType? dtype = null, Device? device = null, bool requires_grad = false) =>
        Made(Linear.One((Scalar)start, (Scalar)end, steps, dtype, Argument.None, device, Argument.None), requires_grad);

    /// <summary>A matrix with ones on its diagonal.</summary>
    public static Tensor eye(long rows, long columns = -1L, ScalarType? dtype = null, Device? device = null, bool requires_grad = false) =>
        Made(Identity.One(rows, columns < 0 ? rows : columns, dtype, Argument.None, device, Argument.None), requires_grad);

    /// <summary>Random whole numbers from a lower bound, below an upper one.</summary>
    public static Tensor randint(long low, long high, long[] size, ScalarType? dtype = null, Device? device = null, bool requires_grad = false) =>
        Made(RandInt.One(low, high, size, dtype ?? ScalarType.Int64, Argument.None, device, Argument.None), requires_grad);

    /// <summary>Random whole numbers from zero, below an upper bound.</summary>
    public static Tensor randint(long high, long[] size, ScalarType? dtype = null, Device? device = null, bool requires_grad = false) => randint(0, high, size, dtype, device, requires_grad);

    /// <summary>The whole numbers below one, in random order.</summary>
    public static Tensor randperm(long n, ScalarType? dtype = null, Device? device = null, bool requires_grad = false) =>
        Made(RandPerm.One(n, dtype ?? ScalarType.Int64, Argument.None, device, Argument.None), requires_grad);

    /// <summary>Zeros and ones, by the probabilities given.</summary>
    public static Tensor bernoulli(Tensor input) => Bernoulli.One(input);

    /// <summary>Indices drawn by their weights.</summary>
    public static Tensor multinomial(Tensor input, long num_samples, bool replacement = false) => Multinomial.One(input, num_samples, replacement);

    /// <summary>A scalar.</summary>
    public static Tensor tensor(bool scalar, ScalarType? dtype = null, Device? device = null, bool requires_grad = false) =>
        From<bool>([scalar], [], dtype, device, requires_grad);

    /// <summary>A scalar.</summary>
    public static Tensor tensor(int scalar, Device? device = null, bool requires_grad = false) =>
        From<int>([scalar], [], null, device, requires_grad);

    /// <summary>A scalar.</summary>
    public static Tensor tensor(long scalar, ScalarType? dtype = null, Device? device = null, bool requires_grad = false) =>
        From<long>([scalar], [], dtype, device, requires_grad);

    /// <summary>A scalar.</summary>
    public static Tensor tensor(float scalar, Device? device = null, bool requires_grad = false) =>
        From<float>([scalar], [], null, device, requires_grad);

    /// <summary>A scalar.</summary>
    public static Tensor tensor(double scalar, ScalarType? dtype = null, Device? device = null, bool requires_grad = false) =>
        From<double>([scalar], [], dtype, device, requires_grad);

    /// <summary>A vector of an array's elements.</summary>
    public static Tensor tensor(bool[] rawArray, ScalarType? dtype = null, Device? device = null, bool requires_grad = false) =>
        From<bool>(rawArray, [rawArray.Length], dtype, device, requires_grad);

    /// <summary>A tensor of an array's elements, row by row.</summary>
    public static Tensor tensor(bool[] rawArray, ReadOnlySpan<long> dimensions, ScalarType? dtype = null, Device? device = null, bool requires_grad = false) =>
        From<bool>(rawArray, dimensions, dtype, device, requires_grad);

    /// <summary>A matrix of an array's elements.</summary>
    public static unsafe Tensor tensor(bool[,] rawArray, ScalarType? dtype = null, Device? device = null, bool requires_grad = false)
    {
        ArgumentNullException.ThrowIfNull(rawArray);
        fixed (bool* first = rawArray)
        {
            return From(new ReadOnlySpan<bool>(first, rawArray.Length), [rawArray.GetLength(0), rawArray.GetLength(1)], dtype, device, requires_grad);
        }
    }

    /// <summary>A vector of an array's elements.</summary>
    public static Tensor tensor(int[] rawArray, ScalarType? dtype = null, Device? device = null, bool requires_grad = false) =>
        From<int>(rawArray, [rawArray.Length], dtype, device, requires_grad);

    /// <summary>A tensor of an array's elements, row by row.</summary>
    public static Tensor tensor(int[] rawArray, ReadOnlySpan<long> dimensions, ScalarType? dtype = null, Device? device = null, bool requires_grad = false) =>
        From<int>(rawArray, dimensions, dtype, device, requires_grad);

    /// <summary>A matrix of an array's elements.</summary>
    public static unsafe Tensor tensor(int[,] rawArray, ScalarType? dtype = null, Device? device = null, bool requires_grad = false)
    {
        ArgumentNullException.ThrowIfNull(rawArray);
        fixed (int* first = rawArray)
        {
            return From(new ReadOnlySpan<int>(first, rawArray.Length), [rawArray.GetLength(0), rawArray.GetLength(1)], dtype, device, requires_grad);
        }
    }

    /// <summary>A vector of an array's elements.</summary>
    public static Tensor tensor(long[] dataArray, ScalarType? dtype = null, Device? device = null, bool requires_grad = false) =>
        From<long>(dataArray, [dataArray.Length], dtype, device, requires_grad);

    /// <summary>A tensor of an array's elements, row by row.</summary>
    public static Tensor tensor(long[] dataArray, ReadOnlySpan<long> dimensions, ScalarType? dtype = null, Device? device = null, bool requires_grad = false) =>
        From<long>(dataArray, dimensions, dtype, device, requires_grad);

    /// <summary>A matrix of an array's elements.</summary>
    public static unsafe Tensor tensor(long[,] rawArray, ScalarType? dtype = null, Device? device = null, bool requires_grad = false)
    {
        ArgumentNullException.ThrowIfNull(rawArray);
        fixed (long* first = rawArray)
        {
            return From(new ReadOnlySpan<long>(first, rawArray.Length), [rawArray.GetLength(0), rawArray.GetLength(1)], dtype, device, requires_grad);
        }
    }

    /// <summary>A vector of an array's elements.</summary>
    public static Tensor tensor(float[] rawArray, ScalarType? dtype = null, Device? device = null, bool requires_grad = false) =>
        From<float>(rawArray, [rawArray.Length], dtype, device, requires_grad);

    /// <summary>A tensor of an array's elements, row by row.</summary>
    public static Tensor tensor(float[] rawArray, ReadOnlySpan<long> dimensions, ScalarType? dtype = null, Device? device = null, bool requires_grad = false) =>
        From<float>(rawArray, dimensions, dtype, device, requires_grad);

    /// <summary>A matrix of an array's elements.</summary>
    public static unsafe Tensor tensor(float[,] rawArray, ScalarType? dtype = null, Device? device = null, bool requires_grad = false)
    {
        ArgumentNullException.ThrowIfNull(rawArray);
        fixed (float* first = rawArray)
        {
            return From(new ReadOnlySpan<float>(first, rawArray.Length), [rawArray.GetLength(0), rawArray.GetLength(1)], dtype, device, requires_grad);
        }
    }

    /// <summary>A vector of an array's elements.</summary>
    public static Tensor tensor(double[] rawArray, ScalarType? dtype = null, Device? device = null, bool requires_grad = false) =>
        From<double>(rawArray, [rawArray.Length], dtype, device, requires_grad);

    /// <summary>A tensor of an array's elements, row by row.</summary>
    public static Tensor tensor(double[] rawArray, ReadOnlySpan<long> dimensions, ScalarType? dtype = null, Device? device = null, bool requires_grad = false) =>
        From<double>(rawArray, dimensions, dtype, device, requires_grad);

    /// <summary>A matrix of an array's elements.</summary>
    public static unsafe Tensor tensor(double[,] rawArray, ScalarType? dtype = null, Device? device = null, bool requires_grad = false)
    {
        ArgumentNullException.ThrowIfNull(rawArray);
        fixed (double* first = rawArray)
        {
            return From(new ReadOnlySpan<double>(first, rawArray.Length), [rawArray.GetLength(0), rawArray.GetLength(1)], dtype, device, requires_grad);
        }
    }

    /// <summary>A vector of an array's elements.</summary>
    public static Tensor tensor(byte[] rawArray, ScalarType? dtype = null, Device? device = null, bool requires_grad = false) =>
        From<byte>(rawArray, [rawArray.Length], dtype, device, requires_grad);

    /// <summary>A tensor of an array's elements, row by row.</summary>
    public static Tensor tensor(byte[] rawArray, ReadOnlySpan<long> dimensions, ScalarType? dtype = null, Device? device = null, bool requires_grad = false) =>
        From<byte>(rawArray, dimensions, dtype, device, requires_grad);

    /// <summary>A scalar of any type.</summary>
    internal static Tensor scalar(Scalar value, ScalarType dtype, Device device) => full([], value, dtype, device);

    private static Tensor Made(Tensor tensor, bool requiresGrad)
    {
        if (!requiresGrad)
        {
            return tensor;
        }

        try
        {
            return tensor.requires_grad_();
        }
        catch
        {
            tensor.Dispose();
            throw;
        }
    }

    private static unsafe Tensor From<T>(ReadOnlySpan<T> elements, ReadOnlySpan<long> dimensions, ScalarType? dtype, Device? device, bool requiresGrad)
        where T : unmanaged
    {
        long[] size = dimensions.ToArray();
        Tensor here = Empty.One(size, TypeOf<T>(), Argument.None, Argument.None, Argument.None);
        if (here.numel() != elements.Length)
        {
            here.Dispose();
            throw new ArgumentException($"{elements.Length} elements do not fill a tensor of [{string.Join(", ", size)}]");
        }

        elements.CopyTo(new Span<T>((void*)here.Memory, elements.Length));
        if ((dtype is null || dtype == here.dtype) && (device is null || device.type == DeviceType.CPU))
        {
            return Made(here, requiresGrad);
        }

        using (here)
        {
            return Made(here.to(dtype ?? here.dtype, device ?? CPU), requiresGrad);
        }
    }
}
