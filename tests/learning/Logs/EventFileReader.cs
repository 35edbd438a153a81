using System.Buffers.Binary;
using System.Text;

namespace Tributary.Tests.Learning.Logs;

/// <summary>An event as TensorBoard's file holds it.</summary>
internal sealed record TensorBoardEvent(double Time, long Step, string? Version, IReadOnlyList<(string Tag, float Value)> Scalars);

/// <summary>Reads event files after TensorFlow's record_writer.h, event.proto and summary.proto, with a checksum bit by bit; whatever is not as there fails.</summary>
internal static class EventFileReader
{
    public static List<TensorBoardEvent> Read(byte[] file)
    {
        var events = new List<TensorBoardEvent>();
        for (int at = 0; at < file.Length;)
        {
            int length = checked((int)BinaryPrimitives.ReadUInt64LittleEndian(file.AsSpan(at)));
            Assert.Equal(Masked(file.AsSpan(at, 8)), BinaryPrimitives.ReadUInt32LittleEndian(file.AsSpan(at + 8)));
            ReadOnlySpan<byte> content = file.AsSpan(at + 12, length);
            Assert.Equal(Masked(content), BinaryPrimitives.ReadUInt32LittleEndian(file.AsSpan(at + 12 + length)));
            events.Add(Event(content));
            at += 16 + length;
        }

        return events;
    }

    /// <summary>CRC-32C by its definition: the polynomial 0x1EDC6F41, reflected.</summary>
    public static uint Crc32C(ReadOnlySpan<byte> bytes)
    {
        uint crc = 0xFFFFFFFF;
        foreach (byte next in bytes)
        {
            for (int bit = 0; bit < 8; bit++)
            {
                uint feedback = (crc ^ ((uint)next >> bit)) & 1;
                crc = (crc >> 1) ^ (feedback * 0x82F63B78);
            }
        }

        return ~crc;
    }

    private static uint Masked(ReadOnlySpan<byte> bytes)
    {
        uint crc = Crc32C(bytes);
        return unchecked(((crc >> 15) | (crc << 17)) + 0xa282ead8u);
    }

    private static TensorBoardEvent Event(ReadOnlySpan<byte> message)
    {
        double time = double.NaN;
        long step = 0;
        string? version = null;
        var scalars = new List<(string, float)>();
        while (message.Length > 0)
        {
            (int field, int kind) = Key(ref message);
            switch (field, kind)
            {
                case (1, 1): time = BinaryPrimitives.ReadDoubleLittleEndian(Take(ref message, 8)); break;
                case (2, 0): step = (long)Varint(ref message); break;
                case (3, 2): version = Encoding.UTF8.GetString(Take(ref message, (int)Varint(ref message))); break;
                case (5, 2): scalars.AddRange(Summary(Take(ref message, (int)Varint(ref message)))); break;
                default: Assert.Fail($"An event has no field {field} of kind {kind}."); break;
            }
        }

        return new TensorBoardEvent(time, step, version, scalars);
    }

    private static List<(string Tag, float Value)> Summary(ReadOnlySpan<byte> message)
    {
        var scalars = new List<(string, float)>();
        while (message.Length > 0)
        {
            Assert.Equal((1, 2), Key(ref message));
            ReadOnlySpan<byte> value = Take(ref message, (int)Varint(ref message));
            Assert.Equal((1, 2), Key(ref value));
            string tag = Encoding.UTF8.GetString(Take(ref value, (int)Varint(ref value)));
            Assert.Equal((2, 5), Key(ref value));
            scalars.Add((tag, BinaryPrimitives.ReadSingleLittleEndian(Take(ref value, 4))));
            Assert.Equal(0, value.Length);
        }

        return scalars;
    }

    private static (int Field, int Kind) Key(ref ReadOnlySpan<byte> message)
    {
        ulong key = Varint(ref message);
        return ((int)(key >> 3), (int)(key & 7));
    }

    private static ulong Varint(ref ReadOnlySpan<byte> message)
    {
        ulong number = 0;
        for (int shift = 0; ; shift += 7)
        {
            byte next = Take(ref message, 1)[0];
            number |= (ulong)(next & 0x7F) << shift;
            if (next < 0x80)
            {
                return number;
            }
        }
    }

    private static ReadOnlySpan<byte> Take(ref ReadOnlySpan<byte> message, int count)
    {
        ReadOnlySpan<byte> taken = message[..count];
        message = message[count..];
        return taken;
    }
}
