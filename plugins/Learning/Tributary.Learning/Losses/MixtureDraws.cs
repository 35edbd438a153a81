using static TorchSharp.torch;

namespace Tributary.Learning;

/// <summary>Quantiles of mixtures, and values drawn from them.</summary>
public static class MixtureDraws
{
    private const int Halvings = 50;

    /// <summary>
    /// Quantiles by bisection. A mixture's quantile lies between the lowest and the highest quantile of its components, from where 50 halvings
    /// leave less than single precision shows.
    /// </summary>
    /// <param name="mixture">The distributions, of parameters <c>[..., component]</c>.</param>
    /// <param name="probabilities">Probabilities between 0 and 1.</param>
    /// <returns>Quantiles, <c>[..., probability]</c>.</returns>
    public static Tensor Quantiles(this IMixture mixture, params double[] probabilities)
    {
        using IDisposable still = no_grad();
        return stack([.. probabilities.Select(probability => Quantile(mixture, probability))], -1);
    }

    /// <summary>
    /// Values drawn at random: a component by its weight, then its quantile at a uniform number. They follow torch's seed.
    /// </summary>
    /// <param name="mixture">The distributions, of parameters <c>[..., component]</c>.</param>
    /// <param name="count">Values of each distribution.</param>
    /// <returns>Values, <c>[count, ...]</c>.</returns>
    public static Tensor Sample(this IMixture mixture, int count)
    {
        using IDisposable still = no_grad();
        Tensor weight = mixture.Weight;
        long[] shape = [count, .. weight.shape[..^1], 1];
        Tensor cumulative = weight.cumsum(-1);
        Tensor pick = rand(shape, weight.dtype, weight.device) * cumulative.narrow(-1, weight.shape[^1] - 1, 1);
        Tensor component = (cumulative <= pick).to_type(ScalarType.Int64).sum(-1, keepdim: true).clamp_max(weight.shape[^1] - 1);
        double margin = weight.dtype == ScalarType.Float64 ? 1e-15 : 1e-7;
        Tensor uniform = rand(shape, weight.dtype, weight.device).clamp(margin, 1 - margin);
        return mixture.ComponentQuantile(uniform.expand([count, .. weight.shape])).gather(-1, component).squeeze(-1);
    }

    private static Tensor Quantile(IMixture mixture, double probability)
    {
        if (!(probability > 0 && probability < 1))
        {
            throw new ArgumentOutOfRangeException(nameof(probability), probability, "A quantile's probability lies between 0 and 1.");
        }

        Tensor ends = mixture.ComponentQuantile(full_like(mixture.Weight, probability));
        Tensor low = ends.amin([-1L]);
        Tensor high = ends.amax([-1L]);
        for (int halving = 0; halving < Halvings; halving++)
        {
            Tensor middle = (low + high) / 2;
            Tensor tooLow = mixture.Cumulative(middle) < probability;
            low = where(tooLow, middle, low);
            high = where(tooLow, high, middle);
        }

        return (low + high) / 2;
    }
}
