namespace Tributary.Learning;

/// <summary>
/// Recurrent layers as ONNX's LSTM operator, whose gates lie in the order input, output, forget, cell. The EA-LSTM's input gate, which static attributes
/// alone drive, is one whose weights of all else are zero: attributes repeated at each step keep it constant in time.
/// </summary>
internal static class OnnxRecurrence
{
    // PyTorch: input, forget, cell, output.
    private static readonly int[] OfPyTorch = [0, 3, 1, 2];

    /// <summary>A layer of PyTorch's LSTM.</summary>
    /// <param name="graph">The graph.</param>
    /// <param name="name">The layer's name.</param>
    /// <param name="input">What it reads, <c>[time, batch, input]</c>.</param>
    /// <param name="inputWeight">Weights, <c>[4 hidden, input]</c>.</param>
    /// <param name="hiddenWeight">Weights, <c>[4 hidden, hidden]</c>.</param>
    /// <param name="inputBias">Bias, <c>[4 hidden]</c>.</param>
    /// <param name="hiddenBias">A second bias, <c>[4 hidden]</c>.</param>
    /// <returns>Hidden states, <c>[time, batch, hidden]</c>.</returns>
    public static string Layer(OnnxGraph graph, string name, string input, StoredTensor inputWeight, StoredTensor hiddenWeight, StoredTensor inputBias, StoredTensor hiddenBias)
    {
        long units = hiddenWeight.Shape[1];
        return Run(
            graph,
            name,
            input,
            units,
            InOrder(inputWeight, (int)units),
            InOrder(hiddenWeight, (int)units),
            [.. InOrder(inputBias, (int)units), .. InOrder(hiddenBias, (int)units)]);
    }

    /// <summary>The EA-LSTM's layer.</summary>
    /// <param name="graph">The graph.</param>
    /// <param name="input">Inputs and behind them the attributes or their embedding, repeated, <c>[time, batch, input + attribute]</c>.</param>
    /// <param name="weights">The network's state dict.</param>
    /// <returns>Hidden states, <c>[time, batch, hidden]</c>.</returns>
    public static string EntityAware(OnnxGraph graph, string input, IReadOnlyDictionary<string, StoredTensor> weights)
    {
        StoredTensor entering = weights["input_gate.weight"];
        StoredTensor moving = weights["dynamic_gates.weight_ih"];
        int units = (int)entering.Shape[0];
        int attributes = (int)entering.Shape[1];
        int inputs = (int)moving.Shape[0];
        float[] ofInputs = moving.ToSingle();
        float[] ofStates = weights["dynamic_gates.weight_hh"].ToSingle();
        float[] ofAttributes = entering.ToSingle();
        float[] bias = weights["dynamic_gates.bias"].ToSingle();
        float[] inputWeight = new float[4 * units * (inputs + attributes)];
        float[] hiddenWeight = new float[4 * units * units];
        float[] biases = new float[8 * units];
        weights["input_gate.bias"].ToSingle().CopyTo(biases, 0);

        // The dynamic gates are forget, output, cell: places 0, 1, 2 of theirs, 2, 1, 3 of ONNX's.
        int[] place = [2, 1, 3];
        for (int unit = 0; unit < units; unit++)
        {
            ofAttributes.AsSpan(unit * attributes, attributes).CopyTo(inputWeight.AsSpan((unit * (inputs + attributes)) + inputs));
            for (int gate = 0; gate < place.Length; gate++)
            {
                int row = (place[gate] * units) + unit;
                int column = (gate * units) + unit;
                biases[row] = bias[column];
                for (int i = 0; i < inputs; i++)
                {
                    inputWeight[(row * (inputs + attributes)) + i] = ofInputs[(i * 3 * units) + column];
                }

                for (int i = 0; i < units; i++)
                {
                    hiddenWeight[(row * units) + i] = ofStates[(i * 3 * units) + column];
                }
            }
        }

        return Run(graph, "ea_lstm", input, units, inputWeight, hiddenWeight, biases);
    }

    private static string Run(OnnxGraph graph, string name, string input, long units, float[] inputWeight, float[] hiddenWeight, float[] biases)
    {
        string states = graph.Apply(
            "LSTM",
            [new("hidden_size", units)],
            input,
            graph.Weight($"{name}.W", inputWeight, 1, 4 * units, inputWeight.Length / (4 * units)),
            graph.Weight($"{name}.R", hiddenWeight, 1, 4 * units, units),
            graph.Weight($"{name}.B", biases, 1, 8 * units));
        return graph.Apply("Squeeze", states, graph.Whole(1));
    }

    private static float[] InOrder(StoredTensor gates, int units)
    {
        float[] values = gates.ToSingle();
        int block = values.Length / 4;
        return [.. OfPyTorch.SelectMany(gate => values.AsSpan(gate * block, block).ToArray())];
    }
}
