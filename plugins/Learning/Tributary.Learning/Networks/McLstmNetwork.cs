using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace Tributary.Learning;

/// <summary>
/// Mass-conserving LSTM (Hoedt et al., 2021, ICML, PMLR 139, 4275), by the parameters' names of NeuralHydrology's mclstm. With the mass input m in mm,
/// the other inputs a, attributes s and cells c:
/// <code>
/// z = [m[t], a[t], s, c[t-1] / (sum(c[t-1]) + 1e-5)]
/// i = normalised sigmoid(W_i z + b_i)         shares of the cells in what comes in
/// R = normalised ReLU(W_R z + b_R), by rows    where mass goes within the cells
/// o = sigmoid(W_o z + b_o)                    share of each cell that leaves
/// n = i m[t] + R' c[t-1];  out[t] = o n;  c[t] = n - out[t]
/// y[t] = sum of out[t] but the first cell's
/// </code>
/// What the first cell gives off is lost to the flow: evapotranspiration and the like. Against the published code, cells are normalised for each sample, not
/// over the batch, and a row of R that ReLU leaves empty keeps its mass where it is, so that inputs equal what leaves and what is stored.
/// </summary>
public sealed class McLstmNetwork : RunoffNetwork
{
    private const double LeastRow = 1e-12;

    private readonly StaticsEmbedding _embedding;
    private readonly Linear _outputGate;
    private readonly Linear _inputGate;
    private readonly Linear _redistribution;
    private readonly WeightDropout _weightDropout;

    /// <summary>
    /// Makes it with the published first values: weights orthogonal, biases 0. A forget bias says how firmly cells hold their mass: the output gate's
    /// bias is its negative.
    /// </summary>
    internal McLstmNetwork(NetworkShape shape)
        : base(shape)
    {
        _embedding = new StaticsEmbedding(shape);
        long units = shape.HiddenSize;
        long features = shape.Inputs + _embedding.Size + units;
        _outputGate = Gate(features, units, -(shape.ForgetBias ?? 0));
        _inputGate = Gate(features, units, 0);
        _redistribution = Gate(features, units * units, 0);
        _weightDropout = new WeightDropout(shape.WeightDropout);
        if (_embedding.Module is { } embedding)
        {
            register_module("embedding_net", embedding);
        }

        register_module("mclstm", new NamedModules(("output_gate", Named(_outputGate)), ("input_gate", Named(_inputGate)), ("redistribution", Named(_redistribution))));
        if (shape.WeightDropout > 0)
        {
            register_module("weight_dropout", _weightDropout);
        }
    }

    /// <inheritdoc/>
    public override bool CarriesStates => true;

    /// <inheritdoc/>
    public override Tensor Answer(Tensor inputs, Tensor? statics, int predictLast)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(predictLast, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(predictLast, inputs.shape[0]);
        using DisposeScope scope = NewDisposeScope();
        (Tensor outgoing, _) = Flow(inputs, statics, null, predictLast);
        return scope.MoveToOuter(Runoff(outgoing));
    }

    /// <inheritdoc/>
    public override (Tensor Answer, NetworkStates States) Continue(Tensor inputs, Tensor? statics, NetworkStates? states)
    {
        using DisposeScope scope = NewDisposeScope();
        (Tensor outgoing, Tensor cells) = Flow(inputs, statics, states?.Cell[0], (int)inputs.shape[0]);
        var next = new NetworkStates(zeros([0, cells.shape[0], cells.shape[1]], cells.dtype, cells.device), cells.unsqueeze(0));
        return (scope.MoveToOuter(Runoff(outgoing)), new NetworkStates(scope.MoveToOuter(next.Hidden), scope.MoveToOuter(next.Cell)));
    }

