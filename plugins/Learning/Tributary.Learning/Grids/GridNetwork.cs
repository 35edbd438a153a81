using TorchSharp;
using Tributary.Contracts;
using static TorchSharp.torch;

namespace Tributary.Learning;

/// <summary>
/// HydroTrace (arXiv 2501.04733), as far as it is published: a depthwise ConvLSTM2D of gridded weather (<see cref="ConvolvedLayer"/>), a map of attention
/// for each feature and step (<see cref="CellAttention"/>) and one weight a feature, from which discharge follows. With states h of feature f's channels:
/// <code>
/// z[t, f] = sum over cells of A[t, f] h[t, f]
/// alpha   = softmax over f of (W mean over t of z + b)
/// y       = V [alpha[f] z[t, f] for all t and f] + c
/// </code>
/// Inferred, as nothing is published of it: a score of a cell is linear in its states and in the static grids there, and alpha comes from one dense layer.
/// </summary>
public sealed class GridNetwork : nn.Module
{
    private readonly NamedParameters[] _layers;
    private readonly NamedParameters? _cells;
    private readonly NamedParameters? _features;
    private readonly NamedParameters _head;

    /// <summary>Makes it with first values that follow torch's seed.</summary>
    /// <param name="shape">Its sizes.</param>
    /// <exception cref="InputException">A size makes no network; names the setting.</exception>
    public GridNetwork(GridShape shape)
        : base(nameof(GridNetwork))
    {
        shape.Demand();
        Shape = shape;
        _layers = [.. Enumerable.Range(0, shape.Layers).Select(_ => FirstLayer(shape))];
        for (int layer = 0; layer < _layers.Length; layer++)
        {
            register_module($"convlstm_{layer}", _layers[layer]);
        }

        if (shape.SpatialAttention)
        {
            // All cells alike at first: where chance prefers some, as the cold ones, training seldom leaves them again, and maps of two seeds differ.
            (string, Tensor) weight = ("weight", zeros(shape.Features, shape.DepthMultiplier, shape.ScoreKernel, shape.ScoreKernel));
            _cells = shape.Statics == 0 ? new(weight) : new(weight, ("statics", zeros(shape.Features, shape.Statics)));
            register_module("spatial_attention", _cells);
        }

        if (shape.FeatureAttention)
        {
            _features = Dense(shape.Channels, shape.Features);
            register_module("feature_attention", _features);
        }

        _head = Dense((long)shape.Window * shape.Channels, shape.Gauges);
        register_module("head", _head);
    }

    /// <summary>Its sizes.</summary>
    public GridShape Shape { get; }

    /// <summary>Whether it runs by operators of TorchSharp alone, which benchmarks compare with.</summary>
    internal bool ByOperators { get; init; }

    /// <summary>Runs over windows.</summary>
    /// <param name="inputs">Scaled variables, <c>[batch, time, feature, y, x]</c>, 0 where there are none.</param>
    /// <param name="grid">Which cells take part, and what is known of them.</param>
    /// <returns>Scaled discharge, <c>[batch, gauge]</c>.</returns>
    public Tensor Answer(Tensor inputs, GridCells grid)
    {
        using DisposeScope scope = NewDisposeScope();
        Tensor contexts = Contexts(States(inputs), grid);
        return scope.MoveToOuter(Tell(contexts, FeatureWeights(contexts)));
    }

    /// <summary>Runs over windows and tells where and at what it looked.</summary>
    /// <inheritdoc cref="Answer"/>
    public GridAnswer Explain(Tensor inputs, GridCells grid)
    {
        using DisposeScope scope = NewDisposeScope();
        Tensor states = States(inputs);
        Tensor contexts = Contexts(states, grid);
        Tensor features = FeatureWeights(contexts);
        Tensor answer = Tell(contexts, features);
        return new GridAnswer(scope.MoveToOuter(answer), scope.MoveToOuter(AttentionOver(grid).Weights(states)), scope.MoveToOuter(features));
    }

    private static NamedParameters FirstLayer(GridShape shape)
    {
        int taps = shape.KernelSize * shape.KernelSize;
        // Glorot and Bengio's bound for one channel in and four gates out.
        double bound = Math.Sqrt(6.0 / (5 * taps));
        Tensor bias = zeros(shape.Channels, 4);
        bias.select(1, 1).fill_(1);
        return new NamedParameters(
            ("input_kernel", NamedParameters.Uniform(bound, shape.Channels, 4, shape.KernelSize, shape.KernelSize)),
            ("hidden_kernel", NamedParameters.Uniform(bound, shape.Channels, 4, shape.KernelSize, shape.KernelSize)),
            ("bias", bias));
    }

