using System.Runtime.InteropServices;
using TorchSharp;
using Tributary.Learning.Tests.Networks;
using static TorchSharp.torch;

namespace Tributary.Learning.Tests;

/// <summary>The depthwise ConvLSTM against its plain definition, its own slopes and the check values of LEARNING.md.</summary>
public sealed class ConvolvedTests
{
    /// <summary>Batch, steps, features, multiplier, height, width, kernel, hard.</summary>
    public static TheoryData<int, int, int, int, int, int, int, bool> Sizes => new()
    {
        { 1, 3, 2, 1, 4, 5, 3, false }, { 2, 4, 3, 2, 7, 17, 3, false }, { 1, 2, 1, 1, 1, 1, 3, false }, { 2, 3, 2, 1, 6, 79, 3, true },
        { 1, 3, 1, 3, 9, 33, 5, false }, { 2, 2, 2, 1, 5, 16, 1, true }, { 1, 7, 4, 1, 12, 20, 3, false }, { 1, 1, 2, 1, 3, 100, 7, false }, { 1, 4, 1, 1, 2, 3, 9, false },
    };

    [Theory]
    [MemberData(nameof(Sizes))]
    public void It_is_the_plain_definition_cell_by_cell(int batch, int steps, int features, int multiplier, int height, int width, int kernel, bool isHard)
    {
        foreach ((ScalarType precision, double tolerance) in new[] { (float64, 1e-11), (float32, 1e-6) })
        {
            using DisposeScope scope = NewDisposeScope();
            Tensor[] leaves = Leaves(batch, steps, features, multiplier, height, width, kernel, precision);
            Tensor given = Make.Wave([batch, steps, features * multiplier, height, width], 0.6).to(precision);
            (double[] states, double[] input, double[] inputKernel, double[] hiddenKernel, double[] bias) = Plain(
                new PlainConvLstm(batch, steps, features, multiplier, height, width, kernel, isHard), leaves, given);
            foreach (Tensor output in new[] { Recurrence.Run(leaves[0], Layer(leaves, isHard)), Recurrence.RunByOperators(leaves[0], Layer(leaves, isHard)) })
            {
                Near(states, output, tolerance);
                // At a single step the states' kernel has no part.
                IList<Tensor> gradients = autograd.grad([(output * given).sum()], steps == 1 ? [leaves[0], leaves[1], leaves[3]] : leaves);
                Near(input, gradients[0], tolerance);
                Near(inputKernel, gradients[1], tolerance);
                Near(bias, gradients[^1], tolerance);
                if (steps > 1)
                {
                    Near(hiddenKernel, gradients[2], tolerance);
                }
            }
        }
    }

    [Theory]
    [MemberData(nameof(Sizes))]
    public void In_single_precision_all_is_within_a_millionth_of_its_scale(int batch, int steps, int features, int multiplier, int height, int width, int kernel, bool isHard)
    {
        using DisposeScope scope = NewDisposeScope();
        Tensor[] leaves = Leaves(batch, steps, features, multiplier, height, width, kernel, float32);
        Tensor given = Make.Wave([batch, steps, features * multiplier, height, width], 0.6).to(float32);
        (double[] states, double[] input, double[] inputKernel, double[] hiddenKernel, double[] bias) = Plain(
            new PlainConvLstm(batch, steps, features, multiplier, height, width, kernel, isHard), leaves, given);
        Tensor[] learned = steps == 1 ? [leaves[0], leaves[1], leaves[3]] : leaves;
        double[][] expected = steps == 1 ? [states, input, inputKernel, bias] : [states, input, inputKernel, hiddenKernel, bias];
        double[] fused = Errors(Recurrence.Run(leaves[0], Layer(leaves, isHard)));
        double[] stock = Errors(Recurrence.RunByOperators(leaves[0], Layer(leaves, isHard)));

        // Where terms nearly cancel, rounding of the terms themselves is more than a millionth of what is left, by stock operators too.
        Assert.All(fused.Zip(stock), error => Assert.True(error.First <= Math.Max(1e-6, 2 * error.Second), $"fused {string.Join(", ", fused)}; stock operators {string.Join(", ", stock)}"));

        double[] Errors(Tensor output)
        {
            Tensor[] found = [output, .. autograd.grad([(output * given).sum()], learned)];
            return [.. found.Zip(expected, (one, right) => Values(one.detach()).Zip(right, (a, b) => Math.Abs(a - b)).Max() / Math.Max(1e-30, right.Max(Math.Abs)))];
        }
    }

    [Theory]
    [InlineData(true, -0.5711410985)]
    [InlineData(false, -0.3679468146)]
    public void It_gives_the_check_values(bool isHard, double expected)
    {
        using DisposeScope scope = NewDisposeScope();
        // The check values lie as Keras lays them: fields [batch, time, y, x, feature], kernels [y, x, feature, gate].
        Tensor input = Make.Wave([1, 3, 4, 5, 2], 0.1, 1).permute(0, 1, 4, 2, 3);
        Tensor inputKernel = Make.Wave([3, 3, 2, 4], 0.2).permute(2, 3, 0, 1);
        Tensor hiddenKernel = Make.Wave([3, 3, 2, 4], 0.3).permute(2, 3, 0, 1);
        Tensor bias = Make.Wave([4, 2], 0.4, 0.1);
        bias[1].add_(1);
        var layer = new ConvolvedLayer(inputKernel, hiddenKernel, bias.t(), isHard);

        Assert.Equal(expected, Recurrence.Run(input, layer)[.., -1].sum().item<double>(), 1e-9);
        Assert.Equal(expected, Recurrence.RunByOperators(input, layer)[.., -1].sum().item<double>(), 1e-9);
    }

