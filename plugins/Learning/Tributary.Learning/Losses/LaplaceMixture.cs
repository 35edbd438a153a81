using static TorchSharp.torch;

namespace Tributary.Learning;

/// <summary>
/// Asymmetric Laplace distributions mixed: CMAL (Klotz et al., 2022, HESS 26, 1673), with density
/// <c>tau (1 - tau) / b exp(-max(tau e, (tau - 1) e) / b)</c> of <c>e = y - mu</c> for each component.
/// </summary>
/// <param name="Mean">Locations mu, <c>[..., component]</c>.</param>
/// <param name="Scale">Scales b, above 0.</param>
/// <param name="Asymmetry">Asymmetries tau, between 0 and 1: the probability below the location.</param>
/// <param name="Weight">Weights, which sum to 1.</param>
public sealed record LaplaceMixture(Tensor Mean, Tensor Scale, Tensor Asymmetry, Tensor Weight) : IMixture
{
    private const double Smallest = 1e-5;

    /// <summary>
    /// The mixture of a network's outputs as NeuralHydrology binds them: mu as it is, <c>b = softplus(2 x) / 2 + 1e-5</c>,
    /// <c>tau = (1 - 1e-5) sigmoid(x) + 1e-5</c>, and weights by softmax likewise kept from 0.
    /// </summary>
    /// <param name="latent">Outputs, <c>[..., target * 4 * component]</c>: for each target mu, b, tau and weight in this order.</param>
    /// <param name="targets">Number of targets.</param>
    /// <returns>A mixture of parameters <c>[..., target, component]</c>.</returns>
    public static LaplaceMixture FromLatent(Tensor latent, int targets = 1)
    {
        Tensor[] parts = LatentParts.Of(latent, targets, 4);
        return new LaplaceMixture(
            parts[0],
            ((2 * parts[1]).softplus() / 2) + Smallest,
            ((1 - Smallest) * parts[2].sigmoid()) + Smallest,
            ((1 - Smallest) * parts[3].softmax(-1)) + Smallest);
    }

    /// <inheritdoc/>
    public Tensor Loss(Observed observed)
    {
        Tensor error = observed.Values.unsqueeze(-1) - Mean;
        Tensor density = Asymmetry.log() + (1 - Asymmetry).log() - Scale.log() - (maximum(Asymmetry * error, (Asymmetry - 1) * error) / Scale);
        return observed.Mean(-((Weight + 1e-8).log() + density).logsumexp(-1));
    }

    /// <inheritdoc/>
    public Tensor Cumulative(Tensor value)
    {
        Tensor error = (value.unsqueeze(-1) - Mean) / Scale;
        Tensor below = Asymmetry * ((1 - Asymmetry) * error.clamp_max(0)).exp();
        Tensor above = 1 - ((1 - Asymmetry) * (-Asymmetry * error.clamp_min(0)).exp());
        return (Weight * where(error < 0, below, above)).sum(-1) / Weight.sum(-1);
    }

    /// <inheritdoc/>
    public Tensor Expected() => (Weight * (Mean + (Scale * (1 - (2 * Asymmetry)) / (Asymmetry * (1 - Asymmetry))))).sum(-1) / Weight.sum(-1);

    /// <inheritdoc/>
    public Tensor ComponentQuantile(Tensor probability)
    {
        Tensor below = (minimum(probability / Asymmetry, ones_like(probability))).log() / (1 - Asymmetry);
        Tensor above = -(minimum((1 - probability) / (1 - Asymmetry), ones_like(probability))).log() / Asymmetry;
        return Mean + (Scale * (below + above));
    }
}
