using TorchSharp.Modules;
using static TorchSharp.torch;

namespace Tributary.Learning.Tests.Torch;

[Collection(Alone.Name)]
public sealed class AutogradTests
{
    [Fact]
    public void No_grad_nests_and_ends_where_it_began()
    {
        Assert.True(is_grad_enabled());
        using (no_grad())
        {
            using (no_grad())
            {
                Assert.False(is_grad_enabled());
            }

            Assert.False(is_grad_enabled());
            using (enable_grad())
            {
                Assert.True(is_grad_enabled());
                using IDisposable off = set_grad_enabled(false);
                Assert.False(is_grad_enabled());
            }

            Assert.False(is_grad_enabled());
        }

        Assert.True(is_grad_enabled());
    }

    [Fact]
    public void Nothing_is_recorded_under_no_grad_nor_after_an_exception_in_it()
    {
        using Tensor x = ones([2], requires_grad: true);
        Assert.Throws<InvalidOperationException>((Action)Failing);
        Assert.True((x * 2).requires_grad);
        Assert.True(x.is_leaf);
        Assert.False((x * 2).is_leaf);
        Assert.False((x * 2).detach().requires_grad);

        void Failing()
        {
            using IDisposable off = no_grad();
            Assert.False((x * 2).requires_grad);
            throw new InvalidOperationException();
        }
    }

    [Fact]
    public void A_thread_s_mode_is_its_own()
    {
        using IDisposable off = no_grad();
        bool other = false;
        var thread = new Thread(() => other = is_grad_enabled());
        thread.Start();
        thread.Join();

        Assert.True(other);
        Assert.False(is_grad_enabled());
    }

    [Fact]
    public void The_second_derivative_of_a_cube_is_six_x()
    {
        using Tensor x = tensor(new[] { 1.0, -2.0, 0.5 }, requires_grad: true);
        using Tensor y = x.pow(3).sum();

        Tensor first = autograd.grad([y], [x], create_graph: true)[0];
        Tensor second = autograd.grad([first.sum()], [x])[0];

        Assert.Equal([6.0, -12.0, 3.0], second.data<double>().ToArray());
    }

    [Fact]
    public void The_vector_of_a_product_weighs_the_outputs()
    {
        using Tensor x = tensor(new[] { 1.0, 2.0 }, requires_grad: true);
        using Tensor weights = tensor(new[] { 10.0, -1.0 });
        using Tensor y = x * x;

        Assert.Equal([20.0, -4.0], autograd.grad([y], [x], [weights], retain_graph: true)[0].data<double>().ToArray());
        Assert.Equal([20.0, -4.0], autograd.grad([y], [x], [weights])[0].data<double>().ToArray());
        System.Runtime.InteropServices.ExternalException gone = Assert.Throws<System.Runtime.InteropServices.ExternalException>(() => autograd.grad([y], [x], [weights]));
        Assert.Contains("second time", gone.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Backward_adds_up_until_gradients_are_forgotten()
    {
        using Linear layer = nn.Linear(1, 1, false, dtype: float64);
        using (no_grad())
        {
            layer.weight!.fill_(1);
        }

        using SGD optimizer = optim.SGD(layer.parameters(), 1);
        using Tensor two = tensor(new[] { 2.0 });
        layer.call(two).sum().backward();
        layer.call(two).sum().backward();
        optimizer.step();
        Assert.Equal(-3, layer.weight!.item<double>());

        optimizer.zero_grad();
        layer.call(two).sum().backward();
        optimizer.step();
        Assert.Equal(-5, layer.weight!.item<double>());

        layer.zero_grad();
        optimizer.step();
        Assert.Equal(-5, layer.weight!.item<double>());
    }

    [Fact]
    public void Gradients_are_asked_only_of_real_numbers()
    {
        using Tensor whole = ones([2], int64);

        System.Runtime.InteropServices.ExternalException refused = Assert.Throws<System.Runtime.InteropServices.ExternalException>(() => whole.requires_grad_());

        Assert.Contains("floating point", refused.Message, StringComparison.Ordinal);
        Assert.False(whole.requires_grad);
    }

    [Fact]
    public void An_input_that_nothing_depends_on_is_refused_unless_allowed()
    {
        using Tensor x = ones([2], requires_grad: true);
        using Tensor unused = ones([2], requires_grad: true);
        using Tensor y = (x * 3).sum();

        System.Runtime.InteropServices.ExternalException refused =
            Assert.Throws<System.Runtime.InteropServices.ExternalException>(() => autograd.grad([y], [x, unused], retain_graph: true));
        Assert.Contains("not have been used in the graph", refused.Message, StringComparison.Ordinal);

        IList<Tensor> gradients = autograd.grad([y], [x, unused], allow_unused: true);
        Assert.Equal([3f, 3f], gradients[0].data<float>().ToArray());
        Assert.True(gradients[1] is null || gradients[1].IsInvalid);
    }
}