    private static NamedParameters Dense(long inputs, long outputs) =>
        new(("weight", NamedParameters.Uniform(1 / Math.Sqrt(inputs), outputs, inputs)), ("bias", zeros(outputs)));

    private Tensor States(Tensor inputs)
    {
        if (inputs.Dimensions != 5 || inputs.shape[1] != Shape.Window || inputs.shape[2] != Shape.Features || inputs.shape[3] != Shape.Height || inputs.shape[4] != Shape.Width)
        {
            throw new ArgumentException(
                $"Inputs are [{string.Join(", ", inputs.shape)}], not [batch, {Shape.Window}, {Shape.Features}, {Shape.Height}, {Shape.Width}].", nameof(inputs));
        }

        Tensor states = inputs;
        foreach (NamedParameters layer in _layers)
        {
            var convolved = new ConvolvedLayer(layer["input_kernel"], layer["hidden_kernel"], layer["bias"], Shape.HardGates);
            states = ByOperators ? Recurrence.RunByOperators(states, convolved) : Recurrence.Run(states, convolved);
        }

        return states;
    }

    private CellAttention AttentionOver(GridCells grid)
    {
        if (_cells is null)
        {
            return new CellAttention(zeros([Shape.Features, Shape.DepthMultiplier, 1, 1], grid.Mask.dtype, grid.Mask.device), null, grid.Mask);
        }

        Tensor? offset = Shape.Statics == 0 ? null : _cells["statics"].matmul(grid.Statics!.flatten(1)).reshape(Shape.Features, Shape.Height, Shape.Width);
        return new CellAttention(_cells["weight"], offset, grid.Mask);
    }

    private Tensor Contexts(Tensor states, GridCells grid)
    {
        CellAttention attention = AttentionOver(grid);
        return ByOperators ? attention.ContextsByOperators(states) : attention.Contexts(states);
    }

    private Tensor FeatureWeights(Tensor contexts) => _features is null
        ? full([contexts.shape[0], Shape.Features], 1.0 / Shape.Features, contexts.dtype, contexts.device)
        : nn.functional.linear(contexts.mean([1]).flatten(1), _features["weight"], _features["bias"]).softmax(-1);

    private Tensor Tell(Tensor contexts, Tensor features) =>
        nn.functional.linear((contexts * features.reshape(-1, 1, Shape.Features, 1)).flatten(1), _head["weight"], _head["bias"]);
}

/// <summary>The cells of a grid.</summary>
/// <param name="Mask">1 for cells that take part and 0 for others, <c>[y, x]</c>; at least one does.</param>
/// <param name="Statics">Scaled static grids, <c>[static, y, x]</c>, 0 where masked; null where there are none.</param>
public sealed record GridCells(Tensor Mask, Tensor? Statics);

/// <summary>What a network says, and what it looked at.</summary>
/// <param name="Discharge">Scaled discharge, <c>[batch, gauge]</c>.</param>
/// <param name="Cells">Weights of the cells, <c>[batch, time, feature, y, x]</c>; each map sums to 1.</param>
/// <param name="Features">Weights of the features, <c>[batch, feature]</c>, which sum to 1.</param>
public sealed record GridAnswer(Tensor Discharge, Tensor Cells, Tensor Features) : IDisposable
{
    /// <summary>Weights stretched to [0, 1] for reading: 0 for the least and 1 for the greatest of each map; 0 all over a map that is even.</summary>
    /// <param name="weights">The weights.</param>
    /// <param name="axes">Number of last axes that make one map.</param>
    public static Tensor Stretched(Tensor weights, int axes)
    {
        using DisposeScope scope = NewDisposeScope();
        Tensor maps = weights.flatten(weights.Dimensions - axes);
        Tensor least = maps.amin([-1], keepdim: true);
        Tensor span = maps.amax([-1], keepdim: true) - least;
        Tensor stretched = where(span.gt(0), (maps - least) / span, zeros_like(maps));
        return scope.MoveToOuter(stretched.reshape(weights.shape));
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        Discharge.Dispose();
        Cells.Dispose();
        Features.Dispose();
    }
}
