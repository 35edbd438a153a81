using TorchSharp;
using static TorchSharp.torch;

namespace Tributary.Learning.Tests.Networks;

public sealed class AttentionTests
{
    private static readonly NetworkShape Shape = Make.Small(NetworkKind.Lstm) with { Attention = true, HiddenSize = 6 };

    [Fact]
    public void Its_weights_are_positive_and_sum_to_one_along_time()
    {
        using DisposeScope scope = NewDisposeScope();
        RunoffNetwork network = Make.Network(Shape);

        Tensor weights = network.AttentionOf(Make.Inputs(Shape, 11, 3), Make.Statics(Shape, 3))!;

        Assert.Equal([11, 3], weights.shape);
        Assert.All(weights.data<double>().ToArray(), weight => Assert.True(weight > 0));
        Make.Close(weights.sum(0L), ones(3, float64), 1e-14);
        Assert.Null(Make.Network(Shape with { Attention = false }).AttentionOf(Make.Inputs(Shape, 11, 3), Make.Statics(Shape, 3)));
    }

    [Theory]
    [InlineData(6, HeadKind.Regression)]
    [InlineData(40, HeadKind.Quantiles)]
    [InlineData(128, HeadKind.Regression)]
    public void A_simulated_row_has_the_same_bits_whatever_rows_are_beside_it(int hidden, HeadKind head)
    {
        using DisposeScope scope = NewDisposeScope();
        using IDisposable still = no_grad();
        NetworkShape shape = Shape with { HiddenSize = hidden, Head = head, Quantiles = head == HeadKind.Quantiles ? [0.1, 0.5, 0.9] : [] };
        RunoffNetwork network = Make.Network(shape).to(float32);
        Tensor inputs = Make.Inputs(shape, 30, 7).to(float32);
        Tensor? statics = Make.Statics(shape, 7)?.to(float32);
        float[] Values(Tensor answer) => answer.contiguous().data<float>().ToArray();
        Tensor whole = network.Answer(inputs, statics, 10);

        for (int row = 0; row < 7; row++)
        {
            Assert.Equal(Values(whole.narrow(1, row, 1)), Values(network.Answer(inputs.narrow(1, row, 1), statics?.narrow(0, row, 1), 10)));
        }

        Assert.Equal(Values(whole.narrow(0, 0, 1)), Values(network.Answer(inputs.narrow(0, 0, 21), statics, 1)));
    }

    [Fact]
    public void No_step_sees_one_behind_it()
    {
        using DisposeScope scope = NewDisposeScope();
        RunoffNetwork network = Make.Network(Shape);
        Tensor inputs = Make.Inputs(Shape, 11, 3);
        Tensor? statics = Make.Statics(Shape, 3);
        Tensor told = network.Answer(inputs, statics, 11);

        for (int step = 0; step < 10; step++)
        {
            Tensor changed = inputs.clone();
            changed.narrow(0, step + 1, 10 - step).fill_(9);
            Tensor again = network.Answer(changed, statics, 11);
            Make.Close(again.narrow(0, 0, step + 1), told.narrow(0, 0, step + 1), 1e-14);
            Assert.True((again - told).narrow(0, step + 1, 10 - step).abs().min().ToDouble() > 1e-9);
        }
    }

    [Fact]
    public void Each_of_many_targets_is_the_only_target_of_its_own_shorter_window()
    {
        using DisposeScope scope = NewDisposeScope();
        RunoffNetwork network = Make.Network(Shape);
        Tensor inputs = Make.Inputs(Shape, 11, 3);
        Tensor? statics = Make.Statics(Shape, 3);
        Tensor many = network.Answer(inputs, statics, 4);

        for (int target = 0; target < 4; target++)
        {
            Make.Close(network.Answer(inputs.narrow(0, 0, 8 + target), statics, 1)[0], many[target], 1e-13);
        }
    }

    [Fact]
    public void Equal_scores_make_the_context_the_mean_of_the_hidden_states()
    {
        using DisposeScope scope = NewDisposeScope();
        RunoffNetwork network = Make.Network(Shape);
        Make.Set(network, "attention.score.weight", zeros(1, 6, float64));
        Make.Set(network, "head.net.0.weight", cat([ones(1, 6, float64), zeros(1, 6, float64)], 1));
        Make.Set(network, "head.net.0.bias", zeros(1, float64));
        Tensor inputs = Make.Inputs(Shape, 5, 2);
        Tensor? statics = Make.Statics(Shape, 2);
        RunoffNetwork plain = Make.Network(Shape with { Attention = false });
        foreach ((string name, TorchSharp.Modules.Parameter parameter) in plain.named_parameters().Where(entry => entry.name.StartsWith("lstm", StringComparison.Ordinal)))
        {
            Make.Set(plain, name, network.get_parameter(name)!);
        }

        Make.Set(plain, "head.net.0.weight", ones(1, 6, float64));
        Make.Set(plain, "head.net.0.bias", zeros(1, float64));

        Make.Close(network.Answer(inputs, statics, 1), plain.Answer(inputs, statics, 5).mean([0L], true), 1e-13);
    }
}
