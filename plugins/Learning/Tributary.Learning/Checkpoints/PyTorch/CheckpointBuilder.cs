using Tributary.Contracts;

namespace Tributary.Learning;

/// <summary>Turns what the pickle built into a checkpoint: a tree of bounded depth and size, whatever refers to whatever in the file.</summary>
internal sealed class CheckpointBuilder(TensorStorages storages, string path)
{
    private const long MostNodes = 10_000_000;
    private readonly Dictionary<object, (Checkpoint Node, long Size)> _built = new(ReferenceEqualityComparer.Instance);

    public Checkpoint Build(object? root) => Build(root, 0).Node;

    private (Checkpoint Node, long Size) Build(object? value, int depth)
    {
        switch (value)
        {
            case null: return (Checkpoint.Nothing, 1);
            case bool truth: return (truth, 1);
            case Int128 number: return (new CheckpointInteger(number), 1);
            case double number: return (number, 1);
            case string text: return (text, 1);
            default: break;
        }

        if (_built.TryGetValue(value, out (Checkpoint Node, long Size) known))
        {
            return known;
        }

        if (depth >= Checkpoint.DeepestNesting)
        {
            throw new InputException($"its containers are nested more than {Checkpoint.DeepestNesting} deep, or within themselves", path, PyTorchFile.SaveStateOnly);
        }

        long size = 1;
        Checkpoint node = value switch
        {
            PickledTensor tensor => storages.Resolve(tensor),
            PickledList list => new CheckpointList(Items(list.Items, depth, ref size)),
            PickledTuple tuple => new CheckpointTuple(Items(tuple.Items, depth, ref size)),
            PickledDictionary dictionary => Dictionary(dictionary, depth, ref size),
            _ => throw new InputException("it holds a class or a storage by itself, and only tensors and plain containers are read", path, PyTorchFile.SaveStateOnly),
        };
        _built.Add(value, (node, size));
        return (node, size);
    }

    private Checkpoint[] Items(IReadOnlyList<object?> values, int depth, ref long size)
    {
        var items = new Checkpoint[values.Count];
        for (int i = 0; i < items.Length; i++)
        {
            items[i] = Item(values[i], depth, ref size);
        }

        return items;
    }

    private CheckpointMap Dictionary(PickledDictionary values, int depth, ref long size)
    {
        var dictionary = new CheckpointMap();
        foreach ((object key, object? value) in values.Items)
        {
            dictionary.Add(key is string text ? text : new CheckpointInteger((Int128)key), Item(value, depth, ref size));
        }

        return dictionary;
    }

    private Checkpoint Item(object? value, int depth, ref long size)
    {
        (Checkpoint node, long itemSize) = Build(value, depth + 1);
        size += itemSize;
        return size <= MostNodes
            ? node
            : throw new InputException($"it repeats its own containers until there are more than {MostNodes} of them", path, PyTorchFile.SaveStateOnly);
    }
}
