using static TorchSharp.torch;

namespace Tributary.Learning;

/// <summary>
/// One layer of a depthwise ConvLSTM2D (Shi et al., 2015, without peepholes): every channel is a ConvLSTM of its own that reads one feature's field x
/// and its own states h, c by kernels K and R, cross-correlated (*) with zeros around the grid:
/// <code>
/// i, f, g, o = K * x[t] + R * h[t-1] + b
/// c[t] = s(f) c[t-1] + s(i) tanh(g)
/// h[t] = s(o) tanh(c[t])
/// </code>
/// with s the logistic function, or clip(0.2 x + 0.5, 0, 1) where it is hard, as Keras 2 had it. Channel n reads feature n / (channels / features).
/// </summary>
/// <param name="InputKernel">K, <c>[channel, 4, k, k]</c>, k odd.</param>
/// <param name="HiddenKernel">R, <c>[channel, 4, k, k]</c>.</param>
/// <param name="Bias">b, <c>[channel, 4]</c>.</param>
/// <param name="IsHard">Whether s is the clipped line.</param>
public sealed record ConvolvedLayer(Tensor InputKernel, Tensor HiddenKernel, Tensor Bias, bool IsHard = false);
