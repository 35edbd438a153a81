using static TorchSharp.torch;

namespace Tributary.Learning;

/// <summary>
/// UMAL (Brando et al., 2019), as NeuralHydrology does it: the network reads an asymmetry beside its inputs and answers with the location and scale of
/// one asymmetric Laplace distribution; many random asymmetries, each with the same weight, make the mixture. A batch is repeated for each of them.
/// </summary>
public static class UncountableMixture
{
    private const double WidestScale = 0.5;

    /// <summary>Repeats a batch with random asymmetries, which follow torch's seed.</summary>
    /// <param name="inputs">Inputs, <c>[time, batch, variable]</c>.</param>
    /// <param name="count">Number of asymmetries of each sample.</param>
    /// <param name="lowest">Lowest asymmetry.</param>
    /// <param name="highest">Highest asymmetry.</param>
    /// <returns>Inputs <c>[time, count * batch, variable + 1]</c>, asymmetry by asymmetry, and the asymmetries <c>[count, batch]</c>.</returns>
    public static (Tensor Inputs, Tensor Asymmetry) Extend(Tensor inputs, int count, double lowest = 0.01, double highest = 0.99)
    {
        (long time, long batch) = (inputs.shape[0], inputs.shape[1]);
        Tensor asymmetry = (rand(count, batch, inputs.dtype, inputs.device) * (highest - lowest)) + lowest;
        Tensor column = asymmetry.reshape(1, count * batch, 1).expand(time, count * batch, 1);
        return (cat([inputs.repeat(1, count, 1), column], -1), asymmetry);
    }

    /// <summary>The mixture of a network's outputs: locations as they are, scales <c>0.5 sigmoid(x) + 1e-5</c>, equal weights.</summary>
    /// <param name="latent">Outputs, <c>[step, count * batch, target * 2]</c>: for each target location and scale.</param>
    /// <param name="asymmetry">The asymmetries of <see cref="Extend"/>, <c>[count, batch]</c>.</param>
    /// <param name="targets">Number of targets.</param>
    /// <returns>A mixture of parameters <c>[step, batch, target, count]</c>.</returns>
    public static LaplaceMixture FromLatent(Tensor latent, Tensor asymmetry, int targets = 1)
    {
        (long count, long batch) = (asymmetry.shape[0], asymmetry.shape[1]);
        Tensor parts = latent.reshape(latent.shape[0], count, batch, targets, 2).permute(0, 2, 3, 1, 4);
        Tensor mean = parts.narrow(-1, 0, 1).squeeze(-1);
        Tensor scale = (WidestScale * parts.narrow(-1, 1, 1).squeeze(-1).sigmoid()) + 1e-5;
        Tensor tau = asymmetry.t().unsqueeze(0).unsqueeze(2).expand(mean.shape);
        return new LaplaceMixture(mean, scale, tau, full_like(mean, 1.0 / count));
    }
}
