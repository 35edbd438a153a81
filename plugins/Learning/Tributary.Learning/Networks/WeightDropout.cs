using static TorchSharp.torch;

namespace Tributary.Learning;

/// <summary>
/// Dropout of weights: a mask of Bernoulli(1 - p) / (1 - p) multiplies a weight in training. It is drawn when a network begins to read a sequence and
/// is the same at all of its steps and for all sequences of the batch (hydroDL; variational dropout, Gal and Ghahramani, 2016).
/// </summary>
/// <param name="probability">Share of the weights that are dropped, p.</param>
internal sealed class WeightDropout(double probability) : nn.Module(nameof(WeightDropout)), IDropsOut
{
    /// <summary>A weight with a mask drawn anew.</summary>
    public Tensor Drop(Tensor weight) => training && probability > 0 ? nn.functional.dropout(weight, probability, training: true) : weight;
}
