using TorchSharp;
using TorchSharp.Modules;
using static Tributary.Learning.Tests.Torch.Case;
using static Tributary.Learning.Tests.Torch.Input;
using static TorchSharp.torch;

namespace Tributary.Learning.Tests.Torch;

/// <summary>Layers with the same weights on both sides, under the same names.</summary>
internal static class LayerCases
{
    public static IReadOnlyList<Case> All { get; } =
    [
        Layer("nn.Linear(3, 4)", "m(a)", () => nn.Linear(3, 4), (m, x) => [m.call(x[0]), m.forward(x[0])], Real(5, 3)),
        Layer("nn.Linear(3, 4, bias=False)", "m(a)", () => nn.Linear(3, 4, false), (m, x) => [m.call(x[0])], Real(2, 5, 3)),
        Of("F.linear(a, b, c)", Real(5, 3), Real(4, 3), Real(4), (a, b, c) => [nn.functional.linear(a, b, c)]),

        Layer("nn.Conv1d(2, 3, 3)", "m(a)", () => nn.Conv1d(2, 3, 3), (m, x) => [m.call(x[0])], Real(2, 2, 8)),
        Layer("nn.Conv1d(4, 6, 3, stride=2, padding=2, dilation=2, groups=2, bias=False)", "m(a)", () => nn.Conv1d(4, 6, 3, 2, 2, 2, groups: 2, bias: false), (m, x) => [m.call(x[0])], Real(2, 4, 9)),
        Of("F.conv1d(a, b, c, 2, 1, 1, 1)", Real(2, 2, 7), Real(3, 2, 3), Real(3), (a, b, c) => [nn.functional.conv1d(a, b, c, 2, 1, 1, 1)]),
        Layer("nn.Conv2d(2, 3, 3)", "m(a)", () => nn.Conv2d(2, 3, 3), (m, x) => [m.call(x[0])], Real(1, 2, 5, 4)),
        Layer("nn.Conv2d(4, 2, (3, 2), stride=(2, 1), padding=(1, 0), dilation=(1, 2), groups=2)", "m(a)", () => nn.Conv2d(4, 2, (3, 2), (2, 1), (1, 0), (1, 2), groups: 2), (m, x) => [m.call(x[0])], Real(1, 4, 5, 5)),
        Of("F.conv2d(a, b, c, (1, 2), (1, 0), (1, 1), 1)", Real(1, 2, 4, 5), Real(3, 2, 2, 3), Real(3), (a, b, c) => [nn.functional.conv2d(a, b, c, [1, 2], [1, 0], [1, 1], 1)]),
        Of("F.avg_pool2d(a, 2)", Real(1, 2, 4, 6), a => [nn.functional.avg_pool2d(a, 2)]),
        Of("F.avg_pool2d(a, 3, 2, 1, True, False)", Real(1, 2, 5, 6), a => [nn.functional.avg_pool2d(a, 3, 2, 1, true, false)]),
        Of("F.pad(a, (1, 2, 0, 3), value=1.5)", Real(2, 3), a => [nn.functional.pad(a, [1, 2, 0, 3], PaddingModes.Constant, 1.5)]),
        Of("F.pad(a, (-1, 2))", Real(2, 3), a => [nn.functional.pad(a, [-1, 2])]),
        Of("F.pad(a, (1, 2), 'reflect')", Real(2, 3, 4), a => [nn.functional.pad(a, [1, 2], PaddingModes.Reflect)]),
        Of("F.pad(a, (1, 2), 'replicate')", Real(2, 3, 4), a => [nn.functional.pad(a, [1, 2], PaddingModes.Replicate)]),
        Of("F.pad(a, (1, 2), 'circular')", Real(2, 3, 4), a => [nn.functional.pad(a, [1, 2], PaddingModes.Circular)]),

        Layer("nn.LayerNorm(4)", "m(a)", () => nn.LayerNorm(4), (m, x) => [m.call(x[0])], Real(2, 3, 4)),
        Layer("nn.LayerNorm((3, 4), eps=0.01)", "m(a)", () => nn.LayerNorm([3, 4], 0.01), (m, x) => [m.call(x[0])], Real(2, 3, 4)),
        Layer("nn.LayerNorm(4, elementwise_affine=False)", "m(a)", () => nn.LayerNorm(4, elementwise_affine: false), (m, x) => [m.call(x[0])], Real(3, 4)),
        Of("F.layer_norm(a, (4,), b, c, 0.001)", Real(3, 4), Real(4), Real(4), (a, b, c) => [nn.functional.layer_norm(a, [4], b, c, 0.001)]),
        Layer("nn.Embedding(6, 3)", "m(a)", () => nn.Embedding(6, 3), (m, x) => [m.call(x[0])], Whole(0, 6, 2, 4)),
        Layer("nn.Embedding(6, 3, padding_idx=2, scale_grad_by_freq=True)", "m(a)", () => nn.Embedding(6, 3, 2, scale_grad_by_freq: true), (m, x) => [m.call(x[0])], Whole(0, 6, 2, 4)).Rough(),
        Layer("nn.Embedding(6, 3, max_norm=1.5, norm_type=1)", "m(a)", () => nn.Embedding(6, 3, max_norm: 1.5, norm_type: 1), (m, x) => [m.call(x[0])], Whole(0, 6, 2, 4)).Rough(),
        Layer("nn.Dropout(0.3)", "m(a)", () => nn.Dropout(0.3), (m, x) => [m.call(x[0])], Real(5, 6)),
        Layer("nn.Dropout(0)", "m(a)", () => nn.Dropout(0), (m, x) => [m.call(x[0])], Real(3, 4)),
        Layer("nn.Dropout(1)", "m(a)", () => nn.Dropout(1), (m, x) => [m.call(x[0])], Real(3, 4)),
        Layer("nn.Dropout(0.7)", "m.eval()(a)", () => nn.Dropout(0.7), Evaluated, Real(3, 4)),

        Layer("nn.ReLU()", "m(a)", () => nn.ReLU(), (m, x) => [m.call(x[0])], Real(3, 4)),
        Layer("nn.Sigmoid()", "m(a)", () => nn.Sigmoid(), (m, x) => [m.call(x[0])], Real(3, 4)),
        Layer("nn.Tanh()", "m(a)", () => nn.Tanh(), (m, x) => [m.call(x[0])], Real(3, 4)),
        Layer("nn.SiLU()", "m(a)", () => nn.SiLU(), (m, x) => [m.call(x[0])], Real(3, 4)),
        Layer("nn.GELU()", "m(a)", () => nn.GELU(), (m, x) => [m.call(x[0])], Real(3, 4)),
        Layer("nn.LeakyReLU(0.2)", "m(a)", () => nn.LeakyReLU(0.2), (m, x) => [m.call(x[0])], Real(3, 4)),
        Layer("nn.LeakyReLU()", "m(a)", () => nn.LeakyReLU(), (m, x) => [m.call(x[0])], Real(3, 4)),
        Layer("nn.ELU(0.6)", "m(a)", () => nn.ELU(0.6), (m, x) => [m.call(x[0])], Real(3, 4)),
        Layer("nn.Softplus(2, 3)", "m(a)", () => nn.Softplus(2, 3), (m, x) => [m.call(x[0])], Real(3, 4)),
        Layer("nn.Softmax(1)", "m(a)", () => nn.Softmax(1), (m, x) => [m.call(x[0])], Real(3, 4)),

        Layer("nn.Sequential(nn.Linear(3, 4), nn.Tanh(), nn.Dropout(0.5), nn.Sequential(nn.Linear(4, 2), nn.Softplus()))", "m.eval()(a)",
            () => nn.Sequential(nn.Linear(3, 4), nn.Tanh(), nn.Dropout(), nn.Sequential(nn.Linear(4, 2), nn.Softplus())), Evaluated, Real(5, 3)),
        Layer("nn.Sequential(__import__('collections').OrderedDict(first=nn.Linear(3, 4, bias=False), then=nn.ReLU(), last=nn.Linear(4, 1)))", "m(a)",
            () => nn.Sequential(("first", nn.Linear(3, 4, false)), ("then", nn.ReLU()), ("last", nn.Linear(4, 1))), (m, x) => [m.call(x[0])], Real(5, 3)),
        Layer("nn.Sequential()", "m(a) * 2", () => nn.Sequential(Array.Empty<nn.Module<Tensor, Tensor>>()), (m, x) => [m.call(x[0]) * 2], Real(3, 4)),

        Layer("nn.LSTM(2, 3)", "flat(m(a))", () => nn.LSTM(2, 3), (m, x) => Three(m.call(x[0])), Real(5, 2, 2)),
        Layer("nn.LSTM(2, 3, 2, bias=False, batch_first=True)", "flat(m(a))", () => nn.LSTM(2, 3, 2, false, true), (m, x) => Three(m.call(x[0])), Real(2, 4, 2)),
        Layer("nn.LSTM(2, 2, 3)", "flat(m(a, (b, c)))", () => nn.LSTM(2, 2, 3), (m, x) => Three(m.call(x[0], (x[1], x[2]))), Real(4, 2, 2), Real(3, 2, 2), Real(3, 2, 2)),
        Layer("nn.LSTM(2, 2, bidirectional=True)", "flat(m(a))", () => nn.LSTM(2, 2, bidirectional: true), (m, x) => Three(m.call(x[0])), Real(5, 2, 2)),
        Layer("nn.LSTM(2, 2, 2, batch_first=True, bidirectional=True)", "flat(m(a, (b, c)))", () => nn.LSTM(2, 2, 2, batchFirst: true, bidirectional: true),
            (m, x) => Three(m.call(x[0], (x[1], x[2]))), Real(2, 4, 2), Real(4, 2, 2), Real(4, 2, 2)),
        Layer("nn.LSTM(2, 2, 2, dropout=0.5)", "flat(m.eval()(a))", () => nn.LSTM(2, 2, 2, dropout: 0.5), (m, x) => { m.eval(); return Three(m.call(x[0])); }, Real(4, 2, 2)),
        Packed("nn.LSTM(2, 3)", () => nn.LSTM(2, 3), [5, 3, 1], sorted: true),
        Packed("nn.LSTM(2, 2, 2, bidirectional=True)", () => nn.LSTM(2, 2, 2, bidirectional: true), [2, 5, 1], sorted: false),

        Of("flat(rnn.pack_padded_sequence(a, tensor([2, 4, 1]), enforce_sorted=False))", Real(4, 3, 2), a => Parts(nn.utils.rnn.pack_padded_sequence(a, tensor(new[] { 2L, 4, 1 }), enforce_sorted: false))),
        Of("flat(rnn.pack_padded_sequence(a, tensor([4, 2]), True)[:2])", Real(2, 4, 3), a => [.. Parts(nn.utils.rnn.pack_padded_sequence(a, tensor(new[] { 4L, 2 }), true))]),
        Of("flat(rnn.pad_packed_sequence(rnn.pack_padded_sequence(a, tensor([2, 4, 1]), enforce_sorted=False), True, -1.5, 6))", Real(4, 3, 2), a =>
            Two(nn.utils.rnn.pad_packed_sequence(nn.utils.rnn.pack_padded_sequence(a, tensor(new[] { 2L, 4, 1 }), enforce_sorted: false), true, -1.5, 6))),
    ];

