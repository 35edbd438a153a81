using static TorchSharp.torch;

namespace TorchSharp
{
    /// <summary>A module of a prediction and a target.</summary>
    public abstract class Loss<T1, T2, TResult> : nn.Module<T1, T2, TResult>
    {
        /// <summary>A loss of one's own.</summary>
        protected Loss(nn.Reduction reduction = nn.Reduction.Mean)
            : base(nameof(Loss<T1, T2, TResult>)) => this.reduction = reduction;

        /// <summary>What it does with the losses of the elements.</summary>
        public nn.Reduction reduction { get; }
    }
}

namespace TorchSharp.Modules
{
    /// <summary>Mean square error.</summary>
    public sealed class MSELoss : Loss<Tensor, Tensor, Tensor>
    {
        internal MSELoss(nn.Reduction reduction)
            : base(reduction)
        {
        }

        /// <inheritdoc/>
        public override Tensor forward(Tensor input1, Tensor input2) => nn.functional.mse_loss(input1, input2, reduction);
    }

    /// <summary>Mean absolute error.</summary>
    public sealed class L1Loss : Loss<Tensor, Tensor, Tensor>
    {
        internal L1Loss(nn.Reduction reduction)
            : base(reduction)
        {
        }

        /// <inheritdoc/>
        public override Tensor forward(Tensor input1, Tensor input2) => nn.functional.l1_loss(input1, input2, reduction);
    }

    /// <summary>Square below beta, absolute above.</summary>
    public sealed class SmoothL1Loss : Loss<Tensor, Tensor, Tensor>
    {
        private readonly double beta;

        internal SmoothL1Loss(double beta, nn.Reduction reduction)
            : base(reduction) =>
            this.beta = beta;

        /// <inheritdoc/>
        public override Tensor forward(Tensor input1, Tensor input2) => nn.functional.smooth_l1_loss(input1, input2, reduction, beta);
    }

    /// <summary>Square below delta, linear above.</summary>
    public sealed class HuberLoss : Loss<Tensor, Tensor, Tensor>
    {
        private readonly double delta;

        internal HuberLoss(double delta, nn.Reduction reduction)
            : base(reduction) =>
            this.delta = delta;

        /// <inheritdoc/>
        public override Tensor forward(Tensor input1, Tensor input2) => nn.functional.huber_loss(input1, input2, delta, reduction);
    }
}

namespace TorchSharp
{
    public static partial class torch
    {
        public static partial class nn
        {
            /// <summary>What a loss does with the losses of the elements.</summary>
            public enum Reduction : long
            {
                /// <summary>Nothing.</summary>
                None = 0,

                /// <summary>Their mean.</summary>
                Mean = 1,

                /// <summary>Their sum.</summary>
                Sum = 2,
            }

            /// <summary>Mean square error.</summary>
            public static Modules.MSELoss MSELoss(Reduction reduction = Reduction.Mean) => new(reduction);

            /// <summary>Mean absolute error.</summary>
            public static Modules.L1Loss L1Loss(Reduction reduction = Reduction.Mean) => new(reduction);

            /// <summary>Square below beta, absolute above.</summary>
            public static Modules.SmoothL1Loss SmoothL1Loss(Reduction reduction = Reduction.Mean, double beta = 1.0) => new(beta, reduction);

            /// <summary>Square below delta, linear above.</summary>
            public static Modules.HuberLoss HuberLoss(double delta = 1.0, Reduction reduction = Reduction.Mean) => new(delta, reduction);
        }
    }
}
