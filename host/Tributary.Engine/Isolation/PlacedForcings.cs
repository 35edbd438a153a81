using System.Collections.Concurrent;
using System.Runtime.CompilerServices;
using Tributary.Contracts;

namespace Tributary.Engine;

/// <summary>Forcing in shared memory. The host places an array once for all its workers, which can read it and not write; it goes when the array goes.</summary>
internal sealed class PlacedForcings
{
    private static readonly ConditionalWeakTable<object, Placed> OfHost = [];
    private static long s_last;

    private readonly ConcurrentDictionary<long, SharedMemory> _met = [];

    /// <summary>Places an array, if it is not yet.</summary>
    /// <param name="key">What stands for it.</param>
    /// <param name="values">Its values.</param>
    /// <exception cref="WorkException">The system has no memory left.</exception>
    public static (long Number, SharedMemory Memory) Place(object key, ReadOnlySpan<double> values)
    {
        Placed placed = OfHost.GetOrCreateValue(key);
        if (placed.Memory is null)
        {
            lock (placed)
            {
                placed.Memory ??= Copy(values);
            }
        }

        return (placed.Number, placed.Memory);
    }

    /// <summary>In a worker, what the host placed.</summary>
    /// <param name="number">Its number.</param>
    /// <param name="place">Where it lies.</param>
    /// <param name="count">Number of values.</param>
    public unsafe ReadOnlySpan<double> Get(long number, SharedPlace place, int count)
    {
        if (!_met.TryGetValue(number, out SharedMemory? memory))
        {
            lock (_met)
            {
                memory = _met.GetOrAdd(number, static (_, there) => SharedMemory.Open(there, mayWrite: false), place);
            }
        }

        return new ReadOnlySpan<double>(memory.Start, count);
    }

    /// <summary>In a worker, lets go of what was met so far.</summary>
    public void Forget()
    {
        foreach (SharedMemory memory in _met.Values)
        {
            memory.Dispose();
        }

        _met.Clear();
    }

    private static unsafe SharedMemory Copy(ReadOnlySpan<double> values)
    {
        SharedMemory memory = SharedMemory.Make((long)values.Length * sizeof(double));
        values.CopyTo(new Span<double>(memory.Start, values.Length));
        return memory;
    }

    private sealed class Placed
    {
        public long Number { get; } = Interlocked.Increment(ref s_last);

        public SharedMemory? Memory { get; set; }
    }
}
