using static TorchSharp.torch;

namespace Tributary.Learning;

/// <summary>Drops a share of what one layer hands to the next, anew at each step.</summary>
internal sealed class LayerDropout(double share) : nn.Module(nameof(LayerDropout)), IDropsOut
{
    /// <summary>What is left of a sequence, scaled up; all of it unless in training.</summary>
    public Tensor Drop(Tensor sequence) => training ? Recurrence.Drop(sequence, share) : sequence;
}
