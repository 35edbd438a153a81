using TorchSharp;
using static TorchSharp.torch;

namespace Tributary.Learning.Tests;

public sealed class IntegratedGradientsTests
{
    [Fact]
    public void Of_a_linear_network_they_are_weight_times_input()
    {
        using DisposeScope scope = NewDisposeScope();
        Tensor weights = tensor(new float[] { 0.5f, -2, 3, 0, 1, 7 }, [3, 1, 2]);
        Tensor inputs = tensor(Enumerable.Range(1, 12).Select(i => (float)i).ToArray(), [3, 2, 2]);

        (Tensor attributions, Tensor difference) = IntegratedGradients.Of(at => (at * weights).sum([0, 2]) + 4, inputs);

        Near((inputs * weights).data<float>().ToArray(), attributions.data<float>().ToArray(), 1e-5);
        Near((inputs * weights).sum([0, 2]).data<float>().ToArray(), difference.data<float>().ToArray(), 1e-5);
    }

    [Fact]
    public void Of_a_product_each_factor_gets_half()
    {
        using DisposeScope scope = NewDisposeScope();
        Tensor inputs = tensor(new float[] { 3, 5 }, [1, 1, 2]);

        (Tensor attributions, _) = IntegratedGradients.Of(at => at.select(-1, 0)[0] * at.select(-1, 1)[0], inputs);

        // The integral from 0 to 1 of (s 5) 3 ds, and of (s 3) 5 ds.
        Near([7.5f, 7.5f], attributions.data<float>().ToArray(), 1e-5);
    }

    [Fact]
    public void A_kink_is_attributed_as_its_integral_tells()
    {
        using DisposeScope scope = NewDisposeScope();
        Tensor inputs = tensor(new float[] { 2, 1 }, [1, 1, 2]);

        // max(0, 2 a + b - 1) at (2, 1): the path is active for s > 1/5, so that a gets 2 x 2 x 4/5 and b 1 x 4/5.
        (Tensor attributions, Tensor difference) = IntegratedGradients.Of(at => ((at.select(-1, 0)[0] * 2) + at.select(-1, 1)[0] - 1).clamp_min(0), inputs);

        Near([3.2f, 0.8f], attributions.data<float>().ToArray(), 0.02);
        Assert.Equal(4, difference.item<float>(), 1e-5);
    }

    [Fact]
    public void Of_an_lstm_they_sum_to_the_difference_of_the_predictions()
    {
        using DisposeScope scope = NewDisposeScope();
        manual_seed(4);
        using RunoffNetwork network = Tributary.Learning.Networks.Make(new NetworkShape { Inputs = 3, HiddenSize = 8 });
        network.eval();
        Tensor inputs = randn([40, 16, 3]) * 2;

        (Tensor attributions, Tensor difference) = IntegratedGradients.Of(at => network.Answer(at, null, 1)[0].select(-1, 0), inputs);

        float[] expected = difference.data<float>().ToArray();
        float[] sums = attributions.sum([0, 2]).data<float>().ToArray();
        float size = expected.Average(Math.Abs);
        Assert.All(expected.Zip(sums), pair => Assert.True(Math.Abs(pair.First - pair.Second) <= 1e-3 * size, $"{pair.First} and {pair.Second}"));
        Assert.True(size > 0.01);
    }

    private static void Near(float[] expected, float[] actual, double tolerance)
    {
        Assert.Equal(expected.Length, actual.Length);
        Assert.All(expected.Zip(actual), pair => Assert.Equal(pair.First, pair.Second, tolerance));
    }
}
