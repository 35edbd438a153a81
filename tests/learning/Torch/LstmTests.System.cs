using TorchSharp;
using static TorchSharp.torch;

namespace Tributary.Learning.Tests.Torch;

public sealed class LstmTests
{
    [Theory]
    [InlineData(1, false)]
    [InlineData(2, true)]
    public void The_fused_LSTM_is_libtorch_s_own(int layers, bool bidirectional)
    {
        using DisposeScope scope = NewDisposeScope();
        manual_seed(3);
        TorchSharp.Modules.LSTM lstm = nn.LSTM(5, 33, layers, bidirectional: bidirectional);
        Tensor input = randn(17, 6, 5, requires_grad: true);
        Tensor[] weights = [.. lstm.parameters()];

        (Tensor fused, Tensor h, Tensor c) = lstm.call(input);
        (Tensor own, Tensor h2, Tensor c2) = lstm.Unfused(input, null, weights);
        Tensor[] to = [input, .. weights];
        IList<Tensor> one = autograd.grad([fused.square().sum() + h.sum() + c.sum()], to);
        IList<Tensor> other = autograd.grad([own.square().sum() + h2.sum() + c2.sum()], to);

        Assert.True(fused.allclose(own, 1e-5, 1e-6));
        Assert.True(c.allclose(c2, 1e-5, 1e-6));
        for (int i = 0; i < to.Length; i++)
        {
            double difference = (one[i] - other[i]).norm().ToDouble() / other[i].norm().ToDouble();
            Assert.True(difference < 1e-5, $"gradient {i} differs by {difference}");
        }
    }
}
