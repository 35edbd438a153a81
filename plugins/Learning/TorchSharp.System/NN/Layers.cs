using TorchSharp.Modules;
using static TorchSharp.torch;

namespace TorchSharp.Modules
{
    /// <summary>Each row with mean zero and variance one, then scaled and shifted (Ba et al. 2016).</summary>
    public sealed class LayerNorm : nn.Module<Tensor, Tensor>
    {
        private readonly long[] shape;
        private readonly double eps;

        internal LayerNorm(long[] shape, double eps, bool affine, Device? device, ScalarType? dtype)
            : base(nameof(LayerNorm))
        {
            this.shape = shape;
            this.eps = eps;
            if (affine)
            {
                using Tensor one = ones(shape, dtype ?? ScalarType.Float32, device);
                using Tensor zero = zeros(shape, dtype ?? ScalarType.Float32, device);
                weight = new Parameter(one);
                bias = new Parameter(zero);
                register_parameter("weight", weight);
                register_parameter("bias", bias);
            }
        }

        /// <summary>Scales; null where nothing is scaled.</summary>
        public Parameter? weight { get; }

        /// <summary>Shifts; null where nothing is shifted.</summary>
        public Parameter? bias { get; }

        /// <inheritdoc/>
        public override Tensor forward(Tensor tensor) => nn.functional.layer_norm(tensor, shape, weight, bias, eps);
    }

    /// <summary>Zeros with a probability, the rest scaled up, in training.</summary>
    public sealed class Dropout : nn.Module<Tensor, Tensor>
    {
        private readonly double p;

        internal Dropout(double p)
            : base(nameof(Dropout)) =>
            this.p = p;

        /// <inheritdoc/>
        public override Tensor forward(Tensor tensor) => nn.functional.dropout(tensor, p, training);
    }

    /// <summary>Rows of a table by their indices.</summary>
    public sealed class Embedding : nn.Module<Tensor, Tensor>
    {
        private static readonly Operator OpRenormalise = new("aten::embedding_renorm_");

        private readonly long padding;
        private readonly double? maximalNorm;
        private readonly double normType;
        private readonly bool scaleByFrequency;
        private readonly bool sparse;

        internal Embedding(long count, long size, long? padding, double? maximalNorm, double normType, bool scaleByFrequency, bool sparse, Device? device, ScalarType? dtype)
            : base(nameof(Embedding))
        {
            this.padding = padding is < 0 ? count + padding.Value : padding ?? -1;
            (this.maximalNorm, this.normType, this.scaleByFrequency, this.sparse) = (maximalNorm, normType, scaleByFrequency, sparse);
            using DisposeScope scope = NewDisposeScope();
            Tensor table = randn(count, size, dtype ?? ScalarType.Float32, device);
            if (this.padding >= 0)
            {
                table[this.padding].zero_();
            }

            weight = new Parameter(table);
            register_parameter("weight", weight);
        }

        /// <summary>The table, <c>[row, column]</c>.</summary>
        public Parameter? weight { get; }

        /// <inheritdoc/>
        public override Tensor forward(Tensor input)
        {
            if (maximalNorm is { } norm)
            {
                using IDisposable untouched = no_grad();
                OpRenormalise.InPlace(weight!, input, norm, normType);
            }

            return nn.functional.embedding(input, weight!, padding, scaleByFrequency, sparse);
        }
    }
}

namespace TorchSharp
{
    public static partial class torch
    {
        public static partial class nn
        {
            /// <summary>Normalises over the last dimensions.</summary>
            public static LayerNorm LayerNorm(long[] normalized_shape, double eps = 1e-05, bool elementwise_affine = true, Device? device = null, ScalarType? dtype = null) =>
                new(normalized_shape, eps, elementwise_affine, device, dtype);

            /// <summary>Normalises over the last dimension.</summary>
            public static LayerNorm LayerNorm(long normalized_shape, double eps = 1e-05, bool elementwise_affine = true, Device? device = null, ScalarType? dtype = null) =>
                new([normalized_shape], eps, elementwise_affine, device, dtype);

            /// <summary>Zeros with a probability in training.</summary>
            public static Dropout Dropout(double p = 0.5) => new(p);

            /// <summary>A table of rows that are trained.</summary>
            /// <param name="num_embeddings">Number of rows.</param>
            /// <param name="embedding_dims">Number of columns.</param>
            /// <param name="padding_idx">A row of zeros that is not trained.</param>
            /// <param name="max_norm">Rows that are looked up are scaled down to this norm.</param>
            /// <param name="norm_type">The norm's exponent.</param>
            /// <param name="scale_grad_by_freq">Divides a row's gradient by how often the batch names it.</param>
            /// <param name="sparse">Gives gradients as sparse tensors.</param>
            /// <param name="device">Where it lies.</param>
            /// <param name="dtype">The type of its elements.</param>
            public static Embedding Embedding(
                long num_embeddings,
                long embedding_dims,
                long? padding_idx = null,
                double? max_norm = null,
                double norm_type = 2.0,
                bool scale_grad_by_freq = false,
                bool sparse = false,
                Device? device = null,
                ScalarType? dtype = null) =>
                new(num_embeddings, embedding_dims, padding_idx, max_norm, norm_type, scale_grad_by_freq, sparse, device, dtype);
        }
    }
}
