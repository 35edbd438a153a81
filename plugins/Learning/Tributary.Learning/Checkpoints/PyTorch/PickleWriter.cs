using System.Buffers;
using System.Buffers.Binary;
using System.Text;

namespace Tributary.Learning;

/// <summary>Writes a checkpoint as a pickle of protocol 2 with the operations that PyTorch's weights_only loading allows, and collects the storages of its tensors.</summary>
internal sealed class PickleWriter
{
    private static readonly UTF8Encoding StrictUtf8 = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);
    private readonly ArrayBufferWriter<byte> _target = new();
    private readonly Dictionary<StoredTensor, int> _keys = new(ReferenceEqualityComparer.Instance);

    /// <summary>The tensors by the keys of their storages; a tensor that stands in two places is stored once.</summary>
    public List<StoredTensor> Storages { get; } = [];

    /// <summary>The pickle.</summary>
    /// <exception cref="ArgumentException">The tree is too deep, or a text is no valid Unicode.</exception>
    public ReadOnlySpan<byte> Write(Checkpoint root)
    {
        Bytes(0x80, 2);
        Write(root, 0);
        Bytes((byte)'.');
        return _target.WrittenSpan;
    }

    private void Write(Checkpoint node, int depth)
    {
        if (depth > Checkpoint.DeepestNesting)
        {
            throw new ArgumentException($"A checkpoint is nested at most {Checkpoint.DeepestNesting} deep.", nameof(node));
        }

        switch (node)
        {
            case CheckpointNull: Bytes((byte)'N'); break;
            case CheckpointBoolean truth: Bytes(truth.Value ? (byte)0x88 : (byte)0x89); break;
            case CheckpointInteger number: Integer(number.Value); break;
            case CheckpointReal number: Real(number.Value); break;
            case CheckpointText text: Text(text.Value); break;
            case CheckpointTensor tensor: Tensor(tensor.Tensor); break;
            case CheckpointList list: List(list, depth); break;
            case CheckpointTuple tuple: Tuple(tuple, depth); break;
            case CheckpointMap dictionary: Dictionary(dictionary, depth); break;
            default: throw new ArgumentException($"A {node.GetType().Name} cannot be written.", nameof(node));
        }
    }

    private void List(CheckpointList list, int depth)
    {
        Bytes((byte)']', (byte)'(');
        foreach (Checkpoint item in list.Items)
        {
            Write(item, depth + 1);
        }

        Bytes((byte)'e');
    }

    private void Tuple(CheckpointTuple tuple, int depth)
    {
        Bytes((byte)'(');
        foreach (Checkpoint item in tuple.Items)
        {
            Write(item, depth + 1);
        }

        Bytes((byte)'t');
    }

    private void Dictionary(CheckpointMap dictionary, int depth)
    {
        Bytes((byte)'}', (byte)'(');
        foreach ((Checkpoint key, Checkpoint value) in dictionary)
        {
            Write(key, depth + 1);
            Write(value, depth + 1);
        }

        Bytes((byte)'u');
    }

    private void Tensor(StoredTensor tensor)
    {
        if (!_keys.TryGetValue(tensor, out int key))
        {
            key = Storages.Count;
            _keys.Add(tensor, key);
            Storages.Add(tensor);
        }

        Global("torch._utils", "_rebuild_tensor_v2");
        Bytes((byte)'(', (byte)'(');
        Text("storage");
        Global("torch", tensor.Type.StorageName());
        Text(key.ToString(System.Globalization.CultureInfo.InvariantCulture));
        Text("cpu");
        Integer(tensor.Count);
        Bytes((byte)'t', (byte)'Q');
        Integer(0);
        Integers(tensor.Shape);
        Integers(Strides(tensor.Shape));
        Bytes(0x89);
        Global("collections", "OrderedDict");
        Bytes((byte)')', (byte)'R', (byte)'t', (byte)'R');
    }

    private static long[] Strides(long[] shape)
    {
        long[] strides = new long[shape.Length];
        long stride = 1;
        for (int i = shape.Length - 1; i >= 0; i--)
        {
            strides[i] = stride;
            stride *= Math.Max(shape[i], 1);
        }

        return strides;
    }

    private void Integers(long[] numbers)
    {
        Bytes((byte)'(');
        foreach (long number in numbers)
        {
            Integer(number);
        }

        Bytes((byte)'t');
    }

    private void Integer(Int128 number)
    {
        Span<byte> bytes = stackalloc byte[16];
        if (number >= int.MinValue && number <= int.MaxValue)
        {
            BinaryPrimitives.WriteInt32LittleEndian(bytes, (int)number);
            int length = (int)number switch { >= 0 and <= byte.MaxValue => 1, >= 0 and <= ushort.MaxValue => 2, _ => 4 };
            Bytes(length switch { 1 => (byte)'K', 2 => (byte)'M', _ => (byte)'J' });
            _target.Write(bytes[..length]);
        }
        else
        {
            BinaryPrimitives.WriteInt128LittleEndian(bytes, number);
            int length = 16;
            while (bytes[length - 1] == (number < 0 ? 0xFF : 0) && (bytes[length - 2] > 127) == (number < 0))
            {
                length--;
            }

            Bytes(0x8a, (byte)length);
            _target.Write(bytes[..length]);
        }
    }

    private void Real(double number)
    {
        Span<byte> bytes = stackalloc byte[9];
        bytes[0] = (byte)'G';
        BinaryPrimitives.WriteDoubleBigEndian(bytes[1..], number);
        _target.Write(bytes);
    }

    private void Text(string text)
    {
        byte[] encoded = StrictUtf8.GetBytes(text);
        Span<byte> header = stackalloc byte[5];
        header[0] = (byte)'X';
        BinaryPrimitives.WriteInt32LittleEndian(header[1..], encoded.Length);
        _target.Write(header);
        _target.Write(encoded);
    }

    private void Global(string module, string name) => _target.Write(Encoding.ASCII.GetBytes($"c{module}\n{name}\n"));

    private void Bytes(params ReadOnlySpan<byte> bytes) => _target.Write(bytes);
}
