using TorchSharp;
using static TorchSharp.torch;

namespace Tributary.Learning.Tests.Networks;

/// <summary>Networks against the check values of LEARNING.md, which other programs gave.</summary>
public sealed class CheckValueTests
{
    private static Tensor Inputs => Make.Wave([5, 2, 3], 0.9, 1);

    [Fact]
    public void The_LSTM_is_torchs()
    {
        using DisposeScope scope = NewDisposeScope();
        RunoffNetwork network = SummingHead(new NetworkShape { Inputs = 3, HiddenSize = 4 });
        Make.Set(network, "lstm.weight_ih_l0", Make.Wave([16, 3], 0.5));
        Make.Set(network, "lstm.weight_hh_l0", Make.Wave([16, 4], 0.6));
        Make.Set(network, "lstm.bias_ih_l0", Make.Wave([16], 0.7));
        Make.Set(network, "lstm.bias_hh_l0", Make.Wave([16], 0.8));

        Tensor loss = network.Answer(Inputs, null, 1).sum();
        NetworkStates states = network.Continue(Inputs, null, null).States;
        string[] names = ["lstm.weight_ih_l0", "lstm.weight_hh_l0", "lstm.bias_ih_l0", "lstm.bias_hh_l0"];
        IList<Tensor> gradients = autograd.grad([loss], [.. names.Select(name => network.get_parameter(name)!)]);

        Assert.Equal(1.0444263768, loss.item<double>(), 1e-10);
        Assert.Equal(1.0444263768, states.Hidden.sum().item<double>(), 1e-10);
        Assert.Equal(3.5073607950, states.Cell.sum().item<double>(), 1e-10);
        Assert.Equal(2.7881300772, gradients[0].sum().item<double>(), 1e-10);
        Assert.Equal(1.3763954747, gradients[1].sum().item<double>(), 1e-10);
        Assert.Equal(2.9790011752, gradients[2].sum().item<double>(), 1e-10);
        Assert.Equal(2.9790011752, gradients[3].sum().item<double>(), 1e-10);
    }

    [Fact]
    public void The_EA_LSTM_is_the_published_one()
    {
        using DisposeScope scope = NewDisposeScope();
        RunoffNetwork network = SummingHead(new NetworkShape { Kind = NetworkKind.EaLstm, Inputs = 3, Statics = 2, HiddenSize = 4 });
        Make.Set(network, "dynamic_gates.weight_ih", Make.Wave([3, 12], 0.5));
        Make.Set(network, "dynamic_gates.weight_hh", Make.Wave([4, 12], 0.6));
        Make.Set(network, "dynamic_gates.bias", Make.Wave([12], 0.7));
        Make.Set(network, "input_gate.weight", Make.Wave([4, 2], 0.8));
        Make.Set(network, "input_gate.bias", Make.Wave([4], 0.9));

        Assert.Equal(1.1098936896, network.Answer(Inputs, Make.Wave([2, 2], 1, 1), 1).sum().item<double>(), 1e-10);
    }

    private static RunoffNetwork SummingHead(NetworkShape shape)
    {
        RunoffNetwork network = Make.Network(shape);
        Make.Set(network, "head.net.0.weight", ones(1, shape.HiddenSize, float64));
        Make.Set(network, "head.net.0.bias", zeros(1, float64));
        return network;
    }
}
