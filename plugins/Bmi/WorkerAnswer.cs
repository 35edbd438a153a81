using System.Buffers.Binary;
using System.Runtime.InteropServices;
using System.Text;

namespace Tributary.Plugins.Bmi;

/// <summary>What a worker answered; read in order.</summary>
internal sealed class WorkerAnswer(byte[] payload)
{
    private int _at = 1;

    /// <summary>0 done, 1 failed, 2 the input is wrong.</summary>
    public byte Outcome => payload[0];

    public uint Number() => BinaryPrimitives.ReadUInt32LittleEndian(Take(sizeof(uint)));

    public double Real() => BinaryPrimitives.ReadDoubleLittleEndian(Take(sizeof(double)));

    public string Text() => Encoding.UTF8.GetString(Take((int)Number()));

    public void Reals(Span<double> values) => MemoryMarshal.Cast<byte, double>(Take(values.Length * sizeof(double))).CopyTo(values);

    private ReadOnlySpan<byte> Take(int count)
    {
        _at += count;
        return payload.AsSpan(_at - count, count);
    }
}
