using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace Tributary.Learning;

/// <summary>
/// Linear layers whose rows have the same bits whatever rows are beside them, as a simulation promises for blocks and units. A matrix product rounds by its shape and
/// by a row's place in it: a BLAS takes other kernels for few rows and at edges. While gradients are kept, and on a graphics card, it is one product all the same.
/// </summary>
internal static class RowsAlike
{
    private const long ProductsAtOnce = 1 << 22;
    private const long RowsAtOnce = 64;

    /// <summary>Applies a layer of few weights: products summed along each row.</summary>
    /// <param name="layer">The layer.</param>
    /// <param name="input">Its input, <c>[…, feature]</c>.</param>
    public static Tensor Of(Linear layer, Tensor input)
    {
        if (!Matters(input))
        {
            return layer.call(input);
        }

        long[] shape = input.shape;
        Tensor weight = layer.weight!;
        Tensor rows = input.reshape(-1, 1, shape[^1]);
        long atOnce = Math.Max(1, ProductsAtOnce / (weight.shape[0] * weight.shape[1]));
        Tensor answer = cat([.. rows.split(atOnce).Select(part => (part * weight).sum(-1))]);
        return (layer.bias is null ? answer : answer + layer.bias).reshape([.. shape[..^1], weight.shape[0]]);
    }

    /// <summary>Applies a layer of many weights to one window: products of one shape, in which a step's place depends on nothing but its place in the window.</summary>
    /// <param name="layer">The layer.</param>
    /// <param name="window">Its input, <c>[time, feature]</c>.</param>
    public static Tensor OfWindow(Linear layer, Tensor window)
    {
        long count = window.shape[0];
        long missing = (RowsAtOnce - (count % RowsAtOnce)) % RowsAtOnce;
        Tensor whole = missing == 0 ? window : cat([window, zeros([missing, window.shape[1]], window.dtype)]);
        return cat([.. whole.split(RowsAtOnce).Select(layer.call)]).narrow(0, 0, count);
    }

    /// <summary>Whether rows are to be alike.</summary>
    public static bool Matters(Tensor input) => !is_grad_enabled() && input.device_type == DeviceType.CPU;
}
