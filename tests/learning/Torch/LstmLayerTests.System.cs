using System.Runtime.InteropServices;
using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace Tributary.Learning.Tests.Torch;

/// <summary>The fused LSTM against libtorch's own at many sizes, and what it refuses.</summary>
[Collection(Alone.Name)]
public sealed class LstmLayerTests
{
    public static TheoryData<int, int, int, int> Sizes => new()
    {
        { 1, 1, 1, 1 }, { 4, 3, 2, 7 }, { 9, 17, 5, 16 }, { 3, 33, 1, 20 }, { 12, 2, 40, 64 }, { 2, 70, 3, 48 }, { 30, 5, 4, 31 }, { 1, 16, 8, 15 },
    };

    [Theory]
    [MemberData(nameof(Sizes))]
    public void Any_size_is_libtorch_s_own(int time, int batch, int inputs, int hidden)
    {
        foreach ((ScalarType precision, double tolerance) in new[] { (float32, 1e-5), (float64, 1e-12) })
        {
            using DisposeScope scope = NewDisposeScope();
            manual_seed(time + batch + inputs + hidden);
            LSTM lstm = nn.LSTM(inputs, hidden, dtype: precision);
            Tensor x = randn([time, batch, inputs], precision, requires_grad: true);
            Tensor h0 = randn([1, batch, hidden], precision, requires_grad: true);
            Tensor c0 = randn([1, batch, hidden], precision, requires_grad: true);
            Tensor[] leaves = [x, h0, c0, .. lstm.parameters()];

            Tensor[] fused = Parts(lstm.call(x, (h0, c0)));
            Tensor[] own = Parts(lstm.Unfused(x, (h0, c0), [.. lstm.parameters()]));

            Near(own, fused, tolerance);
            Near(Gradients(own, leaves), Gradients(fused, leaves), tolerance);
            Near(Gradients(own[1..2], leaves), Gradients(fused[1..2], leaves), tolerance);
            using (no_grad())
            {
                Near(own, Parts(lstm.call(x, (h0, c0))), tolerance);
            }
        }
    }

    [Fact]
    public void Each_sequence_of_a_packed_batch_is_computed_as_if_alone()
    {
        using DisposeScope scope = NewDisposeScope();
        manual_seed(9);
        long[] lengths = [7, 1, 20, 20, 13, 2, 5, 19, 8, 3, 11, 17, 4, 16, 10, 6, 9];
        LSTM lstm = nn.LSTM(3, 18, 2, bidirectional: true, dtype: float64);
        Tensor[] leaves = [.. lstm.parameters()];
        Tensor x = randn(20, lengths.Length, 3, float64);

        (nn.utils.rnn.PackedSequence packed, Tensor h, Tensor c) = lstm.call(nn.utils.rnn.pack_padded_sequence(x, tensor(lengths), enforce_sorted: false));
        (Tensor output, _) = nn.utils.rnn.pad_packed_sequence(packed);
        Tensor loss = (h * c).sum() + output.sin().sum();
        Tensor alone = zeros([], float64);
        for (int i = 0; i < lengths.Length; i++)
        {
            (Tensor own, Tensor h1, Tensor c1) = lstm.Unfused(x[..(int)lengths[i], i..(i + 1)], null, leaves);
            Near([own, h1, c1], [output[..(int)lengths[i], i..(i + 1)], h[.., i..(i + 1)], c[.., i..(i + 1)]], 1e-12);
            Assert.Equal(0, output[(int)lengths[i].., i].abs().sum().item<double>());
            alone = alone + (h1 * c1).sum() + own.sin().sum();
        }

        Near([.. autograd.grad([alone], leaves)], [.. autograd.grad([loss], leaves)], 1e-11);
    }

