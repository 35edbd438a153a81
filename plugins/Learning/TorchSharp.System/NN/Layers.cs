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
        internal Embedding(long count, long size, Device? device, ScalarType? dtype)
            : base(nameof(Embedding))
        {
            using Tensor table = randn(count, size, dtype ?? ScalarType.Float32, device);
            weight = new Parameter(table);
            register_parameter("weight", weight);
        }

        /// <summary>The table, <c>[row, column]</c>.</summary>
        public Parameter weight { get; }

        /// <inheritdoc/>
        public override Tensor forward(Tensor input) => nn.functional.embedding(input, weight);
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
            public static Embedding Embedding(long num_embeddings, long embedding_dims, Device? device = null, ScalarType? dtype = null) =>
                new(num_embeddings, embedding_dims, device, dtype);
        }
    }
}
