using Tributary.Contracts;
using static TorchSharp.torch;

namespace Tributary.Learning;

/// <summary>The parameters and buffers of a module, to and from files that Python reads.</summary>
public static class ModuleState
{
    private const int NamedTensors = 5;

    /// <summary>Copies a module's parameters and buffers out, in the order of its state dict.</summary>
    public static OrderedDictionary<string, StoredTensor> Of(nn.Module module)
    {
        var state = new OrderedDictionary<string, StoredTensor>();
        foreach ((string name, Tensor tensor) in module.state_dict())
        {
            state.Add(name, Store(tensor));
        }

        return state;
    }

    /// <summary>Writes a module's state dict as PyTorch does: <c>torch.load(path)</c> reads it.</summary>
    public static void Write(nn.Module module, string path) => PyTorchFile.Write(path, Of(module));

    /// <summary>Overwrites a module's parameters and buffers.</summary>
    /// <param name="module">The module.</param>
    /// <param name="state">Its state dict.</param>
    /// <param name="source">Where the state comes from, for messages.</param>
    /// <exception cref="InputException">The state is of another architecture; says which tensors differ.</exception>
    public static void Load(nn.Module module, IReadOnlyDictionary<string, StoredTensor> state, string source)
    {
        Dictionary<string, Tensor> own = module.state_dict();
        List<string> differences =
        [
            .. own.Keys.Where(name => !state.ContainsKey(name)).Select(name => $"{name} [{string.Join(", ", own[name].shape)}] is missing"),
            .. state.Keys.Where(name => !own.ContainsKey(name)).Select(name => $"{name} [{string.Join(", ", state[name].Shape)}] is too many"),
            .. own.Where(pair => state.TryGetValue(pair.Key, out StoredTensor? stored) && !stored.Shape.SequenceEqual(pair.Value.shape))
                .Select(pair => $"{pair.Key} is [{string.Join(", ", state[pair.Key].Shape)}], not [{string.Join(", ", pair.Value.shape)}]"),
        ];
        if (differences.Count > 0)
        {
            string more = differences.Count > NamedTensors ? $"; and {differences.Count - NamedTensors} more" : string.Empty;
            throw new InputException(
                $"the weights are of another architecture than the settings describe: {string.Join("; ", differences.Take(NamedTensors))}{more}",
                source,
                "Give the settings that it was trained with, or another file.");
        }

        using IDisposable untouched = no_grad();
        foreach ((string name, Tensor tensor) in own)
        {
            using Tensor given = Restore(state[name]);
            tensor.copy_(given);
        }
    }

    /// <summary>Copies a tensor out.</summary>
    public static StoredTensor Store(Tensor tensor)
    {
        using Tensor apart = tensor.detach();
        using Tensor here = apart.cpu();
        using Tensor rows = here.contiguous();
        return new StoredTensor(TypeOf(rows.dtype), rows.shape, rows.bytes.ToArray());
    }

    /// <summary>A tensor of stored values.</summary>
    public static Tensor Restore(StoredTensor stored)
    {
        Tensor tensor = empty(stored.Shape, TypeOf(stored.Type));
        stored.Values.Span.CopyTo(tensor.bytes);
        return tensor;
    }

    private static ElementType TypeOf(ScalarType type) => type switch
    {
        ScalarType.Float64 => ElementType.Float64,
        ScalarType.Float32 => ElementType.Float32,
        ScalarType.Float16 => ElementType.Float16,
        ScalarType.BFloat16 => ElementType.BFloat16,
        ScalarType.Int64 => ElementType.Int64,
        ScalarType.Int32 => ElementType.Int32,
        ScalarType.Int16 => ElementType.Int16,
        ScalarType.Int8 => ElementType.Int8,
        ScalarType.Byte => ElementType.UInt8,
        ScalarType.Bool => ElementType.Bool,
        _ => throw new NotSupportedException($"no file holds tensors of {type}"),
    };

    private static ScalarType TypeOf(ElementType type) => type switch
    {
        ElementType.Float64 => ScalarType.Float64,
        ElementType.Float32 => ScalarType.Float32,
        ElementType.Float16 => ScalarType.Float16,
        ElementType.BFloat16 => ScalarType.BFloat16,
        ElementType.Int64 => ScalarType.Int64,
        ElementType.Int32 => ScalarType.Int32,
        ElementType.Int16 => ScalarType.Int16,
        ElementType.Int8 => ScalarType.Int8,
        ElementType.UInt8 => ScalarType.Byte,
        _ => ScalarType.Bool,
    };
}
