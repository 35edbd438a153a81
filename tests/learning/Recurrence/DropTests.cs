using TorchSharp;
using static TorchSharp.torch;

namespace Tributary.Learning.Tests;

/// <summary>Dropout between layers.</summary>
[Collection(Torch.Alone.Name)]
public sealed class DropTests
{
    private const int Count = 40_001;

    [Theory]
    [InlineData(0.2, false)]
    [InlineData(0.5, true)]
    [InlineData(0.93, false)]
    public void It_drops_its_share_scales_the_rest_and_passes_gradients_through_the_same_mask(double share, bool isDouble)
    {
        using DisposeScope scope = NewDisposeScope();
        manual_seed(3);
        Tensor values = (rand([Count], isDouble ? float64 : float32) + 1).requires_grad_();

        Tensor dropped = Learning.Recurrence.Drop(values, share);

        double lost = dropped.eq(0).sum().ToDouble() / Count;
        double deviation = Math.Sqrt(share * (1 - share) / Count);
        Assert.InRange(lost, share - (4 * deviation), share + (4 * deviation));
        Tensor mask = autograd.grad([(dropped * 3).sum()], [values])[0] / 3;
        Assert.True(dropped.allclose(values * mask, 1e-6));
        Tensor factors = mask.masked_select(mask.ne(0));
        Assert.True(factors.allclose(full_like(factors, 1 / (1 - share)), 1e-6));
    }

    [Fact]
    public void Neighbours_are_dropped_independently_of_each_other()
    {
        using DisposeScope scope = NewDisposeScope();
        manual_seed(4);
        Tensor kept = Learning.Recurrence.Drop(ones(Count), 0.5).sign();

        foreach (int lag in new[] { 1, 2, 3, 1024, 2048 })
        {
            double both = (kept.narrow(0, 0, Count - lag) * kept.narrow(0, lag, Count - lag)).mean().ToDouble();
            Assert.InRange(both, 0.25 - (4 * Math.Sqrt(0.1875 / (Count - lag))), 0.25 + (4 * Math.Sqrt(0.1875 / (Count - lag))));
        }
    }

    [Fact]
    public void The_seed_alone_decides_whatever_the_threads_and_the_layout()
    {
        using DisposeScope scope = NewDisposeScope();
        int threads = get_num_threads();
        Tensor values = rand(300, 400);
        float[] Dropped(int count, Tensor from, int seed)
        {
            set_num_threads(count);
            manual_seed(seed);
            return Learning.Recurrence.Drop(from, 0.3).contiguous().data<float>().ToArray();
        }

        try
        {
            float[] first = Dropped(1, values, 5);
            Assert.Equal(first, Dropped(3, values, 5));
            Assert.Equal(first, Dropped(2, values.t().contiguous().t(), 5));
            Assert.NotEqual(first, Dropped(1, values, 6));
        }
        finally
        {
            set_num_threads(threads);
        }
    }
}
