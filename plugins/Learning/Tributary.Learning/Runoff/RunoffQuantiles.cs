using static TorchSharp.torch;

namespace Tributary.Learning;

/// <summary>Quantiles of runoff in what a network says, before conformal moves.</summary>
internal static class RunoffQuantiles
{
    /// <summary>Quantiles of the first target; of a head that gives one number that number, for conformal moves to spread.</summary>
    /// <param name="shape">The network's sizes.</param>
    /// <param name="answer">What the network says, <c>[step, batch, output]</c>.</param>
    /// <param name="probabilities">Their probabilities.</param>
    /// <returns>Quantiles, <c>[step, batch, probability]</c>.</returns>
    public static Tensor Of(NetworkShape shape, Tensor answer, IReadOnlyList<double> probabilities) => shape.Head == HeadKind.Regression
        ? answer.narrow(-1, 0, 1).expand([answer.shape[0], answer.shape[1], probabilities.Count])
        : Head.Quantiles(shape, answer, [.. probabilities]).select(-2, 0);
}
