using TorchSharp;
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
        if (!probabilities.All(probability => probability is > 0 and < 1))
        {
            throw new ArgumentOutOfRangeException(nameof(probabilities), string.Join(", ", probabilities), "A quantile's probability lies between 0 and 1.");
        }

        using IDisposable still = no_grad();
        using DisposeScope scope = NewDisposeScope();
        Tensor weight = mixture.Weight;
        long[] first = [probabilities.Length, .. Enumerable.Repeat(1L, weight.shape.Length - 1)];
        Tensor probability = tensor(probabilities, weight.dtype, weight.device).reshape(first);
        Tensor ends = mixture.ComponentQuantile(probability.unsqueeze(-1).expand([probabilities.Length, .. weight.shape]));
        Tensor low = ends.amin([-1L]);
        Tensor high = ends.amax([-1L]);
        for (int halving = 0; halving < Halvings; halving++)
        {
            Tensor middle = (low + high) / 2;
            Tensor tooLow = mixture.Cumulative(middle) < probability;
            low = where(tooLow, middle, low);
            high = where(tooLow, high, middle);
        }

        return ((low + high) / 2).movedim([0], [-1]).MoveToOuterDisposeScope();
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
}
