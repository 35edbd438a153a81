namespace Tributary.Learning;

/// <summary>The mass-conserving LSTM (<see cref="McLstmNetwork"/>) as ONNX's Scan over the time steps.</summary>
internal static class OnnxMassConserving
{
    private const double LeastRow = 1e-12;

    /// <summary>What leaves the network at every step.</summary>
    /// <param name="graph">The graph.</param>
    /// <param name="shape">The network's sizes.</param>
    /// <param name="weights">Its state dict.</param>
    /// <param name="inputs">Inputs, <c>[time, batch, input]</c>.</param>
    /// <param name="statics">Attributes or their embedding, <c>[batch, attribute]</c>; null where there are none.</param>
    /// <param name="embedded">How many attributes that are.</param>
    /// <returns>Runoff, <c>[time, batch, 1]</c>.</returns>
    public static string Run(OnnxGraph graph, NetworkShape shape, IReadOnlyDictionary<string, StoredTensor> weights, string inputs, string? statics, int embedded)
    {
        int units = shape.HiddenSize;
        (float[] moving, float[] still, float[] bias) = Gates(shape, weights, embedded);
        long gates = bias.Length;
        string varying = graph.Weight("mclstm.varying", moving, shape.Inputs + units, gates);
        string constant = graph.Weight("mclstm.bias", bias, 1, gates);
        if (statics is not null)
        {
            constant = graph.Apply("Add", graph.Apply("MatMul", statics, graph.Weight("mclstm.statics", still, embedded, gates)), constant);
        }

        long[] order = [shape.MassInput, .. Enumerable.Range(0, shape.Inputs).Where(input => input != shape.MassInput).Select(input => (long)input)];
        string massFirst = shape.MassInput == 0 ? inputs : graph.Apply("Gather", [new("axis", 2L)], inputs, graph.Whole(order));
        string empty = graph.Apply("ConstantOfShape", graph.Beside(0, graph.Length(inputs, 1), graph.Whole(units)));
        OnnxGraph body = Step(graph, shape, varying, constant);
        string leaving = graph.Apply(2, "Scan", [new("body", body), new("num_scan_inputs", 1L)], empty, massFirst)[1];
        return graph.Apply("ReduceSum", graph.Part(leaving, 1, units, 2), graph.Whole(-1));
    }

    private static OnnxGraph Step(OnnxGraph graph, NetworkShape shape, string varying, string constant)
    {
        long units = shape.HiddenSize;
        OnnxGraph body = graph.Body("step");
        string held = body.Input("held", "what the cells hold before the step", "batch", units);
        string now = body.Input("now", "inputs of the step, the mass first", "batch", shape.Inputs);
        string shares = body.Apply("Div", held, body.Apply("Add", Sum(held), body.Number(1e-5)));
        string gates = body.Apply("Add", body.Apply("MatMul", body.Beside(1, now, shares), varying), constant);
        string[] parts = body.Apply(3, "Split", [new("axis", 1L)], gates, body.Whole(units, units, units * units));
        string entering = body.Apply("Sigmoid", parts[1]);
        string arriving = body.Apply("Div", body.Apply("Mul", body.Part(now, 0, 1, 1), entering), Sum(entering));
        string filled = body.Apply("Add", arriving, Redistributed(body, held, parts[2], units));
        string leaving = body.Apply("Mul", body.Apply("Sigmoid", parts[0]), filled);
        body.Output("held_after", body.Apply("Sub", filled, leaving), "what the cells hold after the step", "batch", units);
        body.Output("leaving", leaving, "what leaves each cell", "batch", units);
        return body;

        string Sum(string value) => body.Apply("ReduceSum", value, body.Whole(-1));
    }

    private static string Redistributed(OnnxGraph body, string held, string gate, long units)
    {
        string rates = body.Apply("Reshape", body.Apply("Relu", gate), body.Whole(-1, units, units));
        string sums = body.Apply("ReduceSum", [new("keepdims", 0L)], rates, body.Whole(-1));
        string isEmpty = body.Apply("Less", sums, body.Number(LeastRow));
        string staying = body.Apply("Where", isEmpty, held, body.Number(0));
        string moved = body.Apply("Div", body.Apply("Where", isEmpty, body.Number(0), held), body.Apply("Where", isEmpty, body.Number(1), sums));
        string product = body.Apply("Squeeze", body.Apply("MatMul", body.Apply("Unsqueeze", moved, body.Whole(1)), rates), body.Whole(1));
        return body.Apply("Add", staying, product);
    }

    /// <summary>Weights of inputs and cells, of attributes, and biases, of the gates output, input and redistribution side by side, <c>[from, gate]</c>.</summary>
    private static (float[] Moving, float[] Still, float[] Bias) Gates(NetworkShape shape, IReadOnlyDictionary<string, StoredTensor> weights, int embedded)
    {
        string[] names = ["output_gate", "input_gate", "redistribution"];
        float[] all = [.. names.SelectMany(name => weights[$"mclstm.{name}.fc.weight"].ToSingle())];
        float[] bias = [.. names.SelectMany(name => weights[$"mclstm.{name}.fc.bias"].ToSingle())];
        int features = shape.Inputs + embedded + shape.HiddenSize;
        float[] moving = new float[(features - embedded) * bias.Length];
        float[] still = new float[embedded * bias.Length];
        for (int gate = 0; gate < bias.Length; gate++)
        {
            for (int feature = 0; feature < features; feature++)
            {
                bool isStill = feature >= shape.Inputs && feature < shape.Inputs + embedded;
                int row = isStill ? feature - shape.Inputs : feature < shape.Inputs ? feature : feature - embedded;
                (isStill ? still : moving)[(row * bias.Length) + gate] = all[(gate * features) + feature];
            }
        }

        return (moving, still, bias);
    }
}
