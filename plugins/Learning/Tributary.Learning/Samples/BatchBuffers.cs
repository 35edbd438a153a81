namespace Tributary.Learning;

/// <summary>Memory of the caller that a batch is written to, a tensor's own for instance; an empty span is left out. With B samples:</summary>
public ref struct BatchBuffers
{
    /// <summary>Inputs, <c>[lookBack, B, variable]</c> or <c>[B, lookBack, variable]</c>; a gap is 0.</summary>
    public Span<float> Inputs { get; set; }

    /// <summary>1 where an input is there and 0 where it is a gap, in the shape of <see cref="Inputs"/>.</summary>
    public Span<float> InputMask { get; set; }

    /// <summary>Attributes, <c>[B, attribute]</c>; a gap is 0.</summary>
    public Span<float> Statics { get; set; }

    /// <summary>1 where an attribute is there and 0 where it is a gap, <c>[B, attribute]</c>.</summary>
    public Span<float> StaticMask { get; set; }

    /// <summary>Targets of the last steps, <c>[predictLast, B, target]</c> or <c>[B, predictLast, target]</c>; a gap is 0.</summary>
    public Span<float> Targets { get; set; }

    /// <summary>1 where a target is observed and 0 where it is not, in the shape of <see cref="Targets"/>.</summary>
    public Span<float> TargetMask { get; set; }

    /// <summary>Index of each sample's basin, <c>[B]</c>.</summary>
    public Span<long> Basins { get; set; }
}
