using static Tributary.Learning.Tests.Torch.Case;
using static Tributary.Learning.Tests.Torch.Input;
using static TorchSharp.torch;

namespace Tributary.Learning.Tests.Torch;

/// <summary>Losses, and the first values of weights from the same seed.</summary>
internal static class LossCases
{
    public static IReadOnlyList<Case> All { get; } =
    [
        Of("F.mse_loss(a, b)", Real(3, 4), Real(3, 4), (a, b) => [nn.functional.mse_loss(a, b), nn.MSELoss().call(a, b)]),
        Of("F.mse_loss(a, b, reduction='sum')", Real(3, 4), Real(3, 4), (a, b) => [nn.functional.mse_loss(a, b, nn.Reduction.Sum), nn.MSELoss(nn.Reduction.Sum).call(a, b)]),
        Of("F.mse_loss(a, b, reduction='none')", Real(3, 4), Real(3, 4), (a, b) => [nn.functional.mse_loss(a, b, nn.Reduction.None), nn.MSELoss(nn.Reduction.None).call(a, b)]),
        Of("F.l1_loss(a, b)", Real(3, 4), Real(3, 4), (a, b) => [nn.functional.l1_loss(a, b), nn.L1Loss().call(a, b)]),
        Of("F.l1_loss(a, b, reduction='sum')", Real(3, 4), Real(3, 4), (a, b) => [nn.functional.l1_loss(a, b, nn.Reduction.Sum), nn.L1Loss(nn.Reduction.Sum).call(a, b)]),
        Of("F.smooth_l1_loss(a, b)", Real(3, 4), Real(3, 4), (a, b) => [nn.functional.smooth_l1_loss(a, b), nn.SmoothL1Loss().call(a, b)]),
        Of("F.smooth_l1_loss(a, b, reduction='none', beta=0.4)", Real(3, 4), Real(3, 4), (a, b) => [nn.functional.smooth_l1_loss(a, b, nn.Reduction.None, 0.4), nn.SmoothL1Loss(nn.Reduction.None, 0.4).call(a, b)]),
        Of("F.huber_loss(a, b)", Real(3, 4), Real(3, 4), (a, b) => [nn.functional.huber_loss(a, b), nn.HuberLoss().call(a, b)]),
        Of("F.huber_loss(a, b, reduction='sum', delta=0.4)", Real(3, 4), Real(3, 4), (a, b) => [nn.functional.huber_loss(a, b, 0.4, nn.Reduction.Sum), nn.HuberLoss(0.4, nn.Reduction.Sum).call(a, b)]),
        Of("F.binary_cross_entropy_with_logits(a, b)", Real(3, 4), Unit(3, 4), (a, b) => [nn.functional.binary_cross_entropy_with_logits(a, b)]),
        Of("F.binary_cross_entropy_with_logits(a, b, c.detach(), reduction='sum')", Real(3, 4), Unit(3, 4), Positive(4), (a, b, c) => [nn.functional.binary_cross_entropy_with_logits(a, b, c.detach(), nn.Reduction.Sum)]).Rough(),
        Of("F.binary_cross_entropy_with_logits(a, b, pos_weight=c.detach())", Real(3, 4), Unit(3, 4), Positive(4), (a, b, c) => [nn.functional.binary_cross_entropy_with_logits(a, b, pos_weights: c.detach())]).Rough(),

        First("(nn.init.ones_(x), nn.init.zeros_(y), nn.init.constant_(z, 2.5))", (x, y, z) => [nn.init.ones_(x), nn.init.zeros_(y), nn.init.constant_(z, 2.5)]),
        First("(nn.init.uniform_(x), nn.init.uniform_(y, -2, 3), nn.init.normal_(z, 1, 0.2))", (x, y, z) => [nn.init.uniform_(x), nn.init.uniform_(y, -2, 3), nn.init.normal_(z, 1, 0.2)]),
        First("(nn.init.xavier_uniform_(x), nn.init.xavier_uniform_(y, 2), nn.init.xavier_normal_(z, 0.5))", (x, y, z) => [nn.init.xavier_uniform_(x), nn.init.xavier_uniform_(y, 2), nn.init.xavier_normal_(z, 0.5)]),
        First("(nn.init.kaiming_uniform_(x), nn.init.kaiming_uniform_(y, 0.3, 'fan_out'), nn.init.kaiming_normal_(z, nonlinearity='relu'))", (x, y, z) =>
            [nn.init.kaiming_uniform_(x), nn.init.kaiming_uniform_(y, 0.3, nn.init.FanInOut.FanOut), nn.init.kaiming_normal_(z, nonlinearity: nn.init.NonlinearityType.ReLU)]),
        First("(nn.init.orthogonal_(x), nn.init.orthogonal_(y, 1.5), nn.init.orthogonal_(z))", (x, y, z) => [nn.init.orthogonal_(x), nn.init.orthogonal_(y, 1.5), nn.init.orthogonal_(z)]),
        Of("tensor([nn.init.calculate_gain(n) for n in ('linear', 'sigmoid', 'tanh', 'relu')] + [nn.init.calculate_gain('leaky_relu', 0.3)], dtype=torch.float64)", () =>
            [tensor(new[]
            {
                nn.init.calculate_gain(nn.init.NonlinearityType.Linear), nn.init.calculate_gain(nn.init.NonlinearityType.Sigmoid), nn.init.calculate_gain(nn.init.NonlinearityType.Tanh),
                nn.init.calculate_gain(nn.init.NonlinearityType.ReLU), nn.init.calculate_gain(nn.init.NonlinearityType.LeakyReLU, 0.3),
            })]),
        Of("tensor(nn.init._calculate_fan_in_and_fan_out(a))", Real(4, 3, 2), a => [Pair(nn.init.CalculateFanInAndFanOut(a))]),
        Of("[p.detach() for p in nn.Linear(3, 4).parameters()]", () => Weights(nn.Linear(3, 4))),
        Of("[p.detach() for p in nn.Conv1d(4, 6, 3, groups=2).parameters()]", () => Weights(nn.Conv1d(4, 6, 3, groups: 2))),
        Of("[p.detach() for p in nn.Conv2d(2, 3, (2, 3)).parameters()]", () => Weights(nn.Conv2d(2, 3, (2, 3)))),
        Of("[p.detach() for p in nn.Embedding(4, 3).parameters()]", () => Weights(nn.Embedding(4, 3))),
        Of("[p.detach() for p in nn.LSTM(2, 3, bidirectional=True).parameters()]", () => Weights(nn.LSTM(2, 3, bidirectional: true))),
    ];

    private static Case First(string python, Func<Tensor, Tensor, Tensor, Tensor[]> ours)
    {
        Case of = Of(
            $"(lambda x, y, z: {python})(zeros(3, 4, dtype=dtype), zeros(5, 2, dtype=dtype), zeros(2, 3, 2, dtype=dtype))",
            Real(1),
            a => ours(zeros([3, 4], a.dtype), zeros([5, 2], a.dtype), zeros([2, 3, 2], a.dtype)));
        return of.Named(python) with { Source = ours };
    }

    private static Tensor Pair((long, long) pair) => tensor(new[] { pair.Item1, pair.Item2 });

    private static Tensor[] Weights(nn.Module module) => [.. module.parameters().Select(parameter => parameter.detach())];
}
