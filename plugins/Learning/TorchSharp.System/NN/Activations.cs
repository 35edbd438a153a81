using static TorchSharp.torch;

namespace TorchSharp.Modules
{
    /// <summary>The rectifier: nothing below zero.</summary>
    public sealed class ReLU : nn.Module<Tensor, Tensor>
    {
        internal ReLU()
            : base(nameof(ReLU))
        {
        }

        /// <inheritdoc/>
        public override Tensor forward(Tensor tensor)
        {
            ArgumentNullException.ThrowIfNull(tensor);
            return tensor.relu();
        }
    }

    /// <summary>The logistic function.</summary>
    public sealed class Sigmoid : nn.Module<Tensor, Tensor>
    {
        internal Sigmoid()
            : base(nameof(Sigmoid))
        {
        }

        /// <inheritdoc/>
        public override Tensor forward(Tensor tensor)
        {
            ArgumentNullException.ThrowIfNull(tensor);
            return tensor.sigmoid();
        }
    }

    /// <summary>The hyperbolic tangent.</summary>
    public sealed class Tanh : nn.Module<Tensor, Tensor>
    {
        internal Tanh()
            : base(nameof(Tanh))
        {
        }

        /// <inheritdoc/>
        public override Tensor forward(Tensor tensor)
        {
            ArgumentNullException.ThrowIfNull(tensor);
            return tensor.tanh();
        }
    }

    /// <summary>x times its logistic function.</summary>
    public sealed class SiLU : nn.Module<Tensor, Tensor>
    {
        internal SiLU()
            : base(nameof(SiLU))
        {
        }

        /// <inheritdoc/>
        public override Tensor forward(Tensor tensor)
        {
            ArgumentNullException.ThrowIfNull(tensor);
            return tensor.silu();
        }
    }

    /// <summary>x times the normal distribution function of x.</summary>
    public sealed class GELU : nn.Module<Tensor, Tensor>
    {
        internal GELU()
            : base(nameof(GELU))
        {
        }

        /// <inheritdoc/>
        public override Tensor forward(Tensor tensor)
        {
            ArgumentNullException.ThrowIfNull(tensor);
            return tensor.gelu();
        }
    }

    /// <summary>x, times a slope below zero.</summary>
    public sealed class LeakyReLU : nn.Module<Tensor, Tensor>
    {
        private readonly double negativeSlope;

        internal LeakyReLU(double negativeSlope)
            : base(nameof(LeakyReLU))
        {
            this.negativeSlope = negativeSlope;
        }

        /// <inheritdoc/>
        public override Tensor forward(Tensor tensor)
        {
            ArgumentNullException.ThrowIfNull(tensor);
            return tensor.leaky_relu(negativeSlope);
        }
    }

    /// <summary>The exponential linear unit alpha (exp(x) - 1) below zero.</summary>
    public sealed class ELU : nn.Module<Tensor, Tensor>
    {
        private readonly double alpha;

        internal ELU(double alpha)
            : base(nameof(ELU))
        {
            this.alpha = alpha;
        }

        /// <inheritdoc/>
        public override Tensor forward(Tensor tensor)
        {
            ArgumentNullException.ThrowIfNull(tensor);
            return tensor.elu(alpha, 1, 1);
        }
    }

    /// <summary>log(1 + exp(beta x)) / beta.</summary>
    public sealed class Softplus : nn.Module<Tensor, Tensor>
    {
        private readonly double beta;
        private readonly double threshold;

        internal Softplus(double beta, double threshold)
            : base(nameof(Softplus))
        {
            this.beta = beta;
            this.threshold = threshold;
        }

        /// <inheritdoc/>
        public override Tensor forward(Tensor tensor) => nn.functional.softplus(tensor, beta, threshold);
    }

    /// <summary>Exponentials that sum to one along a dimension.</summary>
    public sealed class Softmax : nn.Module<Tensor, Tensor>
    {
        private readonly long dim;

        internal Softmax(long dim)
            : base(nameof(Softmax))
        {
            this.dim = dim;
        }

        /// <inheritdoc/>
        public override Tensor forward(Tensor tensor)
        {
            ArgumentNullException.ThrowIfNull(tensor);
            return tensor.softmax(dim);
        }
    }
}

namespace TorchSharp
{
    public static partial class torch
    {
        public static partial class nn
        {
            /// <summary>The rectifier: nothing below zero.</summary>
            public static Modules.ReLU ReLU() => new();

            /// <summary>The logistic function.</summary>
            public static Modules.Sigmoid Sigmoid() => new();

            /// <summary>The hyperbolic tangent.</summary>
            public static Modules.Tanh Tanh() => new();

            /// <summary>x times its logistic function.</summary>
            public static Modules.SiLU SiLU() => new();

            /// <summary>x times the normal distribution function of x.</summary>
            public static Modules.GELU GELU() => new();

            /// <summary>x, times a slope below zero.</summary>
            public static Modules.LeakyReLU LeakyReLU(double negative_slope = 0.01) => new(negative_slope);

            /// <summary>The exponential linear unit alpha (exp(x) - 1) below zero.</summary>
            public static Modules.ELU ELU(double alpha = 1.0) => new(alpha);

            /// <summary>log(1 + exp(beta x)) / beta.</summary>
            public static Modules.Softplus Softplus(double beta = 1.0, double threshold = 20.0) => new(beta, threshold);

            /// <summary>Exponentials that sum to one along a dimension.</summary>
            public static Modules.Softmax Softmax(long dim) => new(dim);
        }
    }
}
