namespace Tributary.Learning;

/// <summary>
/// What a checkpoint holds: tensors, numbers and texts in plain containers, as a tree. Two are equal where everything in them is.
/// </summary>
public abstract record Checkpoint
{
    /// <summary>Containers within each other, at most; deeper files are refused and deeper trees are not written.</summary>
    public const int DeepestNesting = 200;

    private protected Checkpoint()
    {
    }

    /// <summary>Python's None.</summary>
    public static Checkpoint Nothing { get; } = new CheckpointNull();

    /// <summary>A tensor as a checkpoint.</summary>
    public static implicit operator Checkpoint(StoredTensor tensor) => new CheckpointTensor(tensor);

    /// <summary>A text as a checkpoint.</summary>
    public static implicit operator Checkpoint(string text) => new CheckpointText(text);

    /// <summary>An integer as a checkpoint.</summary>
    public static implicit operator Checkpoint(long number) => new CheckpointInteger(number);

    /// <summary>A number as a checkpoint.</summary>
    public static implicit operator Checkpoint(double number) => new CheckpointReal(number);

    /// <summary>A truth value as a checkpoint.</summary>
    public static implicit operator Checkpoint(bool truth) => new CheckpointBoolean(truth);
}

/// <summary>A tensor in a checkpoint.</summary>
/// <param name="Tensor">The tensor.</param>
public sealed record CheckpointTensor(StoredTensor Tensor) : Checkpoint;

/// <summary>A text in a checkpoint (Python's str).</summary>
/// <param name="Value">The text.</param>
public sealed record CheckpointText(string Value) : Checkpoint;

/// <summary>An integer in a checkpoint (Python's int).</summary>
/// <param name="Value">The integer.</param>
public sealed record CheckpointInteger(Int128 Value) : Checkpoint;

/// <summary>A number in a checkpoint (Python's float).</summary>
/// <param name="Value">The number; NaN equals NaN.</param>
public sealed record CheckpointReal(double Value) : Checkpoint;

/// <summary>A truth value in a checkpoint (Python's bool).</summary>
/// <param name="Value">The truth value.</param>
public sealed record CheckpointBoolean(bool Value) : Checkpoint;

/// <summary>Python's None.</summary>
public sealed record CheckpointNull : Checkpoint
{
    internal CheckpointNull()
    {
    }
}

/// <summary>A list in a checkpoint.</summary>
/// <param name="Items">What it holds, in order.</param>
public sealed record CheckpointList(IReadOnlyList<Checkpoint> Items) : Checkpoint
{
    /// <inheritdoc/>
    public bool Equals(CheckpointList? other) => other is not null && Items.SequenceEqual(other.Items);

    /// <inheritdoc/>
    public override int GetHashCode() => Items.Count;
}

/// <summary>A tuple in a checkpoint (also PyTorch's Size).</summary>
/// <param name="Items">What it holds, in order.</param>
public sealed record CheckpointTuple(IReadOnlyList<Checkpoint> Items) : Checkpoint
{
    /// <inheritdoc/>
    public bool Equals(CheckpointTuple? other) => other is not null && Items.SequenceEqual(other.Items);

    /// <inheritdoc/>
    public override int GetHashCode() => ~Items.Count;
}
