using TorchSharp.Modules;
using static TorchSharp.torch;

namespace Tributary.Learning;

/// <summary>
/// Entity-aware LSTM (Kratzert et al., 2019, HESS 23, 5089): static attributes s, or their embedding, alone drive the input gate, which is constant in
/// time. By the parameters' names of NeuralHydrology's ealstm:
/// <code>
/// i = sigmoid(W_i s + b_i)
/// f, o, g = x[t] W_ih + h[t-1] W_hh + b
/// c[t] = sigmoid(f) c[t-1] + i tanh(g)
/// h[t] = sigmoid(o) tanh(c[t])
/// </code>
/// </summary>
public sealed class EaLstmNetwork : RecurrentNetwork
{
    private readonly StaticsEmbedding _embedding;
    private readonly Linear _inputGate;
    private readonly NamedParameters _gates;

    /// <summary>Makes it with NeuralHydrology's first values: input weights orthogonal, each gate's recurrent weights the identity, biases 0.</summary>
    internal EaLstmNetwork(NetworkShape shape)
        : base(shape, inputs => new HeadLayers(shape, inputs))
    {
        long units = shape.HiddenSize;
        _embedding = new StaticsEmbedding(shape);
        _inputGate = nn.Linear(_embedding.Size, units);
        Tensor bias = zeros(3 * units, float32);
        if (shape.ForgetBias is { } forget)
        {
            nn.init.constant_(bias.narrow(0, 0, units), forget);
        }

        _gates = new NamedParameters(
            ("weight_ih", nn.init.orthogonal_(empty(shape.Inputs, 3 * units, float32))), ("weight_hh", eye(units, units, float32).repeat(1, 3)), ("bias", bias));
        if (_embedding.Module is { } embedding)
        {
            register_module("embedding_net", embedding);
        }

        register_module("input_gate", _inputGate);
        register_module("dynamic_gates", _gates);
        RegisterHead();
    }

    private protected override HiddenStates Run(Tensor inputs, Tensor? statics, NetworkStates? states, bool lastOnly) =>
        OneLayer(Recurrence.Run(inputs, new RecurrentLayer(InOrder(Drop(_gates["weight_ih"]).t()), InOrder(Drop(_gates["weight_hh"]).t()))
        {
            InputBias = InOrder(_gates["bias"]),
            InputGate = RowsAlike.Of(_inputGate, _embedding.Of(statics)!).sigmoid(),
            Hidden = states?.Hidden[0],
            Cell = states?.Cell[0],
            LastOnly = lastOnly,
        }));

    // Gates f, o, g become f, g, o.
    private Tensor InOrder(Tensor gates)
    {
        long units = Shape.HiddenSize;
        return cat([gates.narrow(0, 0, units), gates.narrow(0, 2 * units, units), gates.narrow(0, units, units)]);
    }
}
