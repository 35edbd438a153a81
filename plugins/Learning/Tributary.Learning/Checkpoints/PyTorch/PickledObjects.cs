using Tributary.Contracts;

namespace Tributary.Learning;

/// <summary>What of Python's and PyTorch's objects may stand in a checkpoint: ordered dictionaries, sizes, parameters and tensors. Everything else is refused by name.</summary>
internal sealed class PickledObjects(string path)
{
    private const int MostDimensions = 64;

    /// <summary>A name that the pickle imports.</summary>
    public object Name(string module, string name)
    {
        if (module is "torch" or "torch.storage" && name == "UntypedStorage")
        {
            return new PickledStorageClass(ElementType.UInt8);
        }

        if (module == "torch" && ElementTypes.OfStorage(name) is { } type)
        {
            return new PickledStorageClass(type);
        }

        return (module, name) switch
        {
            ("collections", "OrderedDict") => PickledName.OrderedDictionary,
            ("torch", "Size") => PickledName.Size,
            ("torch._utils", "_rebuild_tensor_v2") => PickledName.Tensor,
            ("torch._utils", "_rebuild_parameter") => PickledName.Parameter,
            _ => throw Refused($"the Python object {Readable(module)}.{Readable(name)}"),
        };
    }

    /// <summary>What a known name makes of its arguments.</summary>
    public object? Build(object? name, object? arguments) => (name, (arguments as PickledTuple)?.Items) switch
    {
        (PickledName.OrderedDictionary, []) => new PickledDictionary(isOrdered: true),
        (PickledName.OrderedDictionary, [PickledList pairs]) => Ordered(pairs),
        (PickledName.Size, [PickledTuple lengths]) => lengths,
        (PickledName.Parameter, [PickledTensor tensor, bool, _]) => tensor,
        (PickledName.Tensor, [PickledStorage storage, Int128 offset, PickledTuple shape, PickledTuple strides, bool, PickledDictionary { Items.Count: 0 }]) =>
            Tensor(storage, offset, shape, strides),
        (PickledName.Tensor, [PickledStorage storage, Int128 offset, PickledTuple shape, PickledTuple strides, bool, PickledDictionary { Items.Count: 0 }, null or PickledDictionary { Items.Count: 0 }]) =>
            Tensor(storage, offset, shape, strides),
        (PickledName.Tensor or PickledName.Parameter, _) => throw Refused("a tensor with hooks or with more than values"),
        _ => throw Refused("a call"),
    };

    /// <summary>A state dict carries the versions of its layers as an attribute, which is passed over; nothing else may carry any.</summary>
    public void CheckAttributes(object? target, object? state)
    {
        if (target is not PickledDictionary { IsOrdered: true } || state is not PickledDictionary)
        {
            throw Refused("an object with attributes");
        }
    }

    /// <summary>What the pickle says of a storage: <c>('storage', class, key, device, count)</c>.</summary>
    public PickledStorage Storage(object? described)
    {
        if (described is not PickledTuple { Items: ["storage", PickledStorageClass kind, string key, string, Int128 count] })
        {
            throw new InputException("a tensor's storage is described in a way that is not known", path, PyTorchFile.SaveStateOnly);
        }

        return count >= 0 && count <= long.MaxValue / 8 ? new PickledStorage(key, kind.Type, (long)count) : throw Wrong($"the storage {key} has {count} elements");
    }

    /// <summary>A dictionary's key.</summary>
    public object Key(object? value) => value switch
    {
        string or Int128 => value,
        _ => throw Refused("a dictionary whose keys are neither texts nor integers"),
    };

    public InputException Refused(string what) => new($"it holds {what}, and only tensors and plain containers are read; nothing of it was run", path, PyTorchFile.SaveStateOnly);

    private PickledDictionary Ordered(PickledList pairs)
    {
        var dictionary = new PickledDictionary(isOrdered: true);
        foreach (object? pair in pairs.Items)
        {
            object?[] items = pair switch
            {
                PickledTuple tuple => tuple.Items,
                PickledList { Items.Count: 2 } list => [.. list.Items],
                _ => [],
            };
            dictionary.Items[items.Length == 2 ? Key(items[0]) : throw Refused("a call")] = items[1];
        }

        return dictionary;
    }

    private PickledTensor Tensor(PickledStorage storage, Int128 offset, PickledTuple shape, PickledTuple strides)
    {
        long[] lengths = Numbers(shape);
        long[] steps = Numbers(strides);
        if (lengths.Length != steps.Length || lengths.Length > MostDimensions || ElementTypes.Count(lengths) is not { } count)
        {
            throw Wrong($"a tensor of storage {storage.Key} has the shape [{string.Join(", ", lengths)}] and strides [{string.Join(", ", steps)}]");
        }

        if (offset < 0 || offset > storage.Count)
        {
            throw Wrong($"a tensor of shape [{string.Join(", ", lengths)}] begins outside its storage {storage.Key} of {storage.Count} elements");
        }

        Int128 last = offset;
        for (int i = 0; i < lengths.Length; i++)
        {
            last += (Int128)steps[i] * (lengths[i] - 1);
        }

        return (count == 0 || last < storage.Count) && Array.TrueForAll(steps, step => step >= 0)
            ? new PickledTensor(storage, (long)offset, lengths, steps, count)
            : throw Wrong($"a tensor of shape [{string.Join(", ", lengths)}] reaches beyond its storage {storage.Key} of {storage.Count} elements");
    }

    private long[] Numbers(PickledTuple tuple) => Array.ConvertAll(tuple.Items, item => item switch
    {
        Int128 number when number >= long.MinValue && number <= long.MaxValue => (long)number,
        _ => throw Wrong("a tensor's shape or strides are no numbers"),
    });

    private InputException Wrong(string problem) => new(problem, path, "The file is damaged; copy it again, or save it again with torch.save(model.state_dict(), path).");

    // A name comes from the file: it is shown short and without control characters.
    private static string Readable(string name) => string.Concat(name.Take(80).Select(letter => char.IsControl(letter) ? '?' : letter));
}
