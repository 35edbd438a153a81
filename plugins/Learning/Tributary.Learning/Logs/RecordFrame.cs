using System.Buffers.Binary;
using System.Numerics;

namespace Tributary.Learning;

/// <summary>The frame of TensorFlow's record files around each record: its length, the length's checksum, the record, the record's checksum.</summary>
internal static class RecordFrame
{
    private const int Before = 12;
    private const int After = 4;

    public static byte[] Wrap(ReadOnlySpan<byte> content)
    {
        byte[] frame = new byte[Before + content.Length + After];
        BinaryPrimitives.WriteInt64LittleEndian(frame, content.Length);
        BinaryPrimitives.WriteUInt32LittleEndian(frame.AsSpan(8), MaskedChecksum(frame.AsSpan(0, 8)));
        content.CopyTo(frame.AsSpan(Before));
        BinaryPrimitives.WriteUInt32LittleEndian(frame.AsSpan(Before + content.Length), MaskedChecksum(content));
        return frame;
    }

    /// <summary>Takes the first record; false where it is torn or damaged.</summary>
    public static bool TryUnwrap(ReadOnlySpan<byte> frames, out ReadOnlySpan<byte> content, out int length)
    {
        content = default;
        length = 0;
        if (frames.Length < Before + After || BinaryPrimitives.ReadUInt32LittleEndian(frames[8..]) != MaskedChecksum(frames[..8]))
        {
            return false;
        }

        long contentLength = BinaryPrimitives.ReadInt64LittleEndian(frames);
        if (contentLength < 0 || contentLength > frames.Length - Before - After)
        {
            return false;
        }

        content = frames.Slice(Before, (int)contentLength);
        length = Before + content.Length + After;
        return BinaryPrimitives.ReadUInt32LittleEndian(frames[(Before + content.Length)..]) == MaskedChecksum(content);
    }

    // CRC-32C (Castagnoli), rotated and shifted as TensorFlow masks it, since the records may hold checksums themselves.
    private static uint MaskedChecksum(ReadOnlySpan<byte> bytes)
    {
        uint crc = uint.MaxValue;
        foreach (byte next in bytes)
        {
            crc = BitOperations.Crc32C(crc, next);
        }

        crc = ~crc;
        return BitOperations.RotateRight(crc, 15) + 0xa282ead8;
    }
}
