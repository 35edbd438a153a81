using TorchSharp;
using static TorchSharp.torch;

namespace Tributary.Learning.Tests;

/// <summary>Recurrent layers against their definition, operator by operator.</summary>
public sealed class RecurrenceTests
{
    public static TheoryData<string> Kinds => ["plain", "states", "gate bias", "input gate", "lengths", "backwards", "backwards lengths", "last", "everything"];

    [Theory]
    [MemberData(nameof(Kinds))]
    public void Values_and_gradients_are_those_of_the_definition(string kind)
    {
        using DisposeScope scope = NewDisposeScope();
        manual_seed(11);
        const int Steps = 9, Batch = 7, Inputs = 5, Units = 19;
        int gates = kind is "input gate" or "everything" ? 3 : 4;
        Tensor Leaf(params long[] shape) => (rand(shape, float64) - 0.5).detach().requires_grad_();
        Tensor input = Leaf(Steps, Batch, Inputs);
        var layer = new RecurrentLayer(Leaf(gates * Units, Inputs), Leaf(gates * Units, Units))
        {
            InputBias = Leaf(gates * Units),
            HiddenBias = Leaf(gates * Units),
            Hidden = kind is "states" or "everything" ? Leaf(Batch, Units) : null,
            Cell = kind is "states" or "everything" ? Leaf(Batch, Units) : null,
            GateBias = kind is "gate bias" or "everything" ? Leaf(Batch, gates * Units) : null,
            InputGate = gates == 3 ? Leaf(Batch, Units) : null,
            Lengths = kind.Contains("lengths", StringComparison.Ordinal) ? tensor(new long[] { 9, 1, 4, 9, 3, 8, 2 }) : null,
            Backwards = kind.StartsWith("backwards", StringComparison.Ordinal),
            LastOnly = kind == "last",
        };
        Tensor[] leaves = [.. new[] { input, layer.InputWeight, layer.HiddenWeight, layer.InputBias, layer.HiddenBias, layer.Hidden, layer.Cell, layer.GateBias, layer.InputGate }.OfType<Tensor>()];

        RecurrentResult run = Learning.Recurrence.Run(input, layer);
        RecurrentResult defined = Learning.Recurrence.RunByOperators(input, layer);

        Assert.Equal(kind == "last", run.Output is null);
        Close(run.Hidden, defined.Hidden);
        Close(run.Cell, defined.Cell);
        IList<Tensor> one = autograd.grad([Total(run)], leaves);
        IList<Tensor> other = autograd.grad([Total(defined)], leaves);
        for (int i = 0; i < leaves.Length; i++)
        {
            Close(one[i], other[i]);
        }
    }

    private static Tensor Total(RecurrentResult result)
    {
        Tensor total = (result.Hidden * 0.7).sum() + result.Cell.square().sum();
        return result.Output is null ? total : total + result.Output.square().sum();
    }

    private static void Close(Tensor actual, Tensor expected) => Assert.True(actual.allclose(expected, 1e-9, 1e-11), $"{actual} differs by {(actual - expected).abs().max().ToDouble()}");
}
