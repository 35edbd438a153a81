using System.Buffers;
using System.Buffers.Binary;

namespace Tributary.Learning;

/// <summary>Encodes the few kinds of protobuf fields that event files need.</summary>
internal sealed class ProtobufWriter
{
    private const int Wide = 1;
    private const int Delimited = 2;
    private const int Narrow = 5;
    private readonly ArrayBufferWriter<byte> _target = new();

    public ReadOnlySpan<byte> Written => _target.WrittenSpan;

    public void Write(int field, ulong number)
    {
        Varint((ulong)field << 3);
        Varint(number);
    }

    public void Write(int field, double number)
    {
        Varint(((ulong)field << 3) | Wide);
        BinaryPrimitives.WriteDoubleLittleEndian(_target.GetSpan(8), number);
        _target.Advance(8);
    }

    public void Write(int field, float number)
    {
        Varint(((ulong)field << 3) | Narrow);
        BinaryPrimitives.WriteSingleLittleEndian(_target.GetSpan(4), number);
        _target.Advance(4);
    }

    public void Write(int field, ReadOnlySpan<byte> bytes)
    {
        Varint(((ulong)field << 3) | Delimited);
        Varint((ulong)bytes.Length);
        _target.Write(bytes);
    }

    private void Varint(ulong number)
    {
        for (; number >= 0x80; number >>= 7)
        {
            _target.Write([(byte)(number | 0x80)]);
        }

        _target.Write([(byte)number]);
    }
}
