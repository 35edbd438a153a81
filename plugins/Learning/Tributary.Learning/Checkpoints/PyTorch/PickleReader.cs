using System.Buffers.Binary;
using System.Text;
using Tributary.Contracts;

namespace Tributary.Learning;

/// <summary>
/// Reads the pickle of a PyTorch file, protocols 2 to 5. It is a small machine of its own for plain containers and tensors only: nothing is imported
/// and nothing is called, and what asks for more is refused.
/// </summary>
internal sealed class PickleReader(ReadOnlyMemory<byte> pickle, string path)
{
    private const int MostValues = 5_000_000;
    private const int LongestInteger = 16;
    private static readonly UTF8Encoding StrictUtf8 = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    private readonly List<object?> _stack = [];
    private readonly List<int> _marks = [];
    private readonly Dictionary<uint, object?> _memo = [];
    private readonly PickledObjects _objects = new(path);
    private int _position;
    private int _valueCount;

    /// <summary>The value that the pickle ends with.</summary>
    /// <exception cref="InputException">It is broken, or asks for anything but tensors and plain containers.</exception>
    public object? Read()
    {
        if (Next() != 0x80 || Next() is < 2 or > 5)
        {
            throw Broken("it begins as no pickle of protocol 2 to 5 does");
        }

        while (true)
        {
            int operation = Next();
            if (operation == '.')
            {
                object? value = Pop();
                return _stack.Count == 0 && _marks.Count == 0 ? value : throw Broken("it leaves values over at its end");
            }

            Do(operation);
        }
    }

    private void Do(int operation)
    {
        switch (operation)
        {
            case '(': _marks.Add(_stack.Count); break;
            case '0': PopOrMark(); break;
            case '1': _ = PopToMark(); break;
            case '2': Push(Top()); break;
            case 'N': Push(null); break;
            case 0x88: Push(true); break;
            case 0x89: Push(false); break;
            case 'J': Push((Int128)BinaryPrimitives.ReadInt32LittleEndian(Take(4))); break;
            case 'K': Push((Int128)Next()); break;
            case 'M': Push((Int128)BinaryPrimitives.ReadUInt16LittleEndian(Take(2))); break;
            case 0x8a: Push(Integer(Next())); break;
            case 0x8b: Push(Integer(BinaryPrimitives.ReadInt32LittleEndian(Take(4)))); break;
            case 'G': Push(BinaryPrimitives.ReadDoubleBigEndian(Take(8))); break;
            case 'X': Push(Text(BinaryPrimitives.ReadUInt32LittleEndian(Take(4)))); break;
            case 0x8c: Push(Text((uint)Next())); break;
            case 0x8d: Push(Text(BinaryPrimitives.ReadUInt64LittleEndian(Take(8)))); break;
            case ']': Push(new PickledList()); break;
            case 'a': Append([Pop()]); break;
            case 'e': Append(PopToMark()); break;
            case ')': Push(new PickledTuple([])); break;
            case 't': Push(new PickledTuple(PopToMark())); break;
            case 0x85: PushTuple(1); break;
            case 0x86: PushTuple(2); break;
            case 0x87: PushTuple(3); break;
            case '}': Push(new PickledDictionary(isOrdered: false)); break;
            case 's': Set(PopLast(2)); break;
            case 'u': Set(PopToMark()); break;
            case 'q': _memo[(uint)Next()] = Top(); break;
            case 'r': _memo[BinaryPrimitives.ReadUInt32LittleEndian(Take(4))] = Top(); break;
            case 0x94: _memo[(uint)_memo.Count] = Top(); break;
            case 'h': Push(Recall((uint)Next())); break;
            case 'j': Push(Recall(BinaryPrimitives.ReadUInt32LittleEndian(Take(4)))); break;
            case 0x95: _ = Take(8); break;
            default: DoObject(operation); break;
        }
    }

