using Tributary.Contracts;
using static TorchSharp.torch;

namespace Tributary.Learning;

/// <summary>
/// What a network's answer means, by the kind of its head. Answers are <c>[..., output]</c>; for each target they hold one value, the latent parameters
/// of a mixture (<see cref="LaplaceMixture.FromLatent"/>, <see cref="GaussianMixture.FromLatent"/>), or its quantiles in ascending order.
/// </summary>
public static class Head
{
    /// <summary>What is expected: the value, the mean of the mixture, or the median of the quantiles.</summary>
    /// <param name="shape">The network's sizes.</param>
    /// <param name="answer">What the network gave, <c>[..., output]</c>.</param>
    /// <returns>Values, <c>[..., target]</c>.</returns>
    /// <exception cref="InputException">The quantiles do not span the median.</exception>
    public static Tensor Expected(NetworkShape shape, Tensor answer) => shape.Head switch
    {
        HeadKind.Regression => answer,
        HeadKind.Quantiles => Quantiles(shape, answer, 0.5).squeeze(-1),
        _ => Mixture(shape, answer)!.Expected(),
    };

    /// <summary>Quantiles: by bisection of a mixture, or linear between those that a quantile head learned.</summary>
    /// <param name="shape">The network's sizes.</param>
    /// <param name="answer">What the network gave, <c>[..., output]</c>.</param>
    /// <param name="probabilities">Probabilities between 0 and 1.</param>
    /// <returns>Quantiles, <c>[..., target, probability]</c>.</returns>
    /// <exception cref="InputException">The head gives no distribution, or learned no quantiles so far out.</exception>
    public static Tensor Quantiles(NetworkShape shape, Tensor answer, params double[] probabilities) => shape.Head switch
    {
        HeadKind.Regression => throw new InputException("A regression head tells no quantiles", "head", "Train with the head cmal, gmm or quantiles, or draw by dropout or an ensemble."),
        HeadKind.Quantiles => stack(probabilities.Select(probability => Between(shape, answer, probability)), -1),
        _ => Mixture(shape, answer)!.Quantiles(probabilities),
    };

    /// <summary>The mixture, of parameters <c>[..., target, component]</c>; null where the head gives none.</summary>
    public static IMixture? Mixture(NetworkShape shape, Tensor answer) => shape.Head switch
    {
        HeadKind.Laplace => LaplaceMixture.FromLatent(answer, shape.Targets),
        HeadKind.Gaussian => GaussianMixture.FromLatent(answer, shape.Targets),
        _ => null,
    };

    /// <summary>
    /// The answer of a head's outputs. Quantiles are made to ascend: the first output of a target is its lowest quantile, each further one adds
    /// <c>softplus(x)</c>, so that they cannot cross.
    /// </summary>
    internal static Tensor Answer(NetworkShape shape, Tensor outputs)
    {
        if (shape.Head != HeadKind.Quantiles || shape.Quantiles.Count == 1)
        {
            return outputs;
        }

        Tensor steps = outputs.reshape([.. outputs.shape[..^1], shape.Targets, shape.Quantiles.Count]);
        Tensor added = nn.functional.softplus(steps.narrow(-1, 1, shape.Quantiles.Count - 1));
        return cat([steps.narrow(-1, 0, 1), added], -1).cumsum(-1).reshape(outputs.shape);
    }

    private static Tensor Between(NetworkShape shape, Tensor answer, double probability)
    {
        IReadOnlyList<double> known = shape.Quantiles;
        if (!(probability >= known[0] && probability <= known[^1]))
        {
            throw new InputException(
                FormattableString.Invariant($"The quantile {probability} lies beyond those that the network learned, {known[0]} to {known[^1]}"),
                "quantiles",
                "Ask for one between them, or train with more quantiles.");
        }

        Tensor quantiles = answer.reshape([.. answer.shape[..^1], shape.Targets, known.Count]);
        int above = 0;
        while (known[above] < probability)
        {
            above++;
        }

        Tensor upper = quantiles.narrow(-1, above, 1).squeeze(-1);
        if (known[above] == probability)
        {
            return upper;
        }

        double share = (probability - known[above - 1]) / (known[above] - known[above - 1]);
        return (quantiles.narrow(-1, above - 1, 1).squeeze(-1) * (1 - share)) + (upper * share);
    }
}
