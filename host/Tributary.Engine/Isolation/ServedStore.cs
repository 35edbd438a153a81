using System.Collections.Concurrent;

namespace Tributary.Engine;

/// <summary>In a worker, what it keeps for the host, each by the number that the host gave it.</summary>
internal sealed class ServedStore
{
    private readonly ConcurrentDictionary<long, object> _kept = [];

    /// <summary>One of them.</summary>
    public object this[long number]
    {
        get => _kept[number];
        set => _kept[number] = value;
    }

    /// <summary>Lets go of what the host does not want any more, and reads which it means.</summary>
    public long ReadNumber(ref PackReader reader)
    {
        while (reader.ReadLong() is not 0 and long ended)
        {
            Forget(ended);
        }

        return reader.ReadLong();
    }

    /// <summary>Lets go of one.</summary>
    public void Forget(long number)
    {
        if (_kept.TryRemove(number, out object? kept))
        {
            (kept as IDisposable)?.Dispose();
        }
    }

    /// <summary>Lets go of all.</summary>
    public void Clear()
    {
        foreach (long number in _kept.Keys)
        {
            Forget(number);
        }
    }
}
