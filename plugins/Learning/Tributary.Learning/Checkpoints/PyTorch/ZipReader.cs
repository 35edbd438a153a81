using System.Buffers.Binary;
using System.Text;
using Tributary.Contracts;

namespace Tributary.Learning;

/// <summary>
/// The records of a zip archive as PyTorch writes it: stored, not compressed, so that nothing read is larger than the file. Zip64 where it is large.
/// </summary>
internal sealed class ZipReader : IDisposable
{
    private const int EndLength = 22;
    private const int LongestComment = ushort.MaxValue;
    private const int LargestDirectory = 64 << 20;
    private const string Damaged = "The file is cut short or damaged; copy or save it again.";

    private readonly FileBytes _file;
    private readonly Dictionary<string, Entry> _entries = new(StringComparer.Ordinal);

    public ZipReader(FileBytes file)
    {
        _file = file;
        (long offset, long size, long count) = FindDirectory();
        if (size > LargestDirectory)
        {
            throw Broken($"the archive's directory takes {size} bytes");
        }

        ReadDirectory(file.Read(offset, size, "the archive's directory"), count);
    }

    public IReadOnlyCollection<string> Names => _entries.Keys;

    public void Dispose() => _file.Dispose();

    public bool Has(string name) => _entries.ContainsKey(name);

    public long LengthOf(string name) => _entries[name].Length;

    /// <summary>The bytes of a record, its checksum being right.</summary>
    public byte[] Read(string name)
    {
        Entry entry = _entries[name];
        byte[] header = _file.Read(entry.Offset, 30, $"the record {name}");
        if (BinaryPrimitives.ReadUInt32LittleEndian(header) != 0x04034b50)
        {
            throw Broken($"the record {name} does not begin where the archive's directory says");
        }

        long start = entry.Offset + 30 + BinaryPrimitives.ReadUInt16LittleEndian(header.AsSpan(26)) + BinaryPrimitives.ReadUInt16LittleEndian(header.AsSpan(28));
        byte[] bytes = _file.Read(start, entry.Length, $"the record {name}");
        if (Crc32.Of(bytes) != entry.Checksum)
        {
            throw Broken($"the record {name} has not the checksum that was stored with it");
        }

        return bytes;
    }

    private (long Offset, long Size, long Count) FindDirectory()
    {
        int tailLength = (int)long.Min(_file.Length, EndLength + LongestComment);
        byte[] tail = _file.Read(_file.Length - tailLength, tailLength, "the archive's end");
        int end = -1;
        for (int i = tailLength - EndLength; i >= 0 && end < 0; i--)
        {
            end = BinaryPrimitives.ReadUInt32LittleEndian(tail.AsSpan(i)) == 0x06054b50 ? i : -1;
        }

        if (end < 0)
        {
            throw Broken("the archive has no end");
        }

        ReadOnlySpan<byte> record = tail.AsSpan(end);
        ushort count = BinaryPrimitives.ReadUInt16LittleEndian(record[10..]);
        uint size = BinaryPrimitives.ReadUInt32LittleEndian(record[12..]);
        uint offset = BinaryPrimitives.ReadUInt32LittleEndian(record[16..]);
        if (count != ushort.MaxValue && size != uint.MaxValue && offset != uint.MaxValue)
        {
            return (offset, size, count);
        }

        byte[] locator = _file.Read(_file.Length - tailLength + end - 20, 20, "the archive's end");
        if (BinaryPrimitives.ReadUInt32LittleEndian(locator) != 0x07064b50)
        {
            return (offset, size, count);
        }

        byte[] wide = _file.Read(BinaryPrimitives.ReadInt64LittleEndian(locator.AsSpan(8)), 56, "the archive's end");
        return BinaryPrimitives.ReadUInt32LittleEndian(wide) == 0x06064b50
            ? (BinaryPrimitives.ReadInt64LittleEndian(wide.AsSpan(48)), BinaryPrimitives.ReadInt64LittleEndian(wide.AsSpan(40)), BinaryPrimitives.ReadInt64LittleEndian(wide.AsSpan(32)))
            : throw Broken("the archive's end is damaged");
    }

    private void ReadDirectory(ReadOnlySpan<byte> directory, long count)
    {
        long total = 0;
        for (long i = 0; i < count; i++)
        {
            if (directory.Length < 46 || BinaryPrimitives.ReadUInt32LittleEndian(directory) != 0x02014b50)
            {
                throw Broken("the archive's directory is damaged");
            }

            int nameLength = BinaryPrimitives.ReadUInt16LittleEndian(directory[28..]);
            int extraLength = BinaryPrimitives.ReadUInt16LittleEndian(directory[30..]);
            int length = 46 + nameLength + extraLength + BinaryPrimitives.ReadUInt16LittleEndian(directory[32..]);
            if (directory.Length < length)
            {
                throw Broken("the archive's directory is damaged");
            }

            string name = Encoding.UTF8.GetString(directory.Slice(46, nameLength));
            Entry entry = ReadEntry(name, directory[..46], directory.Slice(46 + nameLength, extraLength));
            total += entry.Length;
            if (entry.Length > _file.Length || total > _file.Length)
            {
                throw Broken("the records are longer than the file; they overlap or reach beyond its end");
            }

            if (!_entries.TryAdd(name, entry))
            {
                throw Broken($"the record {name} is there twice");
            }

            directory = directory[length..];
        }
    }

    private Entry ReadEntry(string name, ReadOnlySpan<byte> header, ReadOnlySpan<byte> extra)
    {
        if ((header[8] & 1) != 0 || BinaryPrimitives.ReadUInt16LittleEndian(header[10..]) != 0)
        {
            throw new InputException($"the record {name} is compressed or encrypted, which PyTorch never does", _file.Path, "Save the checkpoint again with torch.save, or pack the archive again without compression (zip -0).");
        }

        long packed = BinaryPrimitives.ReadUInt32LittleEndian(header[20..]);
        long plain = BinaryPrimitives.ReadUInt32LittleEndian(header[24..]);
        long offset = BinaryPrimitives.ReadUInt32LittleEndian(header[42..]);
        while (extra.Length >= 4)
        {
            int length = BinaryPrimitives.ReadUInt16LittleEndian(extra[2..]);
            if (length > extra.Length - 4)
            {
                break;
            }

            if (BinaryPrimitives.ReadUInt16LittleEndian(extra) == 1)
            {
                ReadOnlySpan<byte> wide = extra.Slice(4, length);
                plain = Widen(plain, ref wide);
                packed = Widen(packed, ref wide);
                offset = Widen(offset, ref wide);
            }

            extra = extra[(4 + length)..];
        }

        return packed == plain && plain >= 0
            ? new Entry(offset, plain, BinaryPrimitives.ReadUInt32LittleEndian(header[16..]))
            : throw Broken($"the record {name} has two different lengths");
    }

    private static long Widen(long narrow, ref ReadOnlySpan<byte> wide)
    {
        if (narrow != uint.MaxValue || wide.Length < 8)
        {
            return narrow;
        }

        long value = BinaryPrimitives.ReadInt64LittleEndian(wide);
        wide = wide[8..];
        return value;
    }

    private InputException Broken(string problem) => new(problem, _file.Path, Damaged);

    private readonly record struct Entry(long Offset, long Length, uint Checksum);
}
