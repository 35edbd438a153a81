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

    // Tried with ten of OpenBLAS's kernels: of 12 rows and more that for Haswell rounds by a row's place.
    private const long RowsOfOneTile = 4;

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
    public static Tensor OfWindow(Linear layer, Tensor window) => OfOneShape(window, RowsAtOnce, layer.call);

    /// <summary>Adds a product of many weights: of as few rows at a time as all kernels of a BLAS take alike.</summary>
    /// <param name="constant">What it is added to, <c>[1 or row, unit]</c>.</param>
    /// <param name="rows">Rows, <c>[row, feature]</c>.</param>
    /// <param name="matrix">Weights, <c>[feature, unit]</c>.</param>
    public static Tensor Add(Tensor constant, Tensor rows, Tensor matrix) =>
        Matters(rows) ? constant + OfOneShape(rows, RowsOfOneTile, part => part.matmul(matrix)) : addmm(constant, rows, matrix, 1, 1);

    /// <summary>Whether rows are to be alike.</summary>
    public static bool Matters(Tensor input) => !is_grad_enabled() && input.device_type == DeviceType.CPU;

    private static Tensor OfOneShape(Tensor rows, long atOnce, Func<Tensor, Tensor> product)
    {
        long count = rows.shape[0];
        long missing = (atOnce - (count % atOnce)) % atOnce;
        Tensor whole = missing == 0 ? rows : cat([rows, zeros([missing, rows.shape[1]], rows.dtype)]);
        return cat([.. whole.split(atOnce).Select(product)]).narrow(0, 0, count);
    }
}
