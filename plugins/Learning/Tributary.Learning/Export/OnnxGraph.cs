using System.Globalization;
using System.Runtime.InteropServices;

namespace Tributary.Learning;

/// <summary>A graph of ONNX operators under construction (onnx.ai, GraphProto of IR version 7). Values go by their names.</summary>
internal sealed class OnnxGraph
{
    private const int Float = 1;
    private const int Int64 = 7;
    private const int Bool = 9;

    private readonly string _name;
    private readonly OnnxGraph _root;
    private readonly ProtobufWriter _nodes = new();
    private readonly ProtobufWriter _weights = new();
    private readonly ProtobufWriter _ends = new();
    private readonly HashSet<string> _known = [];
    private int _count;

    public OnnxGraph(string name) => (_name, _root) = (name, this);

    private OnnxGraph(string name, OnnxGraph root) => (_name, _root) = (name, root);

    /// <summary>The body of a loop. It sees the values of this graph, and its weights are kept there.</summary>
    public OnnxGraph Body(string name) => new(name, _root);

    /// <summary>An input of numbers.</summary>
    /// <param name="name">Its name.</param>
    /// <param name="meaning">What it is.</param>
    /// <param name="axes">Its axes.</param>
    public string Input(string name, string meaning, params OnnxAxis[] axes)
    {
        End(11, name, meaning, axes);
        return name;
    }

    /// <summary>Makes a value an output.</summary>
    /// <param name="name">The output's name.</param>
    /// <param name="value">The value.</param>
    /// <param name="meaning">What it is.</param>
    /// <param name="axes">Its axes.</param>
    public void Output(string name, string value, string meaning, params OnnxAxis[] axes)
    {
        Node("Identity", [], [value], [name]);
        End(12, name, meaning, axes);
    }

    /// <summary>A tensor of numbers.</summary>
    public string Weight(string name, ReadOnlySpan<float> values, params long[] shape) => _root.Store(name, Float, shape, MemoryMarshal.AsBytes(values));

    /// <summary>A tensor of a state dict, under its own name.</summary>
    public string Weight(string name, StoredTensor tensor) => Weight(name, tensor.ToSingle(), tensor.Shape);

    /// <summary>A single number.</summary>
    public string Number(double value) => Weight(string.Create(CultureInfo.InvariantCulture, $"number_{value}"), [(float)value]);

    /// <summary>A row of whole numbers, as shapes and axes are.</summary>
    public string Whole(params long[] values) => _root.Store($"whole_{string.Join('_', values)}", Int64, [values.Length], MemoryMarshal.AsBytes(values.AsSpan()));

    /// <summary>A single whole number.</summary>
    public string Index(long value) => _root.Store($"index_{value}", Int64, [], MemoryMarshal.AsBytes([value]));

    /// <summary>A row of truths.</summary>
    public string Truths(string name, params bool[] values) => _root.Store(name, Bool, [values.Length], MemoryMarshal.AsBytes(values.AsSpan()));

    /// <summary>Applies an operator that has no attributes.</summary>
    public string Apply(string operation, params string[] inputs) => Apply(operation, [], inputs);

    /// <summary>Applies an operator with attributes: whole numbers, rows of them, texts or graphs.</summary>
    public string Apply(string operation, OnnxAttribute[] attributes, params string[] inputs) => Apply(1, operation, attributes, inputs)[0];

    /// <summary>Applies an operator of several outputs.</summary>
    public string[] Apply(int outputs, string operation, OnnxAttribute[] attributes, params string[] inputs)
    {
        string[] given = [.. Enumerable.Range(0, outputs).Select(_ => $"{operation}_{++_root._count}")];
        Node(operation, attributes, inputs, given);
        return given;
    }

    /// <summary><c>x W' + b</c> with a weight <c>[output, input]</c> as PyTorch's linear layers have it.</summary>
    public string Line(string name, string input, StoredTensor weight, StoredTensor? bias)
    {
        string product = Apply("MatMul", input, Weight($"{name}.weight.t", Transposed(weight), weight.Shape[1], weight.Shape[0]));
        return bias is null ? product : Apply("Add", product, Weight($"{name}.bias", bias));
    }

