using System.Runtime.InteropServices;
using static TorchSharp.torch;

namespace TorchSharp;

/// <summary>The shim's attention over the cells of a grid for the processor, which keeps no weights of the cells for the way back.</summary>
internal static partial class FusedAttention
{
    /// <summary>Mean states over the cells, weighed by the softmax of their scores.</summary>
    /// <param name="states">States, <c>[field, feature, channel, cell]</c>.</param>
    /// <param name="weights">Weights of the states in a cell's score, <c>[feature, channel]</c>.</param>
    /// <param name="offsets">What is added to the scores, <c>[feature, cell]</c>.</param>
    /// <param name="mask">1 for cells that take part and 0 for others, <c>[cell]</c>.</param>
    /// <returns>The means, <c>[field, feature, channel]</c>.</returns>
    public static Tensor Run(Tensor states, Tensor weights, Tensor? offsets, Tensor? mask)
    {
        Shim.Check(shim_attention(states.Handle, weights.Handle, offsets?.Handle ?? 0, mask?.Handle ?? 0, out nint context));
        foreach (Tensor? used in (ReadOnlySpan<Tensor?>)[states, weights, offsets, mask])
        {
            GC.KeepAlive(used);
        }

        return Tensor.Own(context);
    }

    [LibraryImport("tributary_torch")]
    private static partial int shim_attention(nint states, nint weights, nint offsets, nint mask, out nint context);
}
