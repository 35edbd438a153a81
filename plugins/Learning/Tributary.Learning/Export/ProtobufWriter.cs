using System.Buffers;
using System.Buffers.Binary;
using System.Text;

namespace Tributary.Learning;

/// <summary>Encodes the few kinds of protobuf fields that event files and ONNX models need.</summary>
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

    public void Write(int field, string text) => Write(field, Encoding.UTF8.GetBytes(text));

    /// <summary>Writes a message within this one.</summary>
    public void Write(int field, Action<ProtobufWriter> write)
    {
        var inner = new ProtobufWriter();
        write(inner);
        Write(field, inner.Written);
    }

    /// <summary>Appends the fields of another message.</summary>
    public void Append(ProtobufWriter fields) => _target.Write(fields.Written);

    private void Varint(ulong number)
    {
        for (; number >= 0x80; number >>= 7)
        {
            _target.Write([(byte)(number | 0x80)]);
        }

        _target.Write([(byte)number]);
    }
}
