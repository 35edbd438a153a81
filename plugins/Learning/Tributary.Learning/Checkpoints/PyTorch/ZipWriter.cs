using System.Buffers.Binary;
using System.Text;
using Tributary.Contracts;

namespace Tributary.Learning;

/// <summary>Writes a zip archive as PyTorch does: stored, every record's bytes beginning at a multiple of 64; always the same date, so the same records give the same bytes.</summary>
internal sealed class ZipWriter(Stream target, string path)
{
    private const int Alignment = 64;
    private const ushort PaddingTag = 0x4246;
    private const ushort NamesAreUtf8 = 0x0800;
    private const ushort FirstOfJanuary1980 = 0x0021;
    private readonly List<(byte[] Name, uint Checksum, uint Length, uint Offset)> _entries = [];
    private long _position;

    public void Add(string name, ReadOnlySpan<byte> bytes)
    {
        byte[] encoded = Encoding.UTF8.GetBytes(name);
        int padding = Padding(_position + 30 + encoded.Length);
        if (_position + 30 + encoded.Length + padding + bytes.Length > uint.MaxValue || _entries.Count == ushort.MaxValue - 1)
        {
            throw new WorkException("the checkpoint is larger than 4 GiB or has more than 65534 tensors", path, "Write it as several files, or as safetensors.");
        }

        uint checksum = Crc32.Of(bytes);
        _entries.Add((encoded, checksum, (uint)bytes.Length, (uint)_position));
        byte[] header = new byte[30 + encoded.Length + padding];
        BinaryPrimitives.WriteUInt32LittleEndian(header, 0x04034b50);
        Describe(header.AsSpan(4), checksum, bytes.Length, encoded.Length);
        BinaryPrimitives.WriteUInt16LittleEndian(header.AsSpan(28), (ushort)padding);
        encoded.CopyTo(header, 30);
        if (padding > 0)
        {
            BinaryPrimitives.WriteUInt16LittleEndian(header.AsSpan(30 + encoded.Length), PaddingTag);
            BinaryPrimitives.WriteUInt16LittleEndian(header.AsSpan(32 + encoded.Length), (ushort)(padding - 4));
            header.AsSpan(34 + encoded.Length).Fill((byte)'Z');
        }

        Write(header);
        Write(bytes);
    }

    /// <summary>Writes the directory; nothing can be added after it.</summary>
    public void Finish()
    {
        long start = _position;
        Span<byte> header = stackalloc byte[46];
        foreach ((byte[] name, uint checksum, uint length, uint offset) in _entries)
        {
            header.Clear();
            BinaryPrimitives.WriteUInt32LittleEndian(header, 0x02014b50);
            Describe(header[6..], checksum, (int)length, name.Length);
            BinaryPrimitives.WriteUInt32LittleEndian(header[42..], offset);
            Write(header);
            Write(name);
        }

        Span<byte> end = stackalloc byte[22];
        end.Clear();
        BinaryPrimitives.WriteUInt32LittleEndian(end, 0x06054b50);
        BinaryPrimitives.WriteUInt16LittleEndian(end[8..], (ushort)_entries.Count);
        BinaryPrimitives.WriteUInt16LittleEndian(end[10..], (ushort)_entries.Count);
        BinaryPrimitives.WriteUInt32LittleEndian(end[12..], (uint)(_position - start));
        BinaryPrimitives.WriteUInt32LittleEndian(end[16..], (uint)start);
        Write(end);
    }

    // The two headers of a record agree from the version needed to the name's length.
    private static void Describe(Span<byte> header, uint checksum, int length, int nameLength)
    {
        BinaryPrimitives.WriteUInt16LittleEndian(header, 20);
        BinaryPrimitives.WriteUInt16LittleEndian(header[2..], NamesAreUtf8);
        BinaryPrimitives.WriteUInt16LittleEndian(header[8..], FirstOfJanuary1980);
        BinaryPrimitives.WriteUInt32LittleEndian(header[10..], checksum);
        BinaryPrimitives.WriteUInt32LittleEndian(header[14..], (uint)length);
        BinaryPrimitives.WriteUInt32LittleEndian(header[18..], (uint)length);
        BinaryPrimitives.WriteUInt16LittleEndian(header[22..], (ushort)nameLength);
    }

    private static int Padding(long position)
    {
        int padding = (int)(-position & (Alignment - 1));
        return padding is > 0 and < 4 ? padding + Alignment : padding;
    }

    private void Write(ReadOnlySpan<byte> bytes)
    {
        target.Write(bytes);
        _position += bytes.Length;
    }
}
