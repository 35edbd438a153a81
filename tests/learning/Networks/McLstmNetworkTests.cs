using TorchSharp;
using static TorchSharp.torch;

namespace Tributary.Learning.Tests.Networks;

public sealed class McLstmNetworkTests
{
    private static readonly NetworkShape Shape = new() { Kind = NetworkKind.McLstm, Inputs = 4, Statics = 3, HiddenSize = 12, MassInput = 2, ForgetBias = 2 };

    [Theory]
    [InlineData(ScalarType.Float64, 1e-12)]
    [InlineData(ScalarType.Float32, 1e-6)]
    public void What_enters_is_what_leaves_and_what_is_stored(ScalarType type, double tolerance)
    {
        using DisposeScope scope = NewDisposeScope();
        foreach (double shift in new[] { 0.0, -0.3, -20 })
        {
            manual_seed(3);
            var network = (McLstmNetwork)Make.Network(Shape).to(type);
            Make.Set(network, "mclstm.redistribution.fc.bias", full([144], shift, type));
            Tensor inputs = (rand([365, 6, 4], type) * 20);
            (Tensor outgoing, Tensor stored) = network.Masses(inputs, randn(6, 3, type));

            Tensor entered = inputs.narrow(2, 2, 1).to_type(ScalarType.Float64).sum(0L).squeeze(-1);
            Tensor found = outgoing.to_type(ScalarType.Float64).sum(-1).sum(0L) + stored.to_type(ScalarType.Float64).sum(-1);
            double difference = ((found - entered) / entered).abs().max().ToDouble();
            Assert.True(difference <= tolerance, $"with a shift of {shift} a share of {difference} is lost");
            Assert.True(outgoing.min().ToDouble() >= 0 && stored.min().ToDouble() >= 0);
        }
    }

    [Fact]
    public void A_row_that_the_rectifier_leaves_empty_keeps_its_mass_where_it_is()
    {
        using DisposeScope scope = NewDisposeScope();
        var network = (McLstmNetwork)Make.Network(Shape);
        Make.Set(network, "mclstm.redistribution.fc.bias", full([144], -1000.0, float64));
        Make.Set(network, "mclstm.output_gate.fc.weight", zeros(12, 19, float64));
        Make.Set(network, "mclstm.output_gate.fc.bias", full([12], -1.0, float64));
        Tensor inputs = zeros(4, 2, 4, float64);
        inputs[0, TorchSharp.torch.TensorIndex.Colon, 2] = tensor(5.0);
        double leaving = 1 / (1 + Math.E);

        (Tensor outgoing, Tensor stored) = network.Masses(inputs, zeros(2, 3, float64));

        for (int step = 0; step < 4; step++)
        {
            Make.Close(outgoing[step].sum(-1), full([2], 5 * leaving * Math.Pow(1 - leaving, step), float64), 1e-12);
            Make.Close(outgoing[step] / outgoing[step].sum(-1, keepdim: true), outgoing[0] / outgoing[0].sum(-1, keepdim: true), 1e-12);
        }

        Make.Close(stored.sum(-1), full([2], 5 * Math.Pow(1 - leaving, 4), float64), 1e-12);
    }

    [Fact]
    public void One_sample_does_not_depend_on_the_others_of_its_batch()
    {
        using DisposeScope scope = NewDisposeScope();
        RunoffNetwork network = Make.Network(Shape);
        Tensor inputs = Make.Inputs(Shape, 20, 5);
        Tensor statics = Make.Statics(Shape, 5)!;

        Make.Close(network.Answer(inputs.narrow(1, 3, 1), statics.narrow(0, 3, 1), 20), network.Answer(inputs, statics, 20).narrow(1, 3, 1), 1e-13);
    }

    [Fact]
    public void The_answer_is_what_leaves_all_cells_but_the_first_and_the_place_of_the_mass_does_not_matter()
    {
        using DisposeScope scope = NewDisposeScope();
        var network = (McLstmNetwork)Make.Network(Shape);
        Tensor inputs = Make.Inputs(Shape, 20, 5);
        Tensor statics = Make.Statics(Shape, 5)!;
        Tensor answer = network.Answer(inputs, statics, 6);
        RunoffNetwork first = Make.Network(Shape with { MassInput = 0 });
        Tensor massFirst = cat([inputs.narrow(2, 2, 1), inputs.narrow(2, 0, 2), inputs.narrow(2, 3, 1)], 2);

        Make.Close(answer, network.Masses(inputs, statics).Outgoing.narrow(0, 14, 6).narrow(2, 1, 11).sum(-1, keepdim: true), 1e-13);
        Make.Close(first.Answer(massFirst, statics, 6), answer, 1e-13);
    }
}
