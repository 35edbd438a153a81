using System.Runtime.InteropServices;
using static TorchSharp.torch;

namespace TorchSharp;

/// <summary>The shim's dropout for the processor: of the seed as libtorch's is, but with numbers of its own, drawn by all threads and not kept for the way back.</summary>
internal static partial class FusedDropout
{
    /// <summary>Zeros with a probability, the rest scaled up.</summary>
    /// <param name="input">Numbers in single or double precision on the processor.</param>
    /// <param name="probability">At least 0 and below 1.</param>
    public static Tensor Run(Tensor input, double probability)
    {
        Shim.Check(shim_dropout(input.Handle, probability, out nint dropped));
        GC.KeepAlive(input);
        return Tensor.Own(dropped);
    }

    [LibraryImport("tributary_torch")]
    private static partial int shim_dropout(nint input, double share, out nint result);
}
