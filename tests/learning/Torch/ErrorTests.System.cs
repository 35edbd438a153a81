using System.Runtime.InteropServices;
using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace Tributary.Learning.Tests.Torch;

/// <summary>What is refused, and that the message says why.</summary>
[Collection(Alone.Name)]
public sealed class ErrorTests
{
    [Fact]
    public void A_disposed_tensor_is_said_to_be_one()
    {
        Tensor x = ones(2);
        x.Dispose();

        Assert.Throws<ObjectDisposedException>(() => x.shape);
        Assert.Throws<ObjectDisposedException>(() => x + 1);
        Assert.Throws<ObjectDisposedException>(() => 1 + ones(2) * x);
        Assert.Throws<ObjectDisposedException>(() => cat([ones(2), x]));
        Assert.Throws<ObjectDisposedException>(() => x.data<float>());
        Assert.Throws<ObjectDisposedException>(() => x.backward());
        Assert.Equal("disposed of", x.ToString());
        Assert.True(x.IsInvalid);
    }

    [Fact]
    public void Elements_are_read_in_their_own_type()
    {
        using Tensor x = ones(1);

        ArgumentException refused = Assert.Throws<ArgumentException>(() => x.item<double>());
        Assert.Contains("Float32", refused.Message, StringComparison.Ordinal);
        Assert.Contains("to(Float64)", refused.Message, StringComparison.Ordinal);
        Assert.Throws<ArgumentException>(() => x.data<long>());
        Assert.Throws<NotSupportedException>(() => x.data<char>());
        Assert.Equal(1f, x.item<float>());
    }

