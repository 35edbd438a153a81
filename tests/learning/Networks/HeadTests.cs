using FsCheck;
using FsCheck.Fluent;
using TorchSharp;
using Tributary.Contracts;
using static TorchSharp.torch;

namespace Tributary.Learning.Tests.Networks;

public sealed class HeadTests
{
    private static readonly NetworkShape ByQuantiles = Make.Small(NetworkKind.Lstm) with { Head = HeadKind.Quantiles, Targets = 2, Quantiles = [0.05, 0.25, 0.5, 0.9] };

    [Fact]
    public void Quantiles_never_cross()
    {
        using DisposeScope scope = NewDisposeScope();
        RunoffNetwork network = Make.Network(ByQuantiles);
        Make.Set(network, "head.net.0.weight", randn(8, 4, float64) * 30);

        Tensor answer = network.Answer(Make.Inputs(ByQuantiles, 9, 6), Make.Statics(ByQuantiles, 6), 5);

        Assert.Equal([5, 6, 8], answer.shape);
        Assert.True(answer.reshape(5, 6, 2, 4).diff().min().ToDouble() > 0);
    }

    [Fact]
    public void Quantiles_between_those_learned_are_linear()
    {
        using DisposeScope scope = NewDisposeScope();
        Tensor answer = tensor(new double[] { 1, 2, 4, 8, 10, 20, 40, 80 }).reshape(1, 1, 8);

        Make.Close(Head.Quantiles(ByQuantiles, answer, 0.05, 0.15, 0.5, 0.7, 0.9), tensor(new double[] { 1, 1.5, 4, 6, 8, 10, 15, 40, 60, 80 }).reshape(1, 1, 2, 5), 1e-12);
        Make.Close(Head.Expected(ByQuantiles, answer), tensor(new double[] { 4, 40 }).reshape(1, 1, 2), 1e-12);
        Assert.Contains("0.95 lies beyond those that the network learned, 0.05 to 0.9", Assert.Throws<InputException>(() => Head.Quantiles(ByQuantiles, answer, 0.95)).Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(HeadKind.Laplace)]
    [InlineData(HeadKind.Gaussian)]
    public void Quantiles_of_mixtures_are_where_their_probability_lies(HeadKind head)
    {
        using DisposeScope scope = NewDisposeScope();
        NetworkShape shape = Make.Small(NetworkKind.EaLstm) with { Head = head, Targets = 2, Components = 2 };
        Tensor answer = Make.Network(shape).Answer(Make.Inputs(shape, 9, 6), Make.Statics(shape, 6), 3);
        IMixture mixture = Head.Mixture(shape, answer)!;

        Tensor quantiles = Head.Quantiles(shape, answer, 0.1, 0.6);

        Assert.Equal([3, 6, shape.Outputs], answer.shape);
        Assert.Equal([3, 6, 2], Head.Expected(shape, answer).shape);
        Assert.Equal([3, 6, 2, 2], quantiles.shape);
        Make.Close(mixture.Cumulative(quantiles.narrow(-1, 1, 1).squeeze(-1)), full([3, 6, 2], 0.6, float64), 1e-9);
    }

    [Fact]
    public void A_value_is_what_is_expected_and_has_no_quantiles()
    {
        using Tensor answer = ones(2, 3, 1);
        NetworkShape shape = Make.Small(NetworkKind.Lstm);

        Assert.Same(answer, Head.Expected(shape, answer));
        Assert.Null(Head.Mixture(shape, answer));
        Assert.Throws<InputException>(() => Head.Quantiles(shape, answer, 0.5));
    }

    [Fact]
    public void Quantiles_ascend_whatever_the_outputs()
    {
        Prop.ForAll(ArbMap.Default.ArbFor<NormalFloat[]>().Filter(numbers => numbers.Length >= 8), numbers =>
        {
            using DisposeScope scope = NewDisposeScope();
            double[] outputs = [.. numbers.Take(8).Select(number => number.Get % 1e6)];
            Tensor answer = Head.Answer(ByQuantiles, tensor(outputs).reshape(1, 8)).reshape(2, 4);
            return answer.diff().min().ToDouble() >= 0 && answer[1, 0].item<double>() == outputs[4];
        }).QuickCheckThrowOnFailure();
    }
}
