using System.Runtime.InteropServices;

namespace Tributary.Contracts.Numerics;

/// <summary>
/// Working room that a simulation keeps, so that no step allocates. It starts at a cache line: a vector that straddles two lines costs up to
/// half of a model's speed.
/// </summary>
public sealed class WorkingRoom
{
    private const int CacheLineBytes = 64;

    private readonly double[] _array;
    private readonly int _offset;
    private readonly int _length;

    /// <summary>Makes room for some doubles.</summary>
    public WorkingRoom(int length)
    {
        _length = length;
        _array = GC.AllocateUninitializedArray<double>(length + (CacheLineBytes / sizeof(double)), pinned: true);
        long address = Marshal.UnsafeAddrOfPinnedArrayElement(_array, 0);
        _offset = (int)((CacheLineBytes - (address % CacheLineBytes)) % CacheLineBytes / sizeof(double));
    }

    /// <summary>The whole room.</summary>
    public Span<double> Values => _array.AsSpan(_offset, _length);
}

/// <summary>Hands out parts of a working room.</summary>
/// <param name="room">The room.</param>
public ref struct Scratch<T>(WorkingRoom room)
    where T : unmanaged, ILanes<T>
{
    private Span<T> _rest = MemoryMarshal.Cast<double, T>(room.Values);

    /// <summary>Takes the next part. Its values are whatever an earlier use left there.</summary>
    public Span<T> Take(int count)
    {
        Span<T> part = _rest[..count];
        _rest = _rest[count..];
        return part;
    }
}
