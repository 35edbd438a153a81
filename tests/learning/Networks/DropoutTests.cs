using TorchSharp;
using static TorchSharp.torch;

namespace Tributary.Learning.Tests.Networks;

public sealed class DropoutTests
{
    public static TheoryData<NetworkKind> Kinds => [NetworkKind.Lstm, NetworkKind.EaLstm, NetworkKind.McLstm, NetworkKind.InputTransform];

    [Theory]
    [MemberData(nameof(Kinds))]
    public void Nothing_drops_in_evaluation_and_Monte_Carlo_dropout_finds_all_that_drops(NetworkKind kind)
    {
        using DisposeScope scope = NewDisposeScope();
        NetworkShape shape = Make.Small(kind) with { WeightDropout = 0.5, HiddenSize = 8 };
        RunoffNetwork network = Make.Network(shape);
        RunoffNetwork without = Make.Network(shape with { WeightDropout = 0 });
        Tensor inputs = Make.Inputs(shape, 6, 3);
        Tensor? statics = Make.Statics(shape, 3);

        Make.Close(network.Answer(inputs, statics, 2), without.Answer(inputs, statics, 2), 0);
        using (new MonteCarloDropout(network))
        {
            Assert.NotEqual(network.Answer(inputs, statics, 1).data<double>().ToArray(), network.Answer(inputs, statics, 1).data<double>().ToArray());
        }

        Make.Close(network.Answer(inputs, statics, 2), without.Answer(inputs, statics, 2), 0);
    }

    [Fact]
    public void Dropout_of_the_output_and_between_layers_is_Monte_Carlo_dropouts()
    {
        using DisposeScope scope = NewDisposeScope();
        foreach (NetworkShape shape in new[] { Make.Small(NetworkKind.Lstm) with { OutputDropout = 0.4 }, Make.Small(NetworkKind.Lstm) with { Layers = 2, LayerDropout = 0.4 } })
        {
            RunoffNetwork network = Make.Network(shape with { HiddenSize = 16 });
            Tensor inputs = Make.Inputs(shape, 6, 3);
            Tensor? statics = Make.Statics(shape, 3);
            Make.Close(network.Answer(inputs, statics, 1), network.Answer(inputs, statics, 1), 0);
            using var dropping = new MonteCarloDropout(network);
            Assert.NotEqual(network.Answer(inputs, statics, 1).data<double>().ToArray(), network.Answer(inputs, statics, 1).data<double>().ToArray());
        }
    }

    [Fact]
    public void One_mask_holds_over_the_whole_sequence()
    {
        using DisposeScope scope = NewDisposeScope();
        NetworkShape shape = Make.Small(NetworkKind.InputTransform) with { WeightDropout = 0.5, HiddenSize = 5 };
        RunoffNetwork network = Make.Network(shape);
        RunoffNetwork masked = Make.Network(shape with { WeightDropout = 0 });
        Tensor inputs = Make.Inputs(shape, 12, 3);
        Tensor? statics = Make.Statics(shape, 3);
        network.train();

        manual_seed(8);
        Tensor dropped = network.Answer(inputs, statics, 12);
        manual_seed(8);
        foreach (string name in new[] { "lstm.w_ih", "lstm.w_hh" })
        {
            Tensor weight = masked.get_parameter(name)!;
            Tensor mask = nn.functional.dropout(ones_like(weight), 0.5);
            Assert.Equal([0.0, 2.0], mask.detach().data<double>().ToArray().Distinct().Order());
            Make.Set(masked, name, weight * mask);
        }

        Make.Close(dropped, masked.Answer(inputs, statics, 12), 1e-14);
    }

    [Fact]
    public void A_network_that_drops_nothing_has_no_Monte_Carlo_dropout()
    {
        using RunoffNetwork network = Make.Network(Make.Small(NetworkKind.Lstm) with { LayerDropout = 0.3 });

        Assert.Throws<Contracts.InputException>(() => new MonteCarloDropout(network));
    }
}
