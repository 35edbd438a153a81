using static TorchSharp.torch;

namespace Tributary.Learning;

/// <summary>
/// One layer of an LSTM in one direction, with what nn.LSTM does not offer: static inputs outside the time loop, the EA-LSTM's input gate, sequences of
/// different lengths, and no output but the last. Gates lie in the order input, forget, cell, output; the first is left out where it is given.
/// </summary>
/// <param name="InputWeight">Weights of the inputs, <c>[gate x hidden, input]</c>.</param>
/// <param name="HiddenWeight">Weights of the hidden states, <c>[gate x hidden, hidden]</c>.</param>
public sealed record RecurrentLayer(Tensor InputWeight, Tensor HiddenWeight)
{
    /// <summary>Bias, <c>[gate x hidden]</c>; null for none.</summary>
    public Tensor? InputBias { get; init; }

    /// <summary>A second bias, <c>[gate x hidden]</c>; null for none.</summary>
    public Tensor? HiddenBias { get; init; }

    /// <summary>A bias of each sequence, constant in time, <c>[batch, gate x hidden]</c>: the product of static inputs; null for none.</summary>
    public Tensor? GateBias { get; init; }

    /// <summary>The input gate, constant in time and activated, <c>[batch, hidden]</c> (Kratzert et al., 2019); null where it is computed like the others.</summary>
    public Tensor? InputGate { get; init; }

    /// <summary>Initial hidden states, <c>[batch, hidden]</c>; null for zeros.</summary>
    public Tensor? Hidden { get; init; }

    /// <summary>Initial cell states, <c>[batch, hidden]</c>; null for zeros.</summary>
    public Tensor? Cell { get; init; }

    /// <summary>Steps of each sequence, 64-bit numbers, <c>[batch]</c>; null for all. Behind its end a sequence keeps its state and its output is zero.</summary>
    public Tensor? Lengths { get; init; }

    /// <summary>Whether it runs from the last step to the first.</summary>
    public bool Backwards { get; init; }

    /// <summary>Whether only the last states are wanted.</summary>
    public bool LastOnly { get; init; }
}

/// <summary>What a layer gives.</summary>
/// <param name="Output">Hidden states at every step, <c>[time, batch, hidden]</c>; null where only the last are wanted.</param>
/// <param name="Hidden">Last hidden states, <c>[batch, hidden]</c>.</param>
/// <param name="Cell">Last cell states, <c>[batch, hidden]</c>.</param>
public readonly record struct RecurrentResult(Tensor? Output, Tensor Hidden, Tensor Cell);
