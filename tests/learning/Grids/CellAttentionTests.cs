using TorchSharp;
using Tributary.Learning.Tests.Networks;
using static TorchSharp.torch;

namespace Tributary.Learning.Tests.Grids;

/// <summary>Attention over cells: the fused kernels against the definition written out, and against slopes.</summary>
public sealed class CellAttentionTests
{
    /// <summary>Batch, steps, features, channels of each, height, width, with an offset and a mask.</summary>
    public static TheoryData<int, int, int, int, int, int, bool> Sizes => new()
    {
        { 1, 1, 1, 1, 1, 1, false }, { 2, 3, 2, 1, 4, 5, true }, { 2, 2, 3, 2, 7, 11, true }, { 1, 2, 2, 3, 4, 16, false }, { 1, 1, 5, 1, 9, 79, true },
    };

    [Theory]
    [MemberData(nameof(Sizes))]
    public void The_fused_means_are_those_of_the_definition(int batch, int steps, int features, int channels, int height, int width, bool isRich)
    {
        foreach ((ScalarType precision, double tolerance) in new[] { (float64, 1e-11), (float32, 1e-6) })
        {
            using DisposeScope scope = NewDisposeScope();
            Tensor states = Make.Wave([batch, steps, features * channels, height, width], 0.3, 1).to(precision).detach().requires_grad_();
            Tensor weight = Make.Wave([features, channels, 1, 1], 0.7, 2).to(precision).detach().requires_grad_();
            Tensor offset = Make.Wave([features, height, width], 0.2, 1).to(precision).detach().requires_grad_();
            Tensor? mask = isRich ? Make.Wave([height, width], 0.9).gt(-0.2).to(precision) : null;
            var attention = new CellAttention(weight, isRich ? offset : null, mask);
            Tensor[] leaves = isRich ? [states, weight, offset] : [states, weight];

            Tensor fused = attention.Contexts(states);
            Tensor plain = Definition(states, weight, isRich ? offset : null, mask);
            Tensor given = Make.Wave(plain.shape, 0.5).to(precision);

            Make.Close(attention.ContextsByOperators(states), plain, tolerance);
            Make.Close(fused, plain, tolerance);
            IList<Tensor> expected = autograd.grad([(plain * given).sum()], leaves);
            IList<Tensor> found = autograd.grad([(fused * given).sum()], leaves);
            for (int leaf = 0; leaf < leaves.Length; leaf++)
            {
                Make.Close(found[leaf], expected[leaf], tolerance);
            }
        }
    }

    [Theory]
    [MemberData(nameof(Sizes))]
    public void In_single_precision_all_is_within_a_millionth_of_its_scale(int batch, int steps, int features, int channels, int height, int width, bool isRich)
    {
        using DisposeScope scope = NewDisposeScope();
        Tensor[] exact =
        [
            Make.Wave([batch, steps, features * channels, height, width], 0.3, 1).to(float32).to(float64),
            Make.Wave([features, channels, 1, 1], 0.7, 2).to(float32).to(float64),
            Make.Wave([features, height, width], 0.2, 1).to(float32).to(float64),
        ];
        Tensor mask = Make.Wave([height, width], 0.9).gt(-0.2).to(float64);
        Tensor given = Make.Wave([batch, steps, features, channels], 0.5).to(float32).to(float64);
        Tensor[] right = Found(float64, (leaves, on) => Definition(leaves[0], leaves[1], isRich ? leaves[2] : null, isRich ? on : null));
        double[] fused = Errors(Found(float32, (leaves, on) => Attention(leaves, on).Contexts(leaves[0])));
        double[] stock = Errors(Found(float32, (leaves, on) => Attention(leaves, on).ContextsByOperators(leaves[0])));

        Assert.All(fused.Zip(stock), error => Assert.True(error.First <= Math.Max(1e-6, 2 * error.Second), $"fused {string.Join(", ", fused)}; stock operators {string.Join(", ", stock)}"));

        CellAttention Attention(Tensor[] leaves, Tensor on) => new(leaves[1], isRich ? leaves[2] : null, isRich ? on : null);

        Tensor[] Found(ScalarType precision, Func<Tensor[], Tensor, Tensor> run)
        {
            Tensor[] leaves = [.. exact.Select(leaf => leaf.to(precision).detach().clone().requires_grad_())];
            Tensor means = run(leaves, mask.to(precision));
            return [means.detach(), .. autograd.grad([(means * given.to(precision)).sum()], isRich ? leaves : leaves[..2])];
        }

        double[] Errors(Tensor[] found) => [.. found.Zip(right, (one, other) => (one.to(float64) - other).abs().max().ToDouble() / Math.Max(1e-30, other.abs().max().ToDouble()))];
    }

    [Fact]
    public void Weights_of_a_map_sum_to_1_and_are_0_where_masked()
    {
        using DisposeScope scope = NewDisposeScope();
        Tensor mask = tensor(new double[,] { { 1, 0, 1 }, { 0, 1, 1 } });
        var attention = new CellAttention(Make.Wave([2, 1, 3, 3], 0.4, 3), Make.Wave([2, 2, 3], 0.1), mask);

        Tensor weights = attention.Weights(Make.Wave([2, 4, 2, 2, 3], 0.8, 1));

        Make.Close(weights.sum([3, 4]), ones([2, 4, 2], float64), 1e-12);
        Assert.Equal(0, weights.masked_select(mask.eq(0).expand(weights.shape)).sum().item<double>());
    }

    [Fact]
    public void Scores_of_hundreds_neither_overflow_nor_vanish()
    {
        using DisposeScope scope = NewDisposeScope();
        Tensor states = tensor(new float[] { 1, -1, 0.5f, 1 }).reshape(1, 1, 1, 2, 2);
        var attention = new CellAttention(full([1, 1, 1, 1], 500, float32), null, null);

        Assert.Equal(1, attention.Contexts(states).item<float>(), 1e-6);
    }

    private static Tensor Definition(Tensor states, Tensor weight, Tensor? offset, Tensor? mask)
    {
        long[] s = states.shape;
        Tensor fields = states.reshape(s[0], s[1], weight.shape[0], weight.shape[1], s[3], s[4]);
        Tensor scores = (fields * weight).sum([3]);
        Tensor grown = (offset is null ? scores : scores + offset).exp();
        grown = mask is null ? grown : grown * mask;
        Tensor shares = grown / grown.sum([3, 4], keepdim: true);
        return (shares.unsqueeze(3) * fields).sum([4, 5]);
    }
}
