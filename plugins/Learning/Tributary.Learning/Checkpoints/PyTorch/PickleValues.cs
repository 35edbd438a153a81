namespace Tributary.Learning;

// What the pickle reader builds beside null, bool, Int128, double and string; containers may still grow while the pickle is read.

/// <summary>A list that the pickle fills.</summary>
internal sealed class PickledList
{
    public List<object?> Items { get; } = [];
}

/// <summary>A tuple; it is whole when it is made.</summary>
internal sealed record PickledTuple(object?[] Items);

/// <summary>A dict or an OrderedDict that the pickle fills.</summary>
internal sealed class PickledDictionary(bool isOrdered)
{
    /// <summary>Whether it is a collections.OrderedDict, the one object that may be given attributes.</summary>
    public bool IsOrdered => isOrdered;

    public OrderedDictionary<object, object?> Items { get; } = [];
}

/// <summary>The few names that a pickle may speak of. None is ever called: the reader knows what each would build.</summary>
internal enum PickledName
{
    OrderedDictionary,
    Tensor,
    Parameter,
    Size,
}

/// <summary>A storage class, by what it stores.</summary>
internal sealed record PickledStorageClass(ElementType Type);

/// <summary>A storage in the archive, as the pickle describes it.</summary>
internal sealed record PickledStorage(string Key, ElementType Type, long Count);

/// <summary>A view on a storage, checked to lie within it.</summary>
internal sealed class PickledTensor(PickledStorage storage, long offset, long[] shape, long[] strides, long count)
{
    public PickledStorage Storage => storage;

    public long Offset => offset;

    public long[] Shape => shape;

    public long[] Strides => strides;

    public long Count => count;
}
