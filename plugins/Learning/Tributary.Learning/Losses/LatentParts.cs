using static TorchSharp.torch;

namespace Tributary.Learning;

/// <summary>A network's outputs cut into the parameters of a mixture.</summary>
internal static class LatentParts
{
    public static Tensor[] Of(Tensor latent, int targets, int parameters)
    {
        long[] shape = latent.shape;
        long components = shape[^1] / (targets * parameters);
        if (components < 1 || components * targets * parameters != shape[^1])
        {
            throw new ArgumentException($"{shape[^1]} outputs cannot be {parameters} parameters of mixtures of {targets} targets.", nameof(latent));
        }

        return latent.reshape([.. shape[..^1], targets, parameters * components]).chunk(parameters, -1);
    }
}
