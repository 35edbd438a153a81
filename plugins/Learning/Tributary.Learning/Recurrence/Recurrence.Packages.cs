#if !TORCHSHARP_SYSTEM
using static TorchSharp.torch;

namespace Tributary.Learning;

/// <summary>TorchSharp's packages have no fused kernels.</summary>
public static partial class Recurrence
{
    /// <summary>Says that there are none.</summary>
    public static string Kernels => "none";

    private static partial RecurrentResult? RunFused(Tensor input, RecurrentLayer layer) => null;

    private static partial Tensor? RunFused(Tensor input, ConvolvedLayer layer) => null;

    private static partial Tensor? AttendFused(Tensor states, Tensor weight, Tensor? offset, Tensor? mask) => null;

    private static partial Tensor? DropFused(Tensor values, double share) => null;
}
#endif