    private void DoObject(int operation)
    {
        switch (operation)
        {
            case 'c':
                string module = Line();
                Push(_objects.Name(module, Line()));
                break;
            case 0x93:
                object? name = Pop();
                Push(Pop() is string from && name is string asked ? _objects.Name(from, asked) : throw Broken("a name is no text"));
                break;
            case 'R':
                object? arguments = Pop();
                Push(_objects.Build(Pop(), arguments));
                break;
            case 'b':
                object? state = Pop();
                _objects.CheckAttributes(Top(), state);
                break;
            case 'Q':
                Push(_objects.Storage(Pop()));
                break;
            case 'C' or 'B' or 0x8e or 0x96 or 0x97 or 0x98:
                throw _objects.Refused("bytes");
            case 0x8f or 0x90 or 0x91:
                throw _objects.Refused("a set");
            case 'i' or 'o' or 0x81 or 0x92 or 0x82 or 0x83 or 0x84:
                throw _objects.Refused("an object of a class");
            default:
                throw Broken($"it has the unknown operation 0x{operation:x2}");
        }
    }

    private void Push(object? value)
    {
        if (++_valueCount > MostValues)
        {
            throw Broken($"it makes more than {MostValues} values");
        }

        _stack.Add(value);
    }

    private int Bottom => _marks.Count == 0 ? 0 : _marks[^1];

    private object? Top() => _stack.Count > Bottom ? _stack[^1] : throw Broken("it takes a value that is not there");

    private object? Pop()
    {
        object? value = Top();
        _stack.RemoveAt(_stack.Count - 1);
        return value;
    }

    private void PopOrMark()
    {
        if (_marks.Count > 0 && _stack.Count == Bottom)
        {
            _marks.RemoveAt(_marks.Count - 1);
        }
        else
        {
            _ = Pop();
        }
    }

    private object?[] PopLast(int count)
    {
        if (_stack.Count - Bottom < count)
        {
            throw Broken("it takes a value that is not there");
        }

        object?[] values = [.. _stack[^count..]];
        _stack.RemoveRange(_stack.Count - count, count);
        return values;
    }

    private object?[] PopToMark()
    {
        if (_marks.Count == 0)
        {
            throw Broken("it goes back to a mark that is not there");
        }

        object?[] values = PopLast(_stack.Count - Bottom);
        _marks.RemoveAt(_marks.Count - 1);
        return values;
    }

    private void PushTuple(int length) => Push(new PickledTuple(PopLast(length)));

    private void Append(object?[] values)
    {
        PickledList list = Top() as PickledList ?? throw Broken("it appends to what is no list");
        list.Items.AddRange(values);
    }

    private void Set(object?[] pairs)
    {
        if (Top() is not PickledDictionary dictionary || pairs.Length % 2 != 0)
        {
            throw Broken("it sets keys of what is no dictionary");
        }

        for (int i = 0; i < pairs.Length; i += 2)
        {
            dictionary.Items[_objects.Key(pairs[i])] = pairs[i + 1];
        }
    }

    private object? Recall(uint index) => _memo.TryGetValue(index, out object? value) ? value : throw Broken($"it recalls value {index}, which was never kept");

    private int Next() => _position < pickle.Length ? pickle.Span[_position++] : throw Broken("it ends too early");

    private ReadOnlySpan<byte> Take(ulong count)
    {
        if (count > (ulong)(pickle.Length - _position))
        {
            throw Broken("it ends too early");
        }

        ReadOnlySpan<byte> taken = pickle.Span.Slice(_position, (int)count);
        _position += (int)count;
        return taken;
    }

    private Int128 Integer(int length)
    {
        if (length is < 0 or > LongestInteger)
        {
            throw Broken($"it holds an integer of {length} bytes; more than {LongestInteger} are not read");
        }

        ReadOnlySpan<byte> bytes = Take((ulong)length);
        Int128 value = length > 0 && bytes[^1] > 127 ? -1 : 0;
        for (int i = length - 1; i >= 0; i--)
        {
            value = (value << 8) | bytes[i];
        }

        return value;
    }

    private string Text(ulong length) => Decode(Take(length));

    private string Line()
    {
        int length = pickle.Span[_position..].IndexOf((byte)'\n');
        if (length < 0)
        {
            throw Broken("it ends too early");
        }

        string line = Decode(Take((ulong)length));
        _position++;
        return line;
    }

    private string Decode(ReadOnlySpan<byte> bytes)
    {
        try
        {
            return StrictUtf8.GetString(bytes);
        }
        catch (DecoderFallbackException)
        {
            throw Broken("a text is not UTF-8");
        }
    }

    private InputException Broken(string problem) =>
        new($"the pickle is broken at byte {_position}: {problem}", path, "The file is damaged or no PyTorch file; copy it again, or save it again with torch.save(model.state_dict(), path).");
}
