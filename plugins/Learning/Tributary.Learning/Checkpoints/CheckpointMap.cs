using System.Collections;
using System.Diagnostics.CodeAnalysis;

namespace Tributary.Learning;

/// <summary>A dictionary in a checkpoint, in its order (Python's dict and OrderedDict). Keys are texts or integers.</summary>
public sealed record CheckpointMap : Checkpoint, IEnumerable<KeyValuePair<Checkpoint, Checkpoint>>
{
    private readonly OrderedDictionary<Checkpoint, Checkpoint> _items = [];

    /// <summary>An empty dictionary, to be filled by <see cref="Add"/>.</summary>
    public CheckpointMap()
    {
    }

    /// <summary>A dictionary of named tensors, a state dict as PyTorch calls it.</summary>
    /// <exception cref="ArgumentException">A name is there twice.</exception>
    public CheckpointMap(IEnumerable<KeyValuePair<string, StoredTensor>> tensors)
    {
        foreach ((string name, StoredTensor tensor) in tensors)
        {
            Add(name, tensor);
        }
    }

    /// <summary>Number of keys.</summary>
    public int Count => _items.Count;

    /// <summary>What lies at a key.</summary>
    /// <exception cref="KeyNotFoundException">There is no such key.</exception>
    public Checkpoint this[Checkpoint key] =>
        TryGet(key, out Checkpoint? value) ? value : throw new KeyNotFoundException($"There is no {Show(key)} among {string.Join(", ", _items.Keys.Select(Show))}.");

    /// <summary>Adds a key after those already there.</summary>
    /// <exception cref="ArgumentException">The key is there already, or is neither a text nor an integer.</exception>
    public void Add(Checkpoint key, Checkpoint value)
    {
        if (key is not (CheckpointText or CheckpointInteger))
        {
            throw new ArgumentException($"A checkpoint's keys are texts or integers, and {key} is neither.", nameof(key));
        }

        _items.Add(key, value);
    }

    /// <summary>Looks for a key.</summary>
    public bool TryGet(Checkpoint key, [NotNullWhen(true)] out Checkpoint? value) => _items.TryGetValue(key, out value);

    /// <inheritdoc/>
    public IEnumerator<KeyValuePair<Checkpoint, Checkpoint>> GetEnumerator() => _items.GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();

    /// <summary>The same keys in the same order with equal values.</summary>
    public bool Equals(CheckpointMap? other) => other is not null && _items.SequenceEqual(other._items);

    /// <inheritdoc/>
    public override int GetHashCode() => Count;

    /// <summary>The keys.</summary>
    public override string ToString() => $"{{{string.Join(", ", _items.Keys.Select(Show))}}}";

    internal static string Show(Checkpoint key) => key switch
    {
        CheckpointText text => $"'{text.Value}'",
        CheckpointInteger number => number.Value.ToString(System.Globalization.CultureInfo.InvariantCulture),
        _ => key.GetType().Name,
    };
}