    /// <summary>Part of a value along one axis; the end may be beyond it.</summary>
    public string Part(string value, long from, long to, long axis) => Apply("Slice", value, Whole(from), Whole(to), Whole(axis));

    /// <summary>The length of an axis, as a row of one.</summary>
    public string Length(string value, long axis) => Apply("Gather", Apply("Shape", value), Whole(axis));

    /// <summary>Values one behind the other.</summary>
    public string Beside(long axis, params string[] values) => Apply("Concat", [new("axis", axis)], values);

    /// <summary>Writes it as a GraphProto.</summary>
    public void Write(ProtobufWriter to)
    {
        to.Append(_nodes);
        to.Write(2, _name);
        to.Append(_weights);
        to.Append(_ends);
    }

    private static float[] Transposed(StoredTensor weight)
    {
        float[] values = weight.ToSingle();
        float[] turned = new float[values.Length];
        long rows = weight.Shape[0];
        long columns = weight.Shape[1];
        for (long row = 0; row < rows; row++)
        {
            for (long column = 0; column < columns; column++)
            {
                turned[(column * rows) + row] = values[(row * columns) + column];
            }
        }

        return turned;
    }

    private string Store(string name, int type, long[] shape, ReadOnlySpan<byte> values)
    {
        if (!_known.Add(name))
        {
            return name;
        }

        var tensor = new ProtobufWriter();
        foreach (long length in shape)
        {
            tensor.Write(1, (ulong)length);
        }

        tensor.Write(2, (ulong)type);
        tensor.Write(8, name);
        tensor.Write(9, values);
        _weights.Write(5, tensor.Written);
        return name;
    }

    private void Node(string operation, OnnxAttribute[] attributes, string[] inputs, string[] outputs) => _nodes.Write(1, node =>
    {
        foreach (string input in inputs)
        {
            node.Write(1, input);
        }

        foreach (string output in outputs)
        {
            node.Write(2, output);
        }

        node.Write(3, outputs[0]);
        node.Write(4, operation);
        foreach (OnnxAttribute attribute in attributes)
        {
            node.Write(5, attribute.Write);
        }
    });

    private void End(int field, string name, string meaning, OnnxAxis[] axes) => _ends.Write(field, end =>
    {
        end.Write(1, name);
        end.Write(2, type => type.Write(1, tensor =>
        {
            tensor.Write(1, (ulong)Float);
            tensor.Write(2, shape =>
            {
                foreach (OnnxAxis axis in axes)
                {
                    shape.Write(1, axis.Write);
                }
            });
        }));
        end.Write(3, meaning);
    });
}

/// <summary>An axis: of a length, or of a name where any length goes.</summary>
internal readonly record struct OnnxAxis(string? Name, long Length)
{
    public static implicit operator OnnxAxis(string name) => new(name, 0);

    public static implicit operator OnnxAxis(long length) => new(null, length);

    public void Write(ProtobufWriter to)
    {
        if (Name is null)
        {
            to.Write(1, (ulong)Length);
        }
        else
        {
            to.Write(2, Name);
        }
    }
}

/// <summary>An attribute of an operator: a whole number, a row of them, a text or a graph.</summary>
internal readonly record struct OnnxAttribute(string Name, object Value)
{
    public void Write(ProtobufWriter to)
    {
        to.Write(1, Name);
        switch (Value)
        {
            case OnnxGraph graph:
                to.Write(6, graph.Write);
                to.Write(20, 5UL);
                break;
            case string text:
                to.Write(4, text);
                to.Write(20, 3UL);
                break;
            case long[] row:
                foreach (long number in row)
                {
                    to.Write(8, unchecked((ulong)number));
                }

                to.Write(20, 7UL);
                break;
            default:
                to.Write(3, unchecked((ulong)(long)Value));
                to.Write(20, 2UL);
                break;
        }
    }
}
