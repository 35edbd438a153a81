using TorchSharp.Modules;
using static Tributary.Learning.Tests.Torch.Case;
using static Tributary.Learning.Tests.Torch.Input;
using static TorchSharp.torch;

namespace Tributary.Learning.Tests.Torch;

/// <summary>What TorchSharp.System has inside: libtorch's own LSTM, which nn.LSTM leaves for the fused one on the processor.</summary>
internal static class SystemCases
{
    public static IReadOnlyList<Case> All { get; } =
    [
        Unfused("nn.LSTM(2, 3)", () => nn.LSTM(2, 3), Real(5, 2, 2)),
        Unfused("nn.LSTM(2, 3, 2, bias=False, batch_first=True)", () => nn.LSTM(2, 3, 2, false, true), Real(2, 4, 2)),
        Unfused("nn.LSTM(2, 2, 3)", () => nn.LSTM(2, 2, 3), Real(4, 2, 2), Real(3, 2, 2), Real(3, 2, 2)),
        Unfused("nn.LSTM(2, 2, 2, batch_first=True, bidirectional=True)", () => nn.LSTM(2, 2, 2, batchFirst: true, bidirectional: true), Real(2, 4, 2), Real(4, 2, 2), Real(4, 2, 2)),
        Unfused("nn.LSTM(2, 2, 2, dropout=0.5)", () => nn.LSTM(2, 2, 2, dropout: 0.5), Real(4, 2, 2)),
    ];

    private static Case Unfused(string python, Func<LSTM> make, params Input[] inputs)
    {
        bool dropping = python.Contains("dropout", StringComparison.Ordinal);
        Case of = Layer(
            python,
            dropping ? "flat(m.eval()(a))" : inputs.Length == 1 ? "flat(m(a))" : "flat(m(a, (b, c)))",
            make,
            (m, x) =>
            {
                m.train(!dropping);
                (Tensor output, Tensor h, Tensor c) = m.Unfused(x[0], x.Length == 1 ? null : (x[1], x[2]), [.. m.parameters()]);
                return [output, h, c];
            },
            inputs);
        return of.Named($"{of.Name}, libtorch's own") with { Asked = of.Name };
    }
}
