using System.Runtime.InteropServices;
using static TorchSharp.torch;

namespace TorchSharp;

/// <summary>The shim's depthwise ConvLSTM for the processor, which keeps nothing for the way back but its inputs and its states.</summary>
internal static partial class FusedConvLstm
{
    /// <summary>Runs one layer.</summary>
    /// <param name="input">Inputs, <c>[batch, time, feature, y, x]</c>.</param>
    /// <param name="inputKernel">Kernels of the inputs, <c>[channel, 4, k, k]</c>; gates input, forget, cell, output.</param>
    /// <param name="hiddenKernel">Kernels of the states, of the same shape.</param>
    /// <param name="bias">Biases, <c>[channel, 4]</c>.</param>
    /// <param name="isHard">Whether gates are clip(0.2 x + 0.5, 0, 1).</param>
    /// <returns>States at every step, <c>[batch, time, channel, y, x]</c>.</returns>
    public static Tensor Run(Tensor input, Tensor inputKernel, Tensor hiddenKernel, Tensor bias, bool isHard)
    {
        Shim.Check(shim_convlstm(input.Handle, inputKernel.Handle, hiddenKernel.Handle, bias.Handle, isHard ? 1 : 0, out nint output));
        foreach (Tensor used in (ReadOnlySpan<Tensor>)[input, inputKernel, hiddenKernel, bias])
        {
            GC.KeepAlive(used);
        }

        return Tensor.Own(output);
    }

    [LibraryImport("tributary_torch")]
    private static partial int shim_convlstm(nint input, nint inputKernel, nint hiddenKernel, nint bias, int hard, out nint output);
}
