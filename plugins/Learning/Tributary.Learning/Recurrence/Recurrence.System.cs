#if TORCHSHARP_SYSTEM
using TorchSharp;
using static TorchSharp.torch;

namespace Tributary.Learning;

/// <summary>The one seam between the learning plugins and the kernels that only TorchSharp.System has.</summary>
public static partial class Recurrence
{
    /// <summary>Vector instructions of the fused kernels.</summary>
    public static string Kernels => FusedLstm.Simd;

    private static partial RecurrentResult? RunFused(Tensor input, RecurrentLayer layer)
    {
        if (!FusedLstm.Runs(input))
        {
            return null;
        }

        (Tensor? output, Tensor hidden, Tensor cell) = FusedLstm.Run(input, new LstmLayer(layer.InputWeight, layer.HiddenWeight)
        {
            InputBias = layer.InputBias,
            HiddenBias = layer.HiddenBias,
            GateBias = layer.GateBias,
            InputGate = layer.InputGate,
            Hidden = layer.Hidden,
            Cell = layer.Cell,
            Lengths = layer.Lengths,
            Backwards = layer.Backwards,
            LastOnly = layer.LastOnly,
        });
        return new RecurrentResult(output, hidden, cell);
    }

    private static partial Tensor? RunFused(Tensor input, ConvolvedLayer layer) =>
        FusedLstm.Runs(input) ? FusedConvLstm.Run(input, layer.InputKernel, layer.HiddenKernel, layer.Bias, layer.IsHard) : null;

    private static partial Tensor? AttendFused(Tensor states, Tensor weight, Tensor? offset, Tensor? mask) =>
        FusedLstm.Runs(states) ? FusedAttention.Run(states, weight, offset, mask) : null;

    private static partial Tensor? DropFused(Tensor values, double share) => FusedLstm.Runs(values) && share < 1 ? FusedDropout.Run(values, share) : null;
}
#endif
