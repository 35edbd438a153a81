using System.Collections.Concurrent;
using System.Numerics;
using System.Runtime.InteropServices;

namespace Tributary.Contracts.Numerics;

/// <summary>
/// Working room that a simulation keeps, so that no step allocates. It starts at a cache line: a vector that straddles two lines costs up to
/// half of a model's speed. A simulation disposes of it with itself, for the next one to have.
/// </summary>
public sealed class WorkingRoom : IDisposable
{
    private const int CacheLineBytes = 64;

    // What was given back, by the logarithm of its length. Calibrations start a simulation for every few sets: new pinned arrays would keep the collector busy.
    private static readonly ConcurrentBag<double[]>[] Free = [.. Enumerable.Range(0, 32).Select(_ => new ConcurrentBag<double[]>())];

    private readonly int _offset;
    private readonly int _length;
    private double[]? _array;

    /// <summary>Takes room for some doubles, whose values are whatever an earlier use left there.</summary>
    public WorkingRoom(int length)
    {
        _length = length;
        int size = BitOperations.Log2((uint)(length + (CacheLineBytes / sizeof(double)) - 1)) + 1;
        _array = Free[size].TryTake(out double[]? free) ? free : GC.AllocateUninitializedArray<double>(1 << size, pinned: true);
        long address = Marshal.UnsafeAddrOfPinnedArrayElement(_array, 0);
        _offset = (int)((CacheLineBytes - (address % CacheLineBytes)) % CacheLineBytes / sizeof(double));
    }

    /// <summary>The whole room.</summary>
    /// <exception cref="ObjectDisposedException">It was given back.</exception>
    public Span<double> Values => (_array ?? throw new ObjectDisposedException(nameof(WorkingRoom))).AsSpan(_offset, _length);

    /// <summary>Gives the room back.</summary>
    public void Dispose()
    {
        if (Interlocked.Exchange(ref _array, null) is { } array)
        {
            Free[BitOperations.Log2((uint)array.Length)].Add(array);
        }
    }
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
