using System.Collections;
using System.Runtime.InteropServices;

namespace TorchSharp.Utils;

/// <summary>The elements of a tensor, row by row.</summary>
public sealed class TensorAccessor<T> : IDisposable, IEnumerable<T>
    where T : unmanaged
{
    private readonly torch.Tensor tensor;

    internal TensorAccessor(torch.Tensor tensor)
    {
        CheckType(tensor);
        this.tensor = tensor;
    }

    /// <summary>Number of elements.</summary>
    public long Count => tensor.numel();

    /// <summary>An element by its index on each dimension.</summary>
    public unsafe T this[params long[] indices]
    {
        get => *Element(indices);
        set => *Element(indices) = value;
    }

    /// <summary>Copies all elements into a new array.</summary>
    public T[] ToArray()
    {
        var values = new T[Count];
        CopyTo(values);
        return values;
    }

    /// <summary>Copies the elements into an array.</summary>
    /// <param name="array">Receives them.</param>
    /// <param name="arrayIndex">Where they begin in the array.</param>
    /// <param name="tensorIndex">The first element copied.</param>
    public void CopyTo(T[] array, int arrayIndex = 0, long tensorIndex = 0)
    {
        ArgumentNullException.ThrowIfNull(array);
        using torch.Tensor rows = tensor.detach();
        using torch.Tensor here = rows.cpu();
        using torch.Tensor flat = here.contiguous();
        Elements(flat)[(int)tensorIndex..].CopyTo(array.AsSpan(arrayIndex));
    }

    /// <summary>Fills the tensor, which is contiguous, from an array.</summary>
    public void CopyFrom(T[] array, int arrayIndex = 0, long tensorIndex = 0)
    {
        ArgumentNullException.ThrowIfNull(array);
        Span<T> elements = MemoryMarshal.Cast<byte, T>(tensor.bytes)[(int)tensorIndex..];
        array.AsSpan(arrayIndex, Math.Min(array.Length - arrayIndex, elements.Length)).CopyTo(elements);
    }

    /// <inheritdoc/>
    public IEnumerator<T> GetEnumerator() => ((IEnumerable<T>)ToArray()).GetEnumerator();

    /// <summary>Does nothing: the tensor stays its owner's.</summary>
    public void Dispose()
    {
    }

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();

    internal static void CheckType(torch.Tensor tensor)
    {
        torch.ScalarType expected = torch.TypeOf<T>();
        if (tensor.dtype != expected)
        {
            throw new ArgumentException($"the tensor holds {tensor.dtype}, which is no {typeof(T).Name}; convert it by to({expected}) first");
        }
    }

    private static unsafe Span<T> Elements(torch.Tensor contiguous) => new((void*)contiguous.Memory, checked((int)contiguous.numel()));

    private unsafe T* Element(long[] indices)
    {
        long[] strides = tensor.stride();
        long[] lengths = tensor.shape;
        if (indices.Length != strides.Length)
        {
            throw new ArgumentException($"{indices.Length} indices for a tensor of {strides.Length} dimensions");
        }

        long offset = 0;
        for (int axis = 0; axis < indices.Length; axis++)
        {
            long index = indices[axis] < 0 ? indices[axis] + lengths[axis] : indices[axis];
            ArgumentOutOfRangeException.ThrowIfNegative(index);
            ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(index, lengths[axis]);
            offset += index * strides[axis];
        }

        return (T*)tensor.Memory + offset;
    }
}
