using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace Tributary.Learning.Tests.Torch;

/// <summary>Seeds and distributions; that the numbers are Python's is among the cases.</summary>
[Collection(Alone.Name)]
public sealed class RandomTests
{
    [Fact]
    public void A_state_put_back_gives_the_same_numbers_again()
    {
        manual_seed(7);
        rand(5).Dispose();
        using Tensor state = get_rng_state();
        float[] first = Numbers();

        Assert.NotEqual(first, Numbers());
        set_rng_state(state);
        Assert.Equal(first, Numbers());

        static float[] Numbers() => [.. rand(6).data<float>().ToArray(), .. randn(7).data<float>().ToArray(), .. nn.functional.dropout(ones(8), 0.5).data<float>().ToArray()];
    }

    [Fact]
    public void Two_trainings_from_one_seed_are_the_same_bit_for_bit()
    {
        float[] first = Trained(11);

        Assert.Equal(first, Trained(11));
        Assert.NotEqual(first, Trained(12));
    }

    [Theory]
    [InlineData(0.2)]
    [InlineData(0.5)]
    public void Dropout_drops_its_share_and_keeps_the_mean(double p)
    {
        const int Count = 20000;
        manual_seed(3);
        using Dropout dropout = nn.Dropout(p);
        float[] kept = dropout.call(ones(Count)).data<float>().ToArray();

        double share = kept.Count(value => value == 0) / (double)Count;
        Assert.InRange(share, p - 4 * Math.Sqrt(p * (1 - p) / Count), p + 4 * Math.Sqrt(p * (1 - p) / Count));
        Assert.All(kept, value => Assert.True(value == 0 || Math.Abs(value - (1 / (1 - p))) < 1e-6));
    }

    [Fact]
    public void Random_numbers_have_the_moments_of_their_distributions()
    {
        manual_seed(5);
        Moments(rand(40000), 0.5, Math.Sqrt(1 / 12.0));
        Moments(randn(40000), 0, 1);
        Moments(empty(40000).normal_(3, 0.5), 3, 0.5);
        Moments(empty(40000).uniform_(-2, 4), 1, 6 / Math.Sqrt(12));
        Moments(empty(40000).exponential_(2), 0.5, 0.5);
        Moments(empty(40000).bernoulli_(0.3), 0.3, Math.Sqrt(0.21));

        static void Moments(Tensor numbers, double mean, double deviation)
        {
            Assert.InRange(numbers.mean().item<float>(), mean - (4 * deviation / 200), mean + (4 * deviation / 200));
            Assert.InRange(numbers.std().item<float>(), 0.96 * deviation, 1.04 * deviation);
        }
    }

    [Theory]
    [InlineData(6, 4)]
    [InlineData(4, 6)]
    [InlineData(5, 5)]
    public void Orthogonal_weights_are_orthogonal(long rows, long columns)
    {
        manual_seed(2);
        using Tensor weight = nn.init.orthogonal_(zeros(rows, columns, float64), 3);
        using Tensor product = rows < columns ? weight.matmul(weight.t()) : weight.t().matmul(weight);

        Assert.True(product.allclose(9 * eye(Math.Min(rows, columns), dtype: float64), 1e-12, 1e-12));
    }

    [Fact]
    public void A_permutation_holds_every_number_once()
    {
        manual_seed(1);

        Assert.Equal(Enumerable.Range(0, 50).Select(number => (long)number), randperm(50).data<long>().ToArray().Order());
    }

    internal static float[] Trained(long seed)
    {
        using DisposeScope scope = NewDisposeScope();
        manual_seed(seed);
        using Sequential network = nn.Sequential(nn.Linear(3, 8), nn.Tanh(), nn.Dropout(0.3), nn.Linear(8, 1));
        using Adam optimizer = optim.Adam(network.parameters(), 0.01);
        Tensor inputs = randn(32, 3);
        Tensor targets = inputs.pow(2).sum(1, true);
        for (int step = 0; step < 30; step++)
        {
            using DisposeScope inner = NewDisposeScope();
            optimizer.zero_grad();
            nn.functional.mse_loss(network.call(inputs), targets).backward();
            optimizer.step();
        }

        return [.. network.parameters().SelectMany(parameter => parameter.detach().data<float>().ToArray())];
    }
}
