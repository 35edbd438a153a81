using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace Tributary.Learning;

/// <summary>
/// A linear layer whose every row has the same bits whatever rows are beside it, as a simulation promises for blocks and units. A matrix product rounds otherwise by
/// its number of rows: a BLAS takes another kernel for few of them.
/// </summary>
internal static class RowsAlike
{
    /// <summary>A multiple of the rows that any kernel takes at once, so that none of them is at an edge.</summary>
    private const long RowsAtOnce = 64;

    /// <summary>Applies the layer; while gradients are kept, or on a graphics card, in one product.</summary>
    /// <param name="layer">The layer.</param>
    /// <param name="input">Its input, <c>[…, feature]</c>.</param>
    public static Tensor Of(Linear layer, Tensor input)
    {
        if (is_grad_enabled() || input.device_type != DeviceType.CPU)
        {
            return layer.call(input);
        }

        if (layer.weight!.shape[0] == 1)
        {
            Tensor products = (input * layer.weight).sum(-1, keepdim: true);
            return layer.bias is null ? products : products + layer.bias;
        }

        long[] shape = input.shape;
        Tensor rows = input.reshape(-1, shape[^1]);
        long count = rows.shape[0];
        long missing = (RowsAtOnce - (count % RowsAtOnce)) % RowsAtOnce;
        Tensor whole = missing == 0 ? rows : cat([rows, zeros([missing, shape[^1]], rows.dtype)]);
        Tensor answer = cat([.. whole.split(RowsAtOnce).Select(layer.call)]).narrow(0, 0, count);
        return answer.reshape([.. shape[..^1], answer.shape[1]]);
    }
}
