using System.Diagnostics.CodeAnalysis;

namespace TorchSharp;

/// <summary>What lies beyond the edges.</summary>
public enum PaddingModes
{
    /// <summary>Zeros.</summary>
    Zeros = 0,

    /// <summary>The inside, mirrored at the edge.</summary>
    Reflect = 1,

    /// <summary>The edge's own values.</summary>
    Replicate = 2,

    /// <summary>The other side.</summary>
    Circular = 3,

    /// <summary>One number.</summary>
    Constant = 4,
}

/// <summary>How much a convolution pads.</summary>
public enum Padding
{
    /// <summary>Nothing.</summary>
    Valid = 0,

    /// <summary>As much as leaves the size unchanged.</summary>
    Same = 1,
}

public static partial class torch
{
    public static partial class nn
    {
        /// <summary>Layers without parameters of their own.</summary>
        public static partial class functional
        {
            private static readonly Operator OpLinear = new("aten::linear");
            private static readonly Operator OpConv1d = new("aten::conv1d");
            private static readonly Operator OpConv2d = new("aten::conv2d");
            private static readonly Operator OpLayerNorm = new("aten::layer_norm");
            private static readonly Operator OpDropout = new("aten::dropout");
            private static readonly Operator OpEmbedding = new("aten::embedding");
            private static readonly Operator OpSoftplus = new("aten::softplus");
            private static readonly Operator OpMse = new("aten::mse_loss");
            private static readonly Operator OpL1 = new("aten::l1_loss");
            private static readonly Operator OpSmoothL1 = new("aten::smooth_l1_loss");
            private static readonly Operator OpHuber = new("aten::huber_loss");
            private static readonly Operator OpBce = new("aten::binary_cross_entropy_with_logits");
            private static readonly Operator OpPad = new("aten::pad");
            private static readonly Operator OpAvgPool2d = new("aten::avg_pool2d");

            /// <summary>x W^T + b.</summary>
            public static Tensor linear(Tensor input, Tensor weights, Tensor? bias = null) => OpLinear.One(input, weights, bias);

            /// <summary>Cross-correlation in one dimension.</summary>
            public static Tensor conv1d(
                Tensor input, Tensor weight, Tensor? bias = null, long? stride = null, long? padding = null, long? dilation = null, long groups = 1) =>
                OpConv1d.One(input, weight, bias, new[] { stride ?? 1 }, new[] { padding ?? 0 }, new[] { dilation ?? 1 }, groups);

            /// <summary>Cross-correlation in two dimensions.</summary>
            public static Tensor conv2d(
                Tensor input, Tensor weight, Tensor? bias = null, long[]? strides = null, long[]? padding = null, long[]? dilation = null, long groups = 1) =>
                OpConv2d.One(input, weight, bias, strides ?? [1, 1], padding ?? [0, 0], dilation ?? [1, 1], groups);

            /// <summary>Each row with mean zero and variance one, then scaled and shifted (Ba et al. 2016).</summary>
            public static Tensor layer_norm(Tensor input, long[] normalized_shape, Tensor? weight = null, Tensor? bias = null, double eps = 1e-05) =>
                OpLayerNorm.One(input, normalized_shape, weight, bias, eps);

            /// <summary>Zeros with a probability, the rest scaled up, in training.</summary>
            public static Tensor dropout(Tensor input, double p = 0.5, bool training = true) => OpDropout.One(input, p, training);

            /// <summary>Rows of a table by their indices.</summary>
            internal static Tensor embedding(Tensor x, Tensor weight, long paddingIndex, bool scaleByFrequency, bool sparse) =>
                OpEmbedding.One(weight, x, paddingIndex, scaleByFrequency, sparse);

            /// <summary>log(1 + exp(beta x)) / beta, and x above a threshold.</summary>
            public static Tensor softplus(Tensor x, double beta = 1.0, double threshold = 20.0) => OpSoftplus.One(x, (Scalar)beta, (Scalar)threshold);

            /// <summary>Nothing below zero.</summary>
            [SuppressMessage("Design", "CA1062", Justification = "the tensor is checked where it is used")]
            public static Tensor relu(Tensor x) => x.relu();

            /// <summary>Mean square error.</summary>
            public static Tensor mse_loss(Tensor input, Tensor target, Reduction reduction = Reduction.Mean) => OpMse.One(input, target, (long)reduction);

            /// <summary>Mean absolute error.</summary>
            public static Tensor l1_loss(Tensor input, Tensor target, Reduction reduction = Reduction.Mean) => OpL1.One(input, target, (long)reduction);

            /// <summary>Square below beta, absolute above.</summary>
            public static Tensor smooth_l1_loss(Tensor input, Tensor target, Reduction reduction = Reduction.Mean, double beta = 1.0) =>
                OpSmoothL1.One(input, target, (long)reduction, beta);

            /// <summary>Square below delta, linear above.</summary>
            public static Tensor huber_loss(Tensor input, Tensor target, double delta = 1.0, Reduction reduction = Reduction.Mean) =>
                OpHuber.One(input, target, (long)reduction, delta);

            /// <summary>Cross entropy of two classes, by logits.</summary>
            public static Tensor binary_cross_entropy_with_logits(
                Tensor input, Tensor target, Tensor? weight = null, Reduction reduction = Reduction.Mean, Tensor? pos_weights = null) =>
                OpBce.One(input, target, weight, pos_weights, (long)reduction);

            /// <summary>Means over squares of cells.</summary>
            public static Tensor avg_pool2d(Tensor input, long kernelSize, long? stride = null, long padding = 0, bool ceil_mode = false, bool count_include_pad = true) =>
                OpAvgPool2d.One(input, new[] { kernelSize, kernelSize }, new[] { stride ?? kernelSize, stride ?? kernelSize }, new[] { padding, padding }, ceil_mode, count_include_pad);

            /// <summary>Padded at both ends of the last dimensions, the last one first.</summary>
            public static Tensor pad(Tensor input, long[] pad, PaddingModes mode = PaddingModes.Constant, double value = 0)
            {
                string name = mode switch
                {
                    PaddingModes.Reflect => "reflect",
                    PaddingModes.Replicate => "replicate",
                    PaddingModes.Circular => "circular",
                    _ => "constant",
                };
                return OpPad.One(input, pad, name, name == "constant" ? value : Argument.None);
            }
        }
    }
}
