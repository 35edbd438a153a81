using System.Runtime.InteropServices;
using System.Text;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;

namespace Tributary.Engine;

/// <summary>Writes values one behind the other into shared memory, each at a multiple of eight bytes.</summary>
/// <param name="room">The memory.</param>
internal unsafe struct PackWriter(SharedRoom room)
{
    private byte* _start = room.Demand(0);
    private long _length = room.Length;
    private long _at;

    public void Write(long value)
    {
        Demand(sizeof(long));
        *(long*)(_start + _at) = value;
        _at += sizeof(long);
    }

    public void Write(double value) => Write(BitConverter.DoubleToInt64Bits(value));

    public void Write(bool value) => Write(value ? 1L : 0L);

    public void Write(string? text)
    {
        Write(text is not null);
        if (text is not null)
        {
            WriteBytes(Encoding.UTF8.GetBytes(text));
        }
    }

    public void Write<T>(ReadOnlySpan<T> values)
        where T : unmanaged => WriteBytes(MemoryMarshal.AsBytes(values), values.Length);

    public void Write<T>(T value, JsonTypeInfo<T> type) => WriteBytes(JsonSerializer.SerializeToUtf8Bytes(value, type));

    public void Write(JsonElement settings) => Write(settings.ValueKind == JsonValueKind.Undefined ? null : settings.GetRawText());

    /// <summary>Leaves room for values that the caller writes.</summary>
    public Span<double> Leave(int count)
    {
        Write((long)count);
        long bytes = (long)count * sizeof(double);
        Demand(bytes);
        var left = new Span<double>(_start + _at, count);
        _at += bytes;
        return left;
    }

    private void WriteBytes(ReadOnlySpan<byte> bytes) => WriteBytes(bytes, bytes.Length);

    private void WriteBytes(ReadOnlySpan<byte> bytes, long count)
    {
        Write(count);
        Demand(bytes.Length);
        bytes.CopyTo(new Span<byte>(_start + _at, bytes.Length));
        _at += (bytes.Length + 7L) / 8 * 8;
    }

    private void Demand(long bytes)
    {
        if (_at + bytes + sizeof(long) > _length)
        {
            _start = room.Demand(_at + bytes + sizeof(long), _at);
            _length = room.Length;
        }
    }
}

/// <summary>Reads what <see cref="PackWriter"/> wrote. Spans are of the shared memory and hold until the turn is given away.</summary>
/// <param name="start">The first byte.</param>
internal unsafe struct PackReader(byte* start)
{
    private byte* _at = start;

    public long ReadLong()
    {
        long value = *(long*)_at;
        _at += sizeof(long);
        return value;
    }

    public int ReadInt() => (int)ReadLong();

    public double ReadDouble() => BitConverter.Int64BitsToDouble(ReadLong());

    public bool ReadBool() => ReadLong() != 0;

    public string? ReadText() => ReadBool() ? Encoding.UTF8.GetString(ReadSpan<byte>()) : null;

    public Span<T> ReadSpan<T>()
        where T : unmanaged
    {
        int count = ReadInt();
        var values = new Span<T>(_at, count);
        _at += (((long)count * sizeof(T)) + 7) / 8 * 8;
        return values;
    }

    /// <summary>The same as memory.</summary>
    public SharedValues ReadMemory()
    {
        Span<double> values = ReadSpan<double>();
        fixed (double* first = values)
        {
            return new SharedValues(first, values.Length);
        }
    }

    public T ReadJson<T>(JsonTypeInfo<T> type) => JsonSerializer.Deserialize(ReadSpan<byte>(), type)!;

    public JsonElement ReadSettings() => ReadText() is { } text ? JsonElement.Parse(text) : default;
}

/// <summary>Values in shared memory, to be handed to a plugin that wants memory and no span.</summary>
/// <param name="first">The first value.</param>
/// <param name="count">Number of values.</param>
internal sealed unsafe class SharedValues(double* first, int count) : System.Buffers.MemoryManager<double>
{
    public override Span<double> GetSpan() => new(first, count);

    public override System.Buffers.MemoryHandle Pin(int elementIndex = 0) => new(first + elementIndex);

    public override void Unpin()
    {
    }

    protected override void Dispose(bool disposing)
    {
    }
}