    [Fact]
    public void Its_gradients_are_the_slopes()
    {
        using DisposeScope scope = NewDisposeScope();
        Tensor[] leaves = Leaves(2, 3, 2, 2, 3, 4, 3, float64);
        IList<Tensor> gradients = autograd.grad([Loss()], leaves);
        using IDisposable still = no_grad();
        const double Step = 1e-6;
        for (int leaf = 0; leaf < leaves.Length; leaf++)
        {
            Tensor flat = leaves[leaf].view(-1);
            double[] recorded = Values(gradients[leaf]);
            for (int element = 0; element < recorded.Length; element++)
            {
                Tensor one = flat.narrow(0, element, 1);
                one.add_(Step);
                double above = Loss().item<double>();
                one.add_(-2 * Step);
                double below = Loss().item<double>();
                one.add_(Step);
                Assert.Equal((above - below) / (2 * Step), recorded[element], 1e-7);
            }
        }

        Tensor Loss()
        {
            Tensor states = Recurrence.Run(leaves[0], Layer(leaves, isHard: false));
            return ((states * states) + (0.3 * states)).sum();
        }
    }

    [Fact]
    public void No_feature_sees_another()
    {
        using DisposeScope scope = NewDisposeScope();
        Tensor[] leaves = Leaves(1, 4, 3, 2, 5, 6, 3, float32);
        Tensor before = Recurrence.Run(leaves[0], Layer(leaves, isHard: false)).detach();
        Tensor changed = leaves[0].detach().clone();
        changed.select(2, 1).add_(1);

        Tensor difference = (Recurrence.Run(changed, Layer(leaves, isHard: false)).detach() - before).abs().amax([0, 1, 3, 4]);

        float[] found = difference.data<float>().ToArray();
        Assert.Equal([0, 0], found[..2]);
        Assert.All(found[2..4], value => Assert.True(value > 0));
        Assert.Equal([0, 0], found[4..]);
    }

    [Fact]
    public void The_same_whatever_the_threads()
    {
        using DisposeScope scope = NewDisposeScope();
        Tensor[] leaves = Leaves(3, 3, 3, 1, 8, 30, 3, float32);
        int threads = get_num_threads();
        try
        {
            var found = new List<float[]>();
            foreach (int count in new[] { 1, 2 })
            {
                set_num_threads(count);
                IList<Tensor> gradients = autograd.grad([Recurrence.Run(leaves[0], Layer(leaves, isHard: false)).square().sum()], leaves);
                found.Add([.. gradients.SelectMany(gradient => gradient.contiguous().data<float>().ToArray())]);
            }

            Assert.Equal(found[0], found[1]);
        }
        finally
        {
            set_num_threads(threads);
        }
    }

    [Fact]
    public void What_does_not_fit_is_refused()
    {
        using DisposeScope scope = NewDisposeScope();
        Tensor[] leaves = Leaves(1, 2, 2, 1, 3, 4, 3, float32);

        Assert.Contains("[batch, steps, features, height, width]", Refused(leaves[0][0], Layer(leaves, false)), StringComparison.Ordinal);
        Assert.Contains("odd kernel", Refused(leaves[0], Layer([leaves[0], ones(2, 4, 2, 2), ones(2, 4, 2, 2), leaves[3]], false)), StringComparison.Ordinal);
        Assert.Contains("states' kernel", Refused(leaves[0], Layer([leaves[0], leaves[1], ones(2, 4, 5, 5), leaves[3]], false)), StringComparison.Ordinal);
        Assert.Contains("bias has shape", Refused(leaves[0], Layer([.. leaves[..3], ones(3, 4)], false)), StringComparison.Ordinal);
        Assert.Contains("one type", Refused(leaves[0].to(float64), Layer(leaves, false)), StringComparison.Ordinal);

        static string Refused(Tensor input, ConvolvedLayer layer) => Assert.Throws<ExternalException>(() => Recurrence.Run(input, layer)).Message;
    }

    private static ConvolvedLayer Layer(Tensor[] leaves, bool isHard) => new(leaves[1], leaves[2], leaves[3], isHard);

    private static Tensor[] Leaves(int batch, int steps, int features, int multiplier, int height, int width, int kernel, ScalarType precision)
    {
        manual_seed(batch + steps + features + height + width);
        long channels = features * multiplier;
        return
        [
            Leaf([batch, steps, features, height, width], 1), Leaf([channels, 4, kernel, kernel], 0.4), Leaf([channels, 4, kernel, kernel], 0.4), Leaf([channels, 4], 0.5),
        ];

        Tensor Leaf(long[] shape, double spread) => (randn(shape, float64) * spread).to(precision).detach().requires_grad_();
    }

    private static double[] Values(Tensor tensor) => tensor.detach().to(float64).contiguous().data<double>().ToArray();

    private static (double[] States, double[] Input, double[] InputKernel, double[] HiddenKernel, double[] Bias) Plain(PlainConvLstm plain, Tensor[] leaves, Tensor given)
    {
        (plain.Input, plain.InputKernel, plain.HiddenKernel, plain.Bias) = (Values(leaves[0]), Values(leaves[1]), Values(leaves[2]), Values(leaves[3]));
        double[] states = plain.Forward();
        (double[] input, double[] inputKernel, double[] hiddenKernel, double[] bias) = plain.Backward(Values(given));
        return (states, input, inputKernel, hiddenKernel, bias);
    }

    private static void Near(double[] expected, Tensor found, double tolerance)
    {
        double[] actual = Values(found);
        Assert.Equal(expected.Length, actual.Length);
        double scale = Math.Max(1, expected.Max(Math.Abs));
        for (int place = 0; place < actual.Length; place++)
        {
            Assert.True(Math.Abs(actual[place] - expected[place]) <= tolerance * scale, $"{place}: {actual[place]} instead of {expected[place]}");
        }
    }
}
