namespace Tributary.Learning;

/// <summary>What a network's answer means (<see cref="Head"/>) as ONNX operators.</summary>
/// <param name="graph">The graph.</param>
/// <param name="shape">The network's sizes.</param>
internal sealed class OnnxHead(OnnxGraph graph, NetworkShape shape)
{
    private const double Smallest = 1e-5;

    /// <summary>What is expected of each target, <c>[time, batch, target]</c>; null where quantiles do not span the median.</summary>
    public string? Expected(string answer) => shape.Head switch
    {
        HeadKind.Regression => answer,
        HeadKind.Quantiles => Median(answer),
        HeadKind.Gaussian => GaussianMean(answer),
        _ => LaplaceMean(answer),
    };

    private string? Median(string answer)
    {
        IReadOnlyList<double> known = shape.Quantiles;
        if (!(known[0] <= 0.5 && known[^1] >= 0.5))
        {
            return null;
        }

        int above = known.TakeWhile(probability => probability < 0.5).Count();
        string quantiles = graph.Apply("Reshape", answer, graph.Whole(0, 0, shape.Targets, known.Count));
        string upper = At(above);
        if (known[above] == 0.5)
        {
            return upper;
        }

        double share = (0.5 - known[above - 1]) / (known[above] - known[above - 1]);
        return graph.Apply("Add", graph.Apply("Mul", At(above - 1), graph.Number(1 - share)), graph.Apply("Mul", upper, graph.Number(share)));

        string At(int quantile) => graph.Apply("Squeeze", graph.Part(quantiles, quantile, quantile + 1, 3), graph.Whole(3));
    }

    private string GaussianMean(string answer)
    {
        string[] parts = Parts(answer, 3);
        return Sum(graph.Apply("Mul", graph.Apply("Softmax", [new("axis", 3L)], parts[2]), parts[0]));
    }

    private string LaplaceMean(string answer)
    {
        string[] parts = Parts(answer, 4);
        string scale = Moved(graph.Apply("Softplus", graph.Apply("Mul", parts[1], graph.Number(2))), 0.5);
        string below = Moved(graph.Apply("Sigmoid", parts[2]), 1 - Smallest);
        string weight = Moved(graph.Apply("Softmax", [new("axis", 3L)], parts[3]), 1 - Smallest);
        string above = graph.Apply("Sub", graph.Number(1), below);
        string skew = graph.Apply("Div", graph.Apply("Mul", scale, graph.Apply("Sub", above, below)), graph.Apply("Mul", below, above));
        return graph.Apply("Div", Sum(graph.Apply("Mul", weight, graph.Apply("Add", parts[0], skew))), Sum(weight));

        string Moved(string value, double factor) => graph.Apply("Add", graph.Apply("Mul", value, graph.Number(factor)), graph.Number(Smallest));
    }

    private string[] Parts(string answer, int count) =>
        graph.Apply(count, "Split", [new("axis", 3L)], graph.Apply("Reshape", answer, graph.Whole(0, 0, shape.Targets, count * shape.Components)), graph.Whole([.. Enumerable.Repeat((long)shape.Components, count)]));

    private string Sum(string value) => graph.Apply("ReduceSum", [new("keepdims", 0L)], value, graph.Whole(3));
}
