using static TorchSharp.torch;

namespace Tributary.Learning;

/// <summary>
/// Long short-term memory (Hochreiter and Schmidhuber, 1997), static attributes s or their embedding beside the forcing x at each step (Kratzert et
/// al., 2019), by the parameters' names of NeuralHydrology's cudalstm:
/// <code>
/// i, f, g, o = W_ih [x[t], s] + b_ih + W_hh h[t-1] + b_hh
/// c[t] = sigmoid(f) c[t-1] + sigmoid(i) tanh(g)
/// h[t] = sigmoid(o) tanh(c[t])
/// </code>
/// The part of the first product that belongs to s is computed once a sequence. Further layers read h of the one below, normalised and dropped out
/// where it is so set.
/// </summary>
public sealed class LstmNetwork : RecurrentNetwork
{
    private readonly StaticsEmbedding _embedding;
    private readonly NamedParameters _lstm;
    private readonly LayerDropout? _layerDropout;

    /// <summary>Makes it with PyTorch's first values, uniform within 1 / sqrt(hidden).</summary>
    internal LstmNetwork(NetworkShape shape)
        : base(shape, inputs => new HeadLayers(shape, inputs))
    {
        _embedding = new StaticsEmbedding(shape);
        _lstm = new NamedParameters([.. Enumerable.Range(0, shape.Layers).SelectMany(layer => FirstValues(shape, layer, layer == 0 ? shape.Inputs + _embedding.Size : shape.HiddenSize))]);
        _layerDropout = shape is { LayerDropout: > 0, Layers: > 1 } ? new LayerDropout(shape.LayerDropout) : null;
        if (_embedding.Module is { } embedding)
        {
            register_module("embedding_net", embedding);
        }

        register_module("lstm", _lstm);
        if (_layerDropout is not null)
        {
            register_module("layer_dropout", _layerDropout);
        }

        RegisterHead();
    }

    private protected override HiddenStates Run(Tensor inputs, Tensor? statics, NetworkStates? states, bool lastOnly)
    {
        Tensor? own = _embedding.Of(statics);
        var hidden = new Tensor[Shape.Layers];
        var cell = new Tensor[Shape.Layers];
        Tensor? sequence = inputs;
        for (int layer = 0; layer < Shape.Layers; layer++)
        {
            bool isLast = layer == Shape.Layers - 1;
            RecurrentResult run = Recurrence.Run(sequence!, Layer(layer, layer == 0 ? own : null, states) with { LastOnly = lastOnly && isLast });
            (hidden[layer], cell[layer]) = (run.Hidden, run.Cell);
            sequence = run.Output is null ? null : Normalise(run.Output, layer);
            sequence = isLast || _layerDropout is null ? sequence : _layerDropout.Drop(sequence!);
        }

        return new HiddenStates(sequence, Normalise(hidden[^1], Shape.Layers - 1), hidden, cell);
    }

    private static IEnumerable<(string Name, Tensor Values)> FirstValues(NetworkShape shape, int layer, int inputs)
    {
        long units = shape.HiddenSize;
        double bound = 1 / Math.Sqrt(units);
        yield return ($"weight_ih_l{layer}", NamedParameters.Uniform(bound, 4 * units, inputs));
        yield return ($"weight_hh_l{layer}", NamedParameters.Uniform(bound, 4 * units, units));
        yield return ($"bias_ih_l{layer}", NamedParameters.Uniform(bound, 4 * units));
        Tensor bias = NamedParameters.Uniform(bound, 4 * units);
        if (shape.ForgetBias is { } forget)
        {
            nn.init.constant_(bias.narrow(0, units, units), forget);
        }

        yield return ($"bias_hh_l{layer}", bias);
    }

    private RecurrentLayer Layer(int layer, Tensor? statics, NetworkStates? states)
    {
        Tensor weight = Drop(_lstm[$"weight_ih_l{layer}"]);
        Tensor? ofStatics = statics is null ? null : weight.narrow(1, Shape.Inputs, _embedding.Size);
        return new RecurrentLayer(statics is null ? weight : weight.narrow(1, 0, Shape.Inputs), Drop(_lstm[$"weight_hh_l{layer}"]))
        {
            InputBias = _lstm[$"bias_ih_l{layer}"],
            HiddenBias = _lstm[$"bias_hh_l{layer}"],
            GateBias = ofStatics is null ? null : statics!.matmul(ofStatics.t()),
            Hidden = states?.Hidden[layer],
            Cell = states?.Cell[layer],
        };
    }
}