    private static Tensor[] Evaluated<T>(T module, Tensor[] x)
        where T : nn.Module<Tensor, Tensor>
    {
        module.eval();
        return [module.call(x[0])];
    }

    private static Case Packed(string python, Func<LSTM> make, long[] lengths, bool sorted) => Layer(
        python,
        $"""
        o, (h, c) = m(rnn.pack_padded_sequence(a, tensor([{string.Join(", ", lengths)}]), enforce_sorted={(sorted ? "True" : "False")}))
        result = [*rnn.pad_packed_sequence(o), h, c]
        """,
        make,
        (m, x) =>
        {
            (nn.utils.rnn.PackedSequence output, Tensor h, Tensor c) = m.call(nn.utils.rnn.pack_padded_sequence(x[0], tensor(lengths), enforce_sorted: sorted));
            return [.. Two(nn.utils.rnn.pad_packed_sequence(output)), h, c];
        },
        Real(5, lengths.Length, 2)).Named($"{python} of packed sequences, {(sorted ? "sorted" : "not sorted")}");

    private static Tensor[] Parts(nn.utils.rnn.PackedSequence packed) => [.. new[] { packed.data, packed.batch_sizes, packed.sorted_indices, packed.unsorted_indices }.OfType<Tensor>()];

    private static Tensor[] Two((Tensor First, Tensor Second) pair) => [pair.First, pair.Second];

    private static Tensor[] Three((Tensor First, Tensor Second, Tensor Third) parts) => [parts.First, parts.Second, parts.Third];
}
