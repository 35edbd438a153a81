using static TorchSharp.torch;

namespace Tributary.Learning;

/// <summary>A predicted distribution for each value, mixed of several simple ones; its parameters are <c>[..., component]</c>.</summary>
public interface IMixture
{
    /// <summary>Weights of the components, <c>[..., component]</c>, which sum to 1.</summary>
    Tensor Weight { get; }

    /// <summary>The negative log likelihood, averaged over what is observed: a loss.</summary>
    /// <param name="observed">Observed values, <c>[...]</c>.</param>
    Tensor Loss(Observed observed);

    /// <summary>The probability of values up to some, <c>[...]</c>.</summary>
    Tensor Cumulative(Tensor value);

    /// <summary>The expected value, <c>[...]</c>.</summary>
    Tensor Expected();

    /// <summary>The quantile of each component, <c>[..., component]</c>.</summary>
    /// <param name="probability">Probability, of a shape that spreads to that of the parameters.</param>
    Tensor ComponentQuantile(Tensor probability);
}
