using System.Buffers.Binary;

namespace Tributary.Geodata;

/// <summary>
/// How long a classic NetCDF file must be by its header. libnetcdf reads zeros beyond the end of a truncated one. Source: the NetCDF user guide's
/// specification of the classic format, its variants with 64-bit offsets and 64-bit data.
/// </summary>
internal sealed class ClassicLength
{
    private static readonly int[] TypeSizes = [0, 1, 1, 2, 4, 4, 8, 1, 2, 4, 8, 8];

    private readonly BinaryReader _header;
    private readonly int _version;

    private ClassicLength(BinaryReader header, int version) => (_header, _version) = (header, version);

    /// <summary>Bytes that are missing at the end; 0 for a whole file, and for one that is no classic file.</summary>
    public static long Missing(string path)
    {
        using var stream = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite, 1 << 14);
        using var reader = new BinaryReader(stream);
        Span<byte> magic = stackalloc byte[4];
        if (stream.ReadAtLeast(magic, 4, throwOnEndOfStream: false) < 4 || !magic[..3].SequenceEqual("CDF"u8) || magic[3] is not (1 or 2 or 5))
        {
            return 0;
        }

        try
        {
            return Math.Max(0, new ClassicLength(reader, magic[3]).Expected() - stream.Length);
        }
        catch (Exception damaged) when (damaged is EndOfStreamException or IndexOutOfRangeException or ArgumentException or OverflowException)
        {
            // What is wrong with the header itself, libnetcdf says.
            return 0;
        }
    }

    private long Expected()
    {
        long records = Count();
        bool streaming = records == (_version == 5 ? -1 : uint.MaxValue);
        long[] dimensions = Dimensions();
        SkipAttributes();
        _ = Int32();
        long variables = Count();
        (long end, long record, long recordEnd) = (0, 0, 0);
        int recordVariables = 0;
        long onlySize = 0;
        for (long i = 0; i < variables; i++)
        {
            SkipName();
            long rank = Count();
            (long size, bool isRecord) = (1, false);
            for (int d = 0; d < rank; d++)
            {
                long length = dimensions[(int)Count()];
                isRecord |= length == 0 && d == 0;
                size *= length == 0 && d == 0 ? 1 : length;
            }

            SkipAttributes();
            size *= TypeSizes[Int32()];
            _ = Count();
            long begin = _version == 1 ? (uint)Int32() : Int64();
            if (isRecord)
            {
                (recordVariables, onlySize) = (recordVariables + 1, size);
                record += (size + 3) / 4 * 4;
                recordEnd = Math.Max(recordEnd, begin + size);
            }
            else if (size > 0)
            {
                end = Math.Max(end, begin + size);
            }
        }

        // The records of an only record variable are not padded.
        long step = recordVariables == 1 ? onlySize : record;
        return recordVariables == 0 || records == 0 || streaming ? end : Math.Max(end, recordEnd + ((records - 1) * step));
    }

    private long[] Dimensions()
    {
        _ = Int32();
        long[] lengths = new long[Count()];
        for (int i = 0; i < lengths.Length; i++)
        {
            SkipName();
            lengths[i] = Count();
        }

        return lengths;
    }

    private void SkipAttributes()
    {
        _ = Int32();
        long count = Count();
        for (long i = 0; i < count; i++)
        {
            SkipName();
            int size = TypeSizes[Int32()];
            Skip(Count() * size);
        }
    }

    private void SkipName() => Skip(Count());

    private void Skip(long bytes) => _header.BaseStream.Seek((bytes + 3) / 4 * 4, SeekOrigin.Current);

    private long Count() => _version == 5 ? Int64() : (uint)Int32();

    private int Int32() => BinaryPrimitives.ReverseEndianness(_header.ReadInt32());

    private long Int64() => BinaryPrimitives.ReverseEndianness(_header.ReadInt64());
}
