using System.Globalization;

namespace Tributary.Learning;

/// <summary>A network as a graph of ONNX operators, as it predicts: without dropout.</summary>
/// <param name="graph">The graph.</param>
/// <param name="shape">The network's sizes.</param>
/// <param name="weights">Its state dict.</param>
internal sealed class OnnxNetwork(OnnxGraph graph, NetworkShape shape, IReadOnlyDictionary<string, StoredTensor> weights)
{
    private const double NormFloor = 1e-5;

    /// <summary>The network's answer of a window's last steps.</summary>
    /// <param name="inputs">Dynamic inputs, <c>[time, batch, input]</c>.</param>
    /// <param name="statics">Static attributes, <c>[batch, attribute]</c>; null where there are none.</param>
    /// <param name="predictLast">How many of the last steps are told.</param>
    /// <returns>What <see cref="RunoffNetwork.Answer"/> gives, and the attention of the last step, <c>[time, batch]</c>; null where it has none.</returns>
    public (string Answer, string? Attention) Run(string inputs, string? statics, int predictLast)
    {
        string? own = statics is not null && shape.StaticsEmbedding > 0 ? Line("embedding_net.statics_embedding.net.0", statics) : statics;
        if (shape.Kind == NetworkKind.McLstm)
        {
            int embedded = shape.StaticsEmbedding > 0 ? shape.StaticsEmbedding : shape.Statics;
            return (Last(OnnxMassConserving.Run(graph, shape, weights, inputs, own, embedded), predictLast), null);
        }

        string read = own is null ? inputs : graph.Beside(2, inputs, Repeated(own, inputs));
        string hidden = shape.Kind switch
        {
            NetworkKind.EaLstm => Normalise(OnnxRecurrence.EntityAware(graph, read, weights), 0),
            NetworkKind.InputTransform => Normalise(Layer("lstm", graph.Apply("Relu", Line("linearIn", read)), "w_ih", "w_hh", "b_ih", "b_hh"), 0),
            _ => Layers(read),
        };
        string? attention = null;
        string told = Last(hidden, predictLast);
        if (shape.Attention)
        {
            (string context, attention) = Attend(hidden, told, predictLast);
            told = graph.Beside(2, context, told);
        }

        string outputs = weights.ContainsKey("linearOut.weight") ? Line("linearOut", told)
            : weights.ContainsKey("head.net.0.weight") ? Line("head.net.0", told)
            : Line("head.fc2", graph.Apply("Relu", Line("head.fc1", told)));
        return (Ascending(outputs), attention);
    }

    private string Layers(string read)
    {
        string sequence = read;
        for (int layer = 0; layer < shape.Layers; layer++)
        {
            string at = layer.ToString(CultureInfo.InvariantCulture);
            sequence = Normalise(Layer("lstm", sequence, $"weight_ih_l{at}", $"weight_hh_l{at}", $"bias_ih_l{at}", $"bias_hh_l{at}"), layer);
        }

        return sequence;
    }

    private string Layer(string module, string input, string inputWeight, string hiddenWeight, string inputBias, string hiddenBias) => OnnxRecurrence.Layer(
        graph, $"{module}.{inputWeight}", input, weights[$"{module}.{inputWeight}"], weights[$"{module}.{hiddenWeight}"], weights[$"{module}.{inputBias}"], weights[$"{module}.{hiddenBias}"]);

    private string Line(string name, string input) => graph.Line(name, input, weights[$"{name}.weight"], weights.GetValueOrDefault($"{name}.bias"));

    private string Repeated(string statics, string inputs) => graph.Apply(
        "Expand", graph.Apply("Unsqueeze", statics, graph.Whole(0)), graph.Beside(0, graph.Length(inputs, 0), graph.Whole(1, 1)));

    private string Last(string sequence, int steps) => graph.Part(sequence, -steps, long.MaxValue, 0);

    private string Normalise(string hidden, int layer)
    {
        if (!shape.LayerNorm)
        {
            return hidden;
        }

        string off = graph.Apply("Sub", hidden, Mean(hidden));
        string spread = graph.Apply("Sqrt", graph.Apply("Add", Mean(graph.Apply("Mul", off, off)), graph.Number(NormFloor)));
        string name = string.Create(CultureInfo.InvariantCulture, $"norms.{layer}");
        string scaled = graph.Apply("Mul", graph.Apply("Div", off, spread), graph.Weight($"{name}.weight", weights[$"{name}.weight"]));
        return graph.Apply("Add", scaled, graph.Weight($"{name}.bias", weights[$"{name}.bias"]));

        string Mean(string value) => graph.Apply("ReduceMean", [new("axes", new[] { -1L })], value);
    }

    /// <summary><see cref="AdditiveAttention"/> for all told steps at once: what lies behind a step weighs nothing.</summary>
    private (string Context, string OfLast) Attend(string hidden, string told, int predictLast)
    {
        string keys = graph.Apply("Unsqueeze", Line("attention.key", hidden), graph.Whole(0));
        string queries = graph.Apply("Unsqueeze", Line("attention.query", told), graph.Whole(1));
        string scores = graph.Apply("Squeeze", Line("attention.score", graph.Apply("Tanh", graph.Apply("Add", queries, keys))), graph.Whole(-1));
        string length = graph.Apply("Squeeze", graph.Length(hidden, 0), graph.Whole(0));
        string steps = graph.Apply("Range", graph.Index(0), length, graph.Index(1));
        string toldSteps = graph.Apply("Range", graph.Apply("Sub", length, graph.Index(predictLast)), length, graph.Index(1));
        string isBehind = graph.Apply("Greater", graph.Apply("Unsqueeze", steps, graph.Whole(0)), graph.Apply("Unsqueeze", toldSteps, graph.Whole(1)));
        string masked = graph.Apply("Where", graph.Apply("Unsqueeze", isBehind, graph.Whole(2)), graph.Number(double.NegativeInfinity), scores);
        string shares = graph.Apply("Softmax", [new("axis", 1L)], masked);
        string byBatch = graph.Apply("MatMul", Turned(shares, 2, 0, 1), Turned(hidden, 1, 0, 2));
        return (Turned(byBatch, 1, 0, 2), graph.Apply("Squeeze", graph.Part(shares, -1, long.MaxValue, 0), graph.Whole(0)));

        string Turned(string value, params long[] axes) => graph.Apply("Transpose", [new("perm", axes)], value);
    }

    /// <summary><see cref="Head.Answer"/>: quantiles that cannot cross.</summary>
    private string Ascending(string outputs)
    {
        int count = shape.Quantiles.Count;
        if (shape.Head != HeadKind.Quantiles || count == 1)
        {
            return outputs;
        }

        string steps = graph.Apply("Reshape", outputs, graph.Whole(0, 0, shape.Targets, count));
        string added = graph.Apply("Softplus", graph.Part(steps, 1, count, 3));
        string summed = graph.Apply("CumSum", graph.Beside(3, graph.Part(steps, 0, 1, 3), added), graph.Index(3));
        return graph.Apply("Reshape", summed, graph.Whole(0, 0, shape.Outputs));
    }
}
