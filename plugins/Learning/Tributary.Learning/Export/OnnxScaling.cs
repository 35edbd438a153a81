namespace Tributary.Learning;

/// <summary>Scaling within a graph: it reads weather and attributes in their units and tells runoff in its own.</summary>
/// <param name="graph">The graph.</param>
internal sealed class OnnxScaling(OnnxGraph graph)
{
    /// <summary>Values as the network reads them: <c>(transform(x) - center) / scale</c>.</summary>
    /// <param name="name">What is scaled.</param>
    /// <param name="values">Values in their units, <c>[..., variable]</c>.</param>
    /// <param name="scalings">Of each variable.</param>
    public string Scale(string name, string values, IReadOnlyList<VariableScaling> scalings)
    {
        string transformed = ByTransform(name, values, scalings, (transform, value) =>
        {
            string positive = graph.Apply("Max", value, graph.Number(0));
            return transform == ValueTransform.Log1P
                ? graph.Apply("Log", graph.Apply("Add", positive, graph.Number(1)))
                : graph.Apply("Div", graph.Apply("Log", graph.Apply("Add", graph.Apply("Sqrt", positive), graph.Number(0.1))), graph.Number(Math.Log(10)));
        });
        return graph.Apply("Div", graph.Apply("Sub", transformed, Row($"{name}.center", scalings, own => own.Center)), Row($"{name}.scale", scalings, own => own.Scale));
    }

    /// <summary>The values behind scaled ones, not below 0.</summary>
    /// <param name="name">What was scaled.</param>
    /// <param name="values">Scaled values, <c>[..., variable]</c>.</param>
    /// <param name="scalings">Of each variable.</param>
    public string Invert(string name, string values, IReadOnlyList<VariableScaling> scalings)
    {
        string moved = graph.Apply("Add", graph.Apply("Mul", values, Row($"{name}.scale", scalings, own => own.Scale)), Row($"{name}.center", scalings, own => own.Center));
        string inverted = ByTransform(name, moved, scalings, (transform, value) =>
        {
            if (transform == ValueTransform.Log1P)
            {
                return graph.Apply("Sub", graph.Apply("Exp", value), graph.Number(1));
            }

            string root = graph.Apply("Max", graph.Apply("Sub", graph.Apply("Pow", graph.Number(10), value), graph.Number(0.1)), graph.Number(0));
            return graph.Apply("Mul", root, root);
        });
        return graph.Apply("Max", inverted, graph.Number(0));
    }

    /// <summary>Inputs with gaps as a network that is told of them reads them: 0 for a gap, and behind them for each whether it is known.</summary>
    /// <param name="given">Values as they were given.</param>
    /// <param name="scaled">The same, scaled.</param>
    public string WithoutGaps(string given, string scaled)
    {
        string isGap = graph.Apply("IsNaN", given);
        return graph.Beside(2, graph.Apply("Where", isGap, graph.Number(0), scaled), graph.Apply("Where", isGap, graph.Number(0), graph.Number(1)));
    }

    private string ByTransform(string name, string values, IReadOnlyList<VariableScaling> scalings, Func<ValueTransform, string, string> apply)
    {
        string result = values;
        foreach (ValueTransform transform in scalings.Select(scaling => scaling.Transform).Distinct().Where(transform => transform != ValueTransform.None))
        {
            string applies = graph.Truths($"{name}.is_{transform}", [.. scalings.Select(scaling => scaling.Transform == transform)]);
            result = graph.Apply("Where", applies, apply(transform, values), result);
        }

        return result;
    }

    private string Row(string name, IReadOnlyList<VariableScaling> scalings, Func<VariableScaling, double> value) =>
        graph.Weight(name, [.. scalings.Select(scaling => (float)value(scaling))], scalings.Count);
}
