using TorchSharp;
using static TorchSharp.torch;

namespace Tributary.Learning.Tests.Torch;

public sealed class TensorTests
{
    [Fact]
    public void Elements_are_read_back_as_they_were_given()
    {
        using Tensor matrix = tensor(new[,] { { 1.5f, 2f }, { 3f, 4f } });

        Assert.Equal([2, 2], matrix.shape);
        Assert.Equal([1.5f, 2f, 3f, 4f], matrix.data<float>().ToArray());
        Assert.Equal(3f, matrix[1, 0].item<float>());
    }

    [Fact]
    public void Gradients_of_a_polynomial_are_those_of_calculus()
    {
        using Tensor x = tensor(new[] { 1.0, 2.0, 3.0 }, requires_grad: true);
        using Tensor y = (x * x * x - 2 * x).sum();

        IList<Tensor> gradient = autograd.grad([y], [x]);

        Assert.Equal([1.0, 10.0, 25.0], gradient[0].data<double>().ToArray());
    }

    [Fact]
    public void Slices_take_what_Python_takes()
    {
        using Tensor x = arange(24).reshape(2, 3, 4);

        Assert.Equal([5L, 17L], x[TensorIndex.Colon, 1, 1].data<long>().ToArray());
        Assert.Equal([2, 3, 2], x[TensorIndex.Ellipsis, TensorIndex.Slice(0, 4, 2)].shape);
        Assert.Equal([2, 1, 3, 4], x[TensorIndex.Colon, TensorIndex.None].shape);
        Assert.Equal([20L, 21L, 22L, 23L], x[-1, -1].data<long>().ToArray());
        Assert.Equal([3L, 7L, 11L], x[0, .., ^1..].flatten().data<long>().ToArray());
        using Tensor rows = tensor(new long[] { 2, 0 });
        Assert.Equal([20L, 21L, 22L, 23L, 12L, 13L, 14L, 15L], x[1, TensorIndex.Tensor(rows)].flatten().data<long>().ToArray());
    }

    [Fact]
    public void What_libtorch_refuses_is_an_exception_with_its_message()
    {
        using Tensor a = zeros(2, 3);
        using Tensor b = zeros(2, 3);

        System.Runtime.InteropServices.ExternalException refused = Assert.Throws<System.Runtime.InteropServices.ExternalException>(() => a.mm(b));

        Assert.Contains("cannot be multiplied (2x3 and 2x3)", refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_scope_disposes_of_all_but_what_is_moved_out()
    {
        Tensor kept;
        Tensor left;
        using (DisposeScope scope = NewDisposeScope())
        {
            left = ones(3);
            kept = scope.MoveToOuter(left + 1);
            Assert.False(left.IsInvalid);
        }

        Assert.True(left.IsInvalid);
        Assert.Equal(6, kept.sum().item<float>());
        kept.Dispose();
        Assert.True(kept.IsInvalid);
    }
}