    [Fact]
    public void Only_one_element_is_an_item()
    {
        using Tensor x = ones(2, 3);

        Assert.Contains("[2, 3]", Assert.Throws<InvalidOperationException>(() => x.item<float>()).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Shapes_that_do_not_fit_are_named()
    {
        Assert.Contains("(2x3 and 2x3)", Refused(() => ones(2, 3).mm(ones(2, 3))), StringComparison.Ordinal);
        Assert.Contains("must match the size of tensor b (4)", Refused(() => ones(2, 3) + ones(4)), StringComparison.Ordinal);
        Assert.Contains("invalid for input of size 6", Refused(() => ones(2, 3).reshape(4)), StringComparison.Ordinal);
        Assert.Contains("Sizes of tensors must match", Refused(() => cat([ones(2, 3), ones(2, 4)])), StringComparison.Ordinal);
        Assert.Contains("stack expects each tensor to be equal size", Refused(() => stack([ones(2), ones(3)])), StringComparison.Ordinal);
        Assert.Contains("out of range", Refused(() => ones(2, 3)[5]), StringComparison.Ordinal);
        Assert.Contains("out of range", Refused(() => ones(2, 3).sum(4)), StringComparison.Ordinal);
        Assert.Contains("(2x3 and 4x1)", Refused(() => nn.Linear(4, 1).call(ones(2, 3))), StringComparison.Ordinal);
        Assert.Contains("singular", Refused(() => linalg.inv(zeros(2, 2))), StringComparison.Ordinal);
        Assert.Contains("not positive-definite", Refused(() => linalg.cholesky(-eye(2))), StringComparison.Ordinal);

        static string Refused(Func<Tensor> work) => Assert.Throws<ExternalException>(work).Message;
    }

    [Fact]
    public void Messages_are_without_traces_of_Cpp()
    {
        string message = Assert.Throws<ExternalException>(() => ones(2, 3).mm(ones(2, 3))).Message;

        Assert.DoesNotContain("frame #", message, StringComparison.Ordinal);
        Assert.DoesNotContain(".cpp", message, StringComparison.Ordinal);
    }

    [Fact]
    public void Arrays_fill_their_shapes()
    {
        Assert.Contains("2 elements", Assert.Throws<ArgumentException>(() => tensor(new[] { 1f, 2f }, [3L])).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Devices_are_named_as_they_are()
    {
        Assert.Equal("cpu", ones(1).device.ToString());
        Assert.Equal(1, new Device("cuda:1").index);
        Assert.Equal("cuda:0", device(DeviceType.CUDA, 0).ToString());
        Assert.Throws<ArgumentException>(() => new Device("gpu"));
        Assert.Throws<ArgumentException>(() => new Device("cuda:x"));
        Assert.False(ones(1).is_cuda);
    }

    [Fact]
    public void The_memory_of_a_tensor_in_another_order_is_no_span()
    {
        using Tensor x = ones(2, 3);

        Assert.Equal(24, x.bytes.Length);
        Assert.Throws<InvalidOperationException>(() => x.t().bytes.Length);
    }

    [Fact]
    public void Elements_are_read_and_written_in_place_through_any_view()
    {
        using Tensor x = arange(6).reshape(2, 3);
        using Tensor turned = x.t();
        TorchSharp.Utils.TensorAccessor<long> elements = turned.data<long>();

        Assert.Equal([0L, 3, 1, 4, 2, 5], elements.ToArray());
        Assert.Equal(4, elements[1, 1]);
        elements[2, 0] = 9;
        Assert.Equal(9, x[0, 2].item<long>());
        Assert.Throws<ArgumentOutOfRangeException>(() => elements[3, 0]);
        Assert.Throws<ArgumentException>(() => elements[0]);
    }

    [Fact]
    public void An_optimiser_reads_no_other_s_state()
    {
        using Linear layer = nn.Linear(2, 1);
        using Linear larger = nn.Linear(3, 1);
        using Adam adam = optim.Adam(layer.parameters());
        using SGD sgd = optim.SGD(layer.parameters(), 0.1);
        using Adam other = optim.Adam(larger.parameters());
        layer.call(ones(1, 2)).sum().backward();
        adam.step();
        using var memory = new MemoryStream();
        using var writer = new BinaryWriter(memory);
        adam.save_state_dict(writer);

        Assert.Contains("Adam", Assert.Throws<ArgumentException>(() => Load(sgd)).Message, StringComparison.Ordinal);
        Assert.Throws<ArgumentException>(() => Load(other));

        void Load(OptimizerHelper optimizer)
        {
            memory.Position = 0;
            using var reader = new BinaryReader(memory, System.Text.Encoding.UTF8, leaveOpen: true);
            optimizer.load_state_dict(reader);
        }
    }

    [Fact]
    public void The_gradient_of_a_masked_selection_is_right_in_any_memory_order()
    {
        using Tensor x = arange(6, float64).reshape(2, 3).t().requires_grad_();
        using Tensor mask = x.detach() > 1;
        Tensor chosen = x.masked_select(mask);

        Tensor gradient = autograd.grad([(chosen * chosen).sum()], [x])[0];

        Assert.Equal([0.0, 6, 0, 8, 4, 10], gradient.data<double>().ToArray());
    }

    [Fact]
    public void Names_that_do_not_fit_are_said()
    {
        using Linear layer = nn.Linear(2, 1);

        string message = Assert.Throws<InvalidOperationException>(() => layer.load_state_dict(new Dictionary<string, Tensor> { ["weight"] = ones(1, 2), ["weights"] = ones(1, 2) })).Message;

        Assert.Contains("missing [bias]", message, StringComparison.Ordinal);
        Assert.Contains("unexpected [weights]", message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_state_of_another_shape_changes_nothing()
    {
        using Linear layer = nn.Linear(2, 1);
        float[] before = [.. Elements(layer.weight!), .. Elements(layer.bias!)];
        var state = new Dictionary<string, Tensor> { ["weight"] = ones(1, 2), ["bias"] = ones(3) };

        ArgumentException refused = Assert.Throws<ArgumentException>(() => layer.load_state_dict(state));

        Assert.Contains("'bias' is [3] in the state, [1] in the module", refused.Message, StringComparison.Ordinal);
        Assert.Equal(before, Enumerable.Concat(Elements(layer.weight!), Elements(layer.bias!)));
    }

    [Fact]
    public void A_parameter_shared_by_two_modules_is_one_parameter()
    {
        using var shared = new Shared();

        Assert.Single(shared.parameters());
        Assert.Equal(["first.weight", "second.weight"], shared.state_dict().Keys);
    }

    private static float[] Elements(Tensor tensor) => tensor.detach().data<float>().ToArray();

    private sealed class Shared : nn.Module<Tensor, Tensor>
    {
        private readonly Linear first = nn.Linear(2, 2, false);
        private readonly Linear second;

        public Shared()
            : base(nameof(Shared))
        {
            second = first;
            RegisterComponents();
        }

        public override Tensor forward(Tensor input) => second.call(first.call(input));
    }
}
