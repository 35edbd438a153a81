using static TorchSharp.torch;

namespace Tributary.Learning;

/// <summary>Observed values and where they are: a gap is 0 in both.</summary>
/// <param name="Values">The values, 0 in gaps.</param>
/// <param name="Mask">1 where observed and 0 in gaps, in the shape of the values.</param>
public readonly record struct Observed(Tensor Values, Tensor Mask)
{
    /// <summary>Splits values whose gaps are NaN.</summary>
    public static Observed Of(Tensor values)
    {
        Tensor there = values.isfinite();
        return new Observed(values.masked_fill(there.logical_not(), 0), there.to_type(values.dtype));
    }

    /// <summary>The mean of something over the observed values; 0 where nothing is observed.</summary>
    /// <param name="each">Something for each value, in the shape of the values.</param>
    public Tensor Mean(Tensor each) => (each * Mask).sum() / Mask.sum().clamp_min(1);
}
