using TorchSharp;
using static TorchSharp.torch;

namespace Tributary.Learning;

/// <summary>Runs recurrent layers: by the fused kernels where they are, else operator by operator.</summary>
public static partial class Recurrence
{
    /// <summary>Runs a layer.</summary>
    /// <param name="input">Inputs, <c>[time, batch, input]</c>.</param>
    /// <param name="layer">The layer.</param>
    public static RecurrentResult Run(Tensor input, RecurrentLayer layer) => RunFused(input, layer) ?? RunByOperators(input, layer);

    /// <summary>Runs a layer by operators of TorchSharp alone, on any device: the definition that the fused kernels are tested against.</summary>
    /// <inheritdoc cref="Run(Tensor, RecurrentLayer)"/>
    public static RecurrentResult RunByOperators(Tensor input, RecurrentLayer layer)
    {
        using DisposeScope scope = NewDisposeScope();
        long steps = input.shape[0];
        long batch = input.shape[1];
        long units = layer.HiddenWeight.shape[1];
        Tensor hidden = layer.Hidden ?? zeros([batch, units], input.dtype, input.device);
        Tensor cell = layer.Cell ?? zeros([batch, units], input.dtype, input.device);
        Tensor constant = zeros([1, layer.InputWeight.shape[0]], input.dtype, input.device);
        foreach (Tensor? bias in new[] { layer.InputBias, layer.HiddenBias, layer.GateBias })
        {
            constant = bias is null ? constant : constant + bias;
        }

        Tensor fromInput = input.matmul(layer.InputWeight.t()) + constant;
        Tensor recurrent = layer.HiddenWeight.t();
        var outputs = new Tensor[steps];
        for (long done = 0; done < steps; done++)
        {
            long step = layer.Backwards ? steps - 1 - done : done;
            Tensor[] gates = (fromInput[step] + hidden.matmul(recurrent)).chunk(layer.InputGate is null ? 4 : 3, 1);
            Tensor entering = layer.InputGate ?? gates[0].sigmoid();
            Tensor next = (gates[^3].sigmoid() * cell) + (entering * gates[^2].tanh());
            Tensor given = gates[^1].sigmoid() * next.tanh();
            if (layer.Lengths is { } lengths)
            {
                Tensor runs = lengths.to(input.device).gt(step).unsqueeze(1);
                outputs[step] = given.masked_fill(runs.logical_not(), 0);
                given = where(runs, given, hidden);
                next = where(runs, next, cell);
            }
            else
            {
                outputs[step] = given;
            }

            (hidden, cell) = (given, next);
        }

        return new RecurrentResult(layer.LastOnly ? null : scope.MoveToOuter(stack(outputs)), scope.MoveToOuter(hidden.clone()), scope.MoveToOuter(cell.clone()));
    }

    /// <summary>Dropout of what one layer hands to the next: zeros with a probability, the rest scaled up, of the seed.</summary>
    /// <param name="values">What the layer gives.</param>
    /// <param name="share">The probability.</param>
    public static Tensor Drop(Tensor values, double share) => DropFused(values, share) ?? nn.functional.dropout(values, share);

    /// <summary>Runs a depthwise ConvLSTM.</summary>
    /// <param name="input">Inputs, <c>[batch, time, feature, y, x]</c>.</param>
    /// <param name="layer">The layer.</param>
    /// <returns>States h at every step, <c>[batch, time, channel, y, x]</c>.</returns>
    public static Tensor Run(Tensor input, ConvolvedLayer layer) => RunFused(input, layer) ?? RunByOperators(input, layer);

    /// <summary>Runs a depthwise ConvLSTM by operators of TorchSharp alone, on any device.</summary>
    /// <inheritdoc cref="Run(Tensor, ConvolvedLayer)"/>
    public static Tensor RunByOperators(Tensor input, ConvolvedLayer layer)
    {
        using DisposeScope scope = NewDisposeScope();
        long features = input.shape[2];
        long channels = layer.InputKernel.shape[0];
        long size = layer.InputKernel.shape[3];
        long margin = size / 2;
        Tensor ofInput = layer.InputKernel.reshape(channels * 4, 1, size, size);
        Tensor ofHidden = layer.HiddenKernel.reshape(channels * 4, 1, size, size);
        Tensor bias = layer.Bias.reshape(-1);
        Tensor? hidden = null;
        Tensor? cell = null;
        var outputs = new Tensor[input.shape[1]];
        for (int step = 0; step < outputs.Length; step++)
        {
            Tensor gates = nn.functional.conv2d(input.select(1, step), ofInput, bias, padding: [margin, margin], groups: features);
            gates = hidden is null ? gates : gates + nn.functional.conv2d(hidden, ofHidden, padding: [margin, margin], groups: channels);
            gates = gates.reshape(gates.shape[0], channels, 4, gates.shape[2], gates.shape[3]);
            Tensor entering = Gate(gates.select(2, 0)) * gates.select(2, 2).tanh();
            cell = cell is null ? entering : (Gate(gates.select(2, 1)) * cell) + entering;
            hidden = Gate(gates.select(2, 3)) * cell.tanh();
            outputs[step] = hidden;
        }

        return scope.MoveToOuter(stack(outputs, 1));

        Tensor Gate(Tensor x) => layer.IsHard ? ((x * 0.2) + 0.5).clamp(0, 1) : x.sigmoid();
    }

    /// <summary>Mean states over the cells of a grid by the fused kernels; null where there are none. See <see cref="CellAttention"/>.</summary>
    /// <param name="states">States, <c>[field, feature, channel, cell]</c>.</param>
    /// <param name="weight">Weights of the states in a cell's score, <c>[feature, channel]</c>.</param>
    /// <param name="offset">What is added to the scores, <c>[feature, cell]</c>.</param>
    /// <param name="mask">1 for cells that take part and 0 for others, <c>[cell]</c>.</param>
    internal static Tensor? Attend(Tensor states, Tensor weight, Tensor? offset, Tensor? mask) => AttendFused(states, weight, offset, mask);

    private static partial RecurrentResult? RunFused(Tensor input, RecurrentLayer layer);

    private static partial Tensor? RunFused(Tensor input, ConvolvedLayer layer);

    private static partial Tensor? AttendFused(Tensor states, Tensor weight, Tensor? offset, Tensor? mask);

    private static partial Tensor? DropFused(Tensor values, double share);
}
