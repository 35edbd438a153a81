namespace Tributary.Geodata;

/// <summary>Counts the values per cell that are held in memory at once.</summary>
internal sealed class HeldCells
{
    private long _now;

    /// <summary>The most that were held.</summary>
    public long Peak { get; private set; }

    /// <summary>Room that counts until the lease on it ends.</summary>
    public Lease<T> Take<T>(int count)
    {
        _now += count;
        Peak = Math.Max(Peak, _now);
        return new Lease<T>(this, new T[count]);
    }

    /// <summary>Room and the right to it.</summary>
    public readonly struct Lease<T>(HeldCells held, T[] values) : IDisposable
    {
        public T[] Values => values;

        public void Dispose() => held._now -= values.Length;
    }
}
