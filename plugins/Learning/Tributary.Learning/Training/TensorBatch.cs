using static TorchSharp.torch;

namespace Tributary.Learning;

/// <summary>A batch of windows as tensors, which hold until the next batch is gathered. Shapes are those of <see cref="BatchLayout.TimeFirst"/>.</summary>
/// <param name="Inputs">Inputs, <c>[lookBack, batch, variable]</c>; a gap is 0.</param>
/// <param name="InputMask">1 where an input is there, in the same shape; null where gaps are refused.</param>
/// <param name="Statics">Attributes, <c>[batch, attribute]</c>; null where there are none.</param>
/// <param name="StaticMask">1 where an attribute is there, in the same shape; null where gaps are refused.</param>
/// <param name="Targets">Targets, <c>[predictLast, batch, target]</c>, and where they are observed.</param>
/// <param name="Basins">Index of each sample's basin, <c>[batch]</c>.</param>
/// <param name="ObservedCount">Number of observed targets.</param>
public sealed record TensorBatch(
    Tensor Inputs, Tensor? InputMask, Tensor? Statics, Tensor? StaticMask, Observed Targets, Tensor Basins, int ObservedCount)
{
    /// <summary>What a network is told: the inputs, and where gaps are masked also where they are, <c>[lookBack, batch, variable or 2 variables]</c>.</summary>
    public Tensor Told() => InputMask is null ? Inputs : cat([Inputs, InputMask], -1);
}