    /// <summary>What leaves each cell and what they hold at the end; the first cell is the one that is lost to the flow.</summary>
    /// <param name="inputs">Inputs, <c>[time, batch, input]</c>, the mass in the unit of the flow.</param>
    /// <param name="statics">Static attributes, <c>[batch, attribute]</c>; null where there are none.</param>
    /// <returns>What leaves, <c>[time, batch, cell]</c>, and what is stored, <c>[batch, cell]</c>.</returns>
    public (Tensor Outgoing, Tensor Stored) Masses(Tensor inputs, Tensor? statics)
    {
        using DisposeScope scope = NewDisposeScope();
        (Tensor outgoing, Tensor cells) = Flow(inputs, statics, null, (int)inputs.shape[0]);
        return (scope.MoveToOuter(outgoing), scope.MoveToOuter(cells));
    }

    private static Tensor Runoff(Tensor outgoing) => outgoing.narrow(-1, 1, outgoing.shape[^1] - 1).sum(-1, keepdim: true);

    private static Linear Gate(long features, long units, double bias)
    {
        Linear gate = nn.Linear(features, units);
        nn.init.orthogonal_(gate.weight!);
        nn.init.constant_(gate.bias!, bias);
        return gate;
    }

    private static NamedModules Named(Linear gate) => new(("fc", gate));

    private (Tensor Outgoing, Tensor Cells) Flow(Tensor inputs, Tensor? statics, Tensor? cells, int last)
    {
        Demand(inputs, statics);
        long units = Shape.HiddenSize;
        long steps = inputs.shape[0];
        Tensor weight = _weightDropout.Drop(cat([_outputGate.weight!, _inputGate.weight!, _redistribution.weight!]));
        Tensor constant = cat([_outputGate.bias!, _inputGate.bias!, _redistribution.bias!]).unsqueeze(0);
        constant = _embedding.Of(statics) is { } own ? RowsAlike.Add(constant, own, weight.narrow(1, Shape.Inputs, _embedding.Size).t()) : constant;
        Tensor varying = cat([weight.narrow(1, 0, Shape.Inputs), weight.narrow(1, Shape.Inputs + _embedding.Size, units)], 1).t();
        Tensor ordered = MassFirst(inputs);
        Tensor held = cells ?? zeros([inputs.shape[1], units], inputs.dtype, inputs.device);
        var outgoing = new Tensor[last];
        for (long step = 0; step < steps; step++)
        {
            using DisposeScope scope = NewDisposeScope();
            Tensor now = ordered[step];
            Tensor seen = cat([now, held / (held.sum(-1, keepdim: true) + 1e-5)], -1);
            Tensor[] gates = RowsAlike.Add(constant, seen, varying).split([units, units, units * units], 1);
            Tensor entering = gates[1].sigmoid();
            Tensor filled = (now.narrow(1, 0, 1) * entering / entering.sum(-1, keepdim: true)) + Redistributed(held, gates[2].relu().reshape(-1, units, units));
            Tensor leaving = gates[0].sigmoid() * filled;
            held = scope.MoveToOuter(filled - leaving);
            if (step >= steps - last)
            {
                outgoing[step - (steps - last)] = scope.MoveToOuter(leaving);
            }
        }

        return (stack(outgoing), held);
    }

    // c R with the rows of R normalised: c divided by their sums instead, so that no second matrix a step is kept for the gradients.
    private static Tensor Redistributed(Tensor cells, Tensor rates)
    {
        Tensor sums = rates.sum(-1);
        Tensor isEmpty = sums < LeastRow;
        Tensor staying = cells.masked_fill(isEmpty.logical_not(), 0);
        Tensor shares = cells.masked_fill(isEmpty, 0) / sums.masked_fill(isEmpty, 1);
        return staying + shares.unsqueeze(1).bmm(rates).squeeze(1);
    }

    private Tensor MassFirst(Tensor inputs)
    {
        if (Shape.MassInput == 0)
        {
            return inputs;
        }

        long[] order = [Shape.MassInput, .. Enumerable.Range(0, Shape.Inputs).Where(input => input != Shape.MassInput).Select(input => (long)input)];
        return inputs.index_select(2, tensor(order, device: inputs.device));
    }
}
