namespace Tributary.Engine;

/// <summary>Memory shared by two processes that take turns; whoever has the turn may make it larger, and the other then maps the larger one.</summary>
/// <param name="entry">Where both read which memory it is: process, file, length.</param>
internal sealed unsafe class SharedRoom(long* entry) : IDisposable
{
    private const long Smallest = 1 << 14;

    private SharedMemory? _memory;

    /// <summary>Its first byte, of at least so many.</summary>
    /// <param name="length">Bytes wanted.</param>
    /// <param name="kept">Bytes at its start that must stay.</param>
    public byte* Demand(long length, long kept = 0)
    {
        if (Current() is { } memory && memory.Place.Length >= length)
        {
            return memory.Start;
        }

        SharedMemory larger = SharedMemory.Make(Math.Max(length + (length / 2), Smallest));
        if (kept > 0)
        {
            Buffer.MemoryCopy(_memory!.Start, larger.Start, larger.Place.Length, kept);
        }

        _memory?.Dispose();
        _memory = larger;
        (entry[0], entry[1], entry[2]) = (larger.Place.Process, larger.Place.File, larger.Place.Length);
        return larger.Start;
    }

    /// <summary>Its first byte as the other process has it.</summary>
    public byte* Start => Current()!.Start;

    /// <summary>Its first byte as this process had it last.</summary>
    public byte* Mapped => _memory!.Start;

    /// <summary>Bytes that it has.</summary>
    public long Length => _memory?.Place.Length ?? 0;

    /// <inheritdoc/>
    public void Dispose() => _memory?.Dispose();

    private SharedMemory? Current()
    {
        if (_memory is { Place: var place } && place.Length == entry[2] && place.File == entry[1] && place.Process == entry[0])
        {
            return _memory;
        }

        if (entry[2] == 0)
        {
            return null;
        }

        _memory?.Dispose();
        return _memory = SharedMemory.Open(new SharedPlace((int)entry[0], (int)entry[1], entry[2]), mayWrite: true);
    }
}
