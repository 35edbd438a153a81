using static TorchSharp.torch;

namespace Tributary.Learning;

/// <summary>Normal distributions mixed: a mixture density network (Bishop, 1994), as NeuralHydrology's GMM head.</summary>
/// <param name="Mean">Means, <c>[..., component]</c>.</param>
/// <param name="Deviation">Standard deviations, above 0.</param>
/// <param name="Weight">Weights, which sum to 1.</param>
public sealed record GaussianMixture(Tensor Mean, Tensor Deviation, Tensor Weight) : IMixture
{
    private const double LeastDensity = 1e-10;

    /// <summary>The mixture of a network's outputs: means as they are, deviations <c>exp(x) + 1e-5</c>, weights by softmax.</summary>
    /// <param name="latent">Outputs, <c>[..., target * 3 * component]</c>: for each target mean, deviation and weight in this order.</param>
    /// <param name="targets">Number of targets.</param>
    /// <returns>A mixture of parameters <c>[..., target, component]</c>.</returns>
    public static GaussianMixture FromLatent(Tensor latent, int targets = 1)
    {
        Tensor[] parts = LatentParts.Of(latent, targets, 3);
        return new GaussianMixture(parts[0], parts[1].exp() + 1e-5, parts[2].softmax(-1));
    }

    /// <inheritdoc/>
    public Tensor Loss(Observed observed)
    {
        Tensor error = (observed.Values.unsqueeze(-1) - Mean) / Deviation;
        Tensor density = (-0.5 * error.square()).exp() / (Deviation * Math.Sqrt(2 * Math.PI));
        return observed.Mean(-((Weight * density).sum(-1) + LeastDensity).log());
    }

    /// <inheritdoc/>
    public Tensor Cumulative(Tensor value) =>
        (Weight * (1 + ((value.unsqueeze(-1) - Mean) / (Deviation * Math.Sqrt(2))).erf())).sum(-1) / 2;

    /// <inheritdoc/>
    public Tensor Expected() => (Weight * Mean).sum(-1);

    /// <inheritdoc/>
    public Tensor ComponentQuantile(Tensor probability) => Mean + (Deviation * Math.Sqrt(2) * ((2 * probability) - 1).erfinv());
}