    [Fact]
    public void Dropout_between_layers_is_of_the_seed_and_only_in_training()
    {
        using DisposeScope scope = NewDisposeScope();
        LSTM lstm = nn.LSTM(2, 8, 2, dropout: 0.5);
        Tensor x = randn(5, 3, 2);

        float[] first = Run();
        Assert.Equal(first, Run());
        lstm.eval();
        Assert.NotEqual(first, Run());
        Near(Parts(lstm.Unfused(x, null, [.. lstm.parameters()])), Parts(lstm.call(x)), 1e-5);

        float[] Run()
        {
            manual_seed(4);
            return lstm.call(x).Item1.detach().data<float>().ToArray();
        }
    }

    [Fact]
    public void Second_derivatives_are_refused()
    {
        using DisposeScope scope = NewDisposeScope();
        LSTM lstm = nn.LSTM(2, 3);
        Tensor x = randn(4, 2, 2).requires_grad_();
        Tensor loss = lstm.call(x).Item1.sin().sum();

        Assert.Contains("no second derivative", Assert.Throws<ExternalException>(() => autograd.grad([loss], [x], create_graph: true)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void What_does_not_fit_is_refused()
    {
        using DisposeScope scope = NewDisposeScope();
        LSTM lstm = nn.LSTM(3, 4);
        Tensor x = ones(5, 2, 3);

        Assert.Throws<ExternalException>(() => lstm.call(ones(5, 2, 4)));
        Assert.Throws<ExternalException>(() => lstm.call(ones([5, 2, 3], float64)));
        Assert.Throws<ExternalException>(() => lstm.call(x, (ones(1, 3, 4), ones(1, 3, 4))));
        Assert.Throws<ExternalException>(() => lstm.call(x, (ones(1, 2, 5), ones(1, 2, 4))));
        Assert.Throws<ExternalException>(() => lstm.call(x, (ones(1, 2, 4), ones(1, 2, 5))));
        Assert.Throws<ExternalException>(() => lstm.call(x, (ones([1, 2, 4], float64), ones([1, 2, 4], float64))));
        Assert.Contains("takes [1, batch, 4]", Assert.Throws<ArgumentException>(() => lstm.call(x, (ones(2, 2, 4), ones(2, 2, 4)))).Message, StringComparison.Ordinal);
        Assert.ThrowsAny<Exception>(() => lstm.call(ones(3)));
        Assert.ThrowsAny<Exception>(() => lstm.call(ones(0, 2, 3)));
        Assert.Throws<ExternalException>(() => nn.utils.rnn.pack_padded_sequence(x, tensor(new[] { 0L, 5 }), enforce_sorted: false));
        Assert.Throws<ExternalException>(() => nn.utils.rnn.pack_padded_sequence(x, tensor(new[] { 2L, 5 })));
    }

    [Fact]
    public void A_single_sequence_needs_no_batch()
    {
        using DisposeScope scope = NewDisposeScope();
        LSTM lstm = nn.LSTM(3, 4);
        Tensor x = randn(5, 3);

        (Tensor output, Tensor h, Tensor c) = lstm.call(x);
        (Tensor batch, Tensor h1, Tensor c1) = lstm.call(x.unsqueeze(1));

        Near([batch.squeeze(1), h1.squeeze(1), c1.squeeze(1)], [output, h, c], 1e-6);
    }

    private static Tensor[] Parts((Tensor Output, Tensor Hidden, Tensor Cell) of) => [of.Output, of.Hidden, of.Cell];

    private static Tensor[] Gradients(Tensor[] outputs, Tensor[] leaves) =>
        [.. autograd.grad([outputs.Select((output, place) => (output * (output + place)).sum()).Aggregate((sum, part) => sum + part)], leaves, retain_graph: true)];

    private static void Near(Tensor[] expected, Tensor[] found, double tolerance)
    {
        Assert.Equal(expected.Length, found.Length);
        for (int i = 0; i < expected.Length; i++)
        {
            Assert.Equal(expected[i].shape, found[i].shape);
            Tensor wanted = expected[i].detach().to(float64);
            double error = (found[i].detach().to(float64) - wanted).abs().max().item<double>();
            double scale = Math.Max(wanted.abs().max().item<double>(), 1e-3);
            Assert.True(error <= tolerance * scale, $"tensor {i}: {error} of {scale}");
        }
    }
}
