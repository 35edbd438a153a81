using TorchSharp.Modules;
using static TorchSharp.torch;

namespace TorchSharp.Modules
{
    /// <summary>x W^T + b.</summary>
    public sealed class Linear : nn.Module<Tensor, Tensor>
    {
        internal Linear(long inputSize, long outputSize, bool hasBias, Device? device, ScalarType? dtype)
            : base(nameof(Linear))
        {
            double bound = 1 / Math.Sqrt(inputSize);
            weight = Uniform([outputSize, inputSize], bound, device, dtype);
            register_parameter("weight", weight);
            if (hasBias)
            {
                bias = Uniform([outputSize], bound, device, dtype);
                register_parameter("bias", bias);
            }
        }

        /// <summary>Weights, <c>[output, input]</c>.</summary>
        public Parameter? weight { get; }

        /// <summary>What is added, <c>[output]</c>; null where nothing is.</summary>
        public Parameter? bias { get; }

        /// <inheritdoc/>
        public override Tensor forward(Tensor tensor) => nn.functional.linear(tensor, weight!, bias);

        // PyTorch's first values: kaiming_uniform_(a = sqrt 5) is U(-1/sqrt(n), 1/sqrt(n)).
        internal static Parameter Uniform(long[] shape, double bound, Device? device, ScalarType? dtype)
        {
            Tensor values = empty(shape, dtype ?? ScalarType.Float32, device);
            values.uniform_(-bound, bound);
            var parameter = new Parameter(values);
            values.Dispose();
            return parameter;
        }
    }
}

namespace TorchSharp
{
    public static partial class torch
    {
        public static partial class nn
        {
            /// <summary>x W^T + b.</summary>
            public static Linear Linear(long inputSize, long outputSize, bool hasBias = true, Device? device = null, ScalarType? dtype = null) =>
                new(inputSize, outputSize, hasBias, device, dtype);
        }
    }
}
