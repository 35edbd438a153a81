using TorchSharp.Modules;
using static TorchSharp.torch;

namespace TorchSharp.Modules
{
    /// <summary>Steps by the mean and the root mean square of gradients (Kingma and Ba 2015).</summary>
    public sealed class Adam : OptimizerHelper
    {
        internal Adam(IEnumerable<ParamGroup> groups) => AddAll(groups.Select(group => group.Own));

        internal override void Step(ParameterGroup group, Parameter parameter, Tensor gradient)
        {
            var own = (Group)group;
            Move(Advance(parameter, 2), group, parameter, Decayed(group, parameter, gradient), own.Beta1, own.Beta2, own.Eps);
        }

        internal static void Move(OptimizerMemory memory, ParameterGroup group, Parameter parameter, Tensor gradient, double beta1, double beta2, double eps)
        {
            Tensor mean = memory.Tensors[0];
            Tensor square = memory.Tensors[1];
            mean.mul_(beta1).add_(gradient, 1 - beta1);
            square.mul_(beta2).addcmul_(gradient, gradient, 1 - beta2);
            double meanCorrection = 1 - Math.Pow(beta1, memory.Steps);
            double squareCorrection = 1 - Math.Pow(beta2, memory.Steps);
            Tensor spread = square.sqrt().div_(Math.Sqrt(squareCorrection)).add_(eps);
            parameter.addcdiv_(mean, spread, -group.LearningRate / meanCorrection);
        }

        /// <summary>Parameters with a learning rate and coefficients of their own.</summary>
        public sealed class ParamGroup
        {
            /// <summary>Makes a group.</summary>
            public ParamGroup(IEnumerable<Parameter> parameters, double lr = 1e-3, double beta1 = 0.9, double beta2 = 0.999, double eps = 1e-8, double weight_decay = 0) =>
                Own = new Group([.. parameters], lr, weight_decay, beta1, beta2, eps);

            internal Group Own { get; }
        }

        internal sealed class Group(Parameter[] members, double learningRate, double weightDecay, double beta1, double beta2, double eps)
            : ParameterGroup(members, learningRate, weightDecay)
        {
            public double Beta1 { get; } = beta1;

            public double Beta2 { get; } = beta2;

            public double Eps { get; } = eps;
        }
    }

    /// <summary>Adam whose weight decay is apart from the gradient (Loshchilov and Hutter 2019).</summary>
    public sealed class AdamW : OptimizerHelper
    {
        private readonly double beta1;
        private readonly double beta2;
        private readonly double eps;

        internal AdamW(IEnumerable<Parameter> parameters, double lr, double beta1, double beta2, double eps, double weightDecay)
        {
            (this.beta1, this.beta2, this.eps) = (beta1, beta2, eps);
            Add(parameters, lr, weightDecay);
        }

        internal override void Step(ParameterGroup group, Parameter parameter, Tensor gradient)
        {
            parameter.mul_(1 - (group.LearningRate * group.WeightDecay));
            Adam.Move(Advance(parameter, 2), group, parameter, gradient, beta1, beta2, eps);
        }
    }

    /// <summary>Steps down the gradient, with momentum where wanted.</summary>
    public sealed class SGD : OptimizerHelper
    {
        internal SGD(IEnumerable<ParamGroup> groups) => AddAll(groups.Select(group => group.Own));

        internal override void Step(ParameterGroup group, Parameter parameter, Tensor gradient)
        {
            var own = (Group)group;
            Tensor direction = Decayed(group, parameter, gradient);
            if (own.Momentum != 0)
            {
                OptimizerMemory memory = Advance(parameter, 1);
                Tensor velocity = memory.Tensors[0];
                velocity.mul_(own.Momentum).add_(direction, memory.Steps == 1 ? 1 : 1 - own.Dampening);
                direction = own.Nesterov ? direction.add(velocity, own.Momentum) : velocity;
            }

            parameter.add_(direction, -group.LearningRate);
        }

        /// <summary>Parameters with a learning rate and coefficients of their own.</summary>
        public sealed class ParamGroup
        {
            /// <summary>Makes a group.</summary>
            public ParamGroup(IEnumerable<Parameter> parameters, double lr = 1e-3, double momentum = 0, double dampening = 0, double weight_decay = 0, bool nesterov = false) =>
                Own = new Group([.. parameters], lr, weight_decay, momentum, dampening, nesterov);

            internal Group Own { get; }
        }

        internal sealed class Group(Parameter[] members, double learningRate, double weightDecay, double momentum, double dampening, bool nesterov)
            : ParameterGroup(members, learningRate, weightDecay)
        {
            public double Momentum { get; } = momentum;

            public double Dampening { get; } = dampening;

            public bool Nesterov { get; } = nesterov;
        }
    }

    /// <summary>Steps in the units of the parameters, by running means of squares (Zeiler 2012).</summary>
    public sealed class Adadelta : OptimizerHelper
    {
        internal Adadelta(IEnumerable<ParamGroup> groups) => AddAll(groups.Select(group => group.Own));

        internal override void Step(ParameterGroup group, Parameter parameter, Tensor gradient)
        {
            var own = (Group)group;
            (double rho, double eps) = (own.Rho, own.Eps);
            Tensor direction = Decayed(group, parameter, gradient);
            OptimizerMemory memory = Advance(parameter, 2);
            Tensor square = memory.Tensors[0];
            Tensor moved = memory.Tensors[1];
            square.mul_(rho).addcmul_(direction, direction, 1 - rho);
            Tensor step = moved.add(eps).sqrt_().div_(square.add(eps).sqrt_()).mul_(direction);
            moved.mul_(rho).addcmul_(step, step, 1 - rho);
            parameter.add_(step, -group.LearningRate);
        }

        /// <summary>Parameters with a learning rate and coefficients of their own.</summary>
        public sealed class ParamGroup
        {
            /// <summary>Makes a group.</summary>
            public ParamGroup(IEnumerable<Parameter> parameters, double lr = 1.0, double rho = 0.9, double eps = 1e-6, double weight_decay = 0) =>
                Own = new Group([.. parameters], lr, weight_decay, rho, eps);

            internal Group Own { get; }
        }

        internal sealed class Group(Parameter[] members, double learningRate, double weightDecay, double rho, double eps)
            : ParameterGroup(members, learningRate, weightDecay)
        {
            public double Rho { get; } = rho;

            public double Eps { get; } = eps;
        }
    }

    /// <summary>Steps by the gradient over its running root mean square (Tieleman and Hinton 2012).</summary>
    public sealed class RMSProp : OptimizerHelper
    {
        private readonly double alpha;
        private readonly double eps;
        private readonly double momentum;
        private readonly bool centered;

        internal RMSProp(IEnumerable<Parameter> parameters, double lr, double alpha, double eps, double weightDecay, double momentum, bool centered)
        {
            (this.alpha, this.eps, this.momentum, this.centered) = (alpha, eps, momentum, centered);
            Add(parameters, lr, weightDecay);
        }

        internal override void Step(ParameterGroup group, Parameter parameter, Tensor gradient)
        {
            Tensor direction = Decayed(group, parameter, gradient);
            OptimizerMemory memory = Advance(parameter, 3);
            Tensor square = memory.Tensors[0];
            Tensor velocity = memory.Tensors[1];
            Tensor mean = memory.Tensors[2];
            square.mul_(alpha).addcmul_(direction, direction, 1 - alpha);
            Tensor variance = square;
            if (centered)
            {
                mean.mul_(alpha).add_(direction, 1 - alpha);
                variance = square.addcmul(mean, mean, -1);
            }

            Tensor spread = variance.sqrt().add_(eps);
            if (momentum > 0)
            {
                velocity.mul_(momentum).addcdiv_(direction, spread, 1);
                parameter.add_(velocity, -group.LearningRate);
            }
            else
            {
                parameter.addcdiv_(direction, spread, -group.LearningRate);
            }
        }
    }
}

namespace TorchSharp
{
    public static partial class torch
    {
        public static partial class optim
        {
            /// <summary>Steps by the mean and the root mean square of gradients (Kingma and Ba 2015).</summary>
            public static Adam Adam(IEnumerable<Parameter> parameters, double lr = 1e-3, double beta1 = 0.9, double beta2 = 0.999, double eps = 1e-8, double weight_decay = 0) =>
                Adam([new Adam.ParamGroup(parameters, lr, beta1, beta2, eps, weight_decay)]);

            /// <summary>Adam over groups of parameters; the other arguments hold for what a group leaves out, which none here does.</summary>
            public static Adam Adam(IEnumerable<Adam.ParamGroup> parameters, double lr = 1e-3, double beta1 = 0.9, double beta2 = 0.999, double eps = 1e-8, double weight_decay = 0) =>
                new(parameters);

            /// <summary>Adam whose weight decay is apart from the gradient (Loshchilov and Hutter 2019).</summary>
            public static AdamW AdamW(IEnumerable<Parameter> parameters, double lr = 1e-3, double beta1 = 0.9, double beta2 = 0.999, double eps = 1e-8, double weight_decay = 0) =>
                new(parameters, lr, beta1, beta2, eps, weight_decay);

            /// <summary>Steps down the gradient, with momentum where wanted.</summary>
            public static SGD SGD(
                IEnumerable<Parameter> parameters, double learningRate, double momentum = 0, double dampening = 0, double weight_decay = 0, bool nesterov = false) =>
                SGD([new SGD.ParamGroup(parameters, learningRate, momentum, dampening, weight_decay, nesterov)], learningRate);

            /// <summary>Steps of groups of parameters; the other arguments hold for what a group leaves out, which none here does.</summary>
            public static SGD SGD(
                IEnumerable<SGD.ParamGroup> parameters, double learningRate, double momentum = 0, double dampening = 0, double weight_decay = 0, bool nesterov = false) => new(parameters);

            /// <summary>Steps in the units of the parameters, by running means of squares (Zeiler 2012).</summary>
            public static Adadelta Adadelta(IEnumerable<Parameter> parameters, double lr = 1.0, double rho = 0.9, double eps = 1e-6, double weight_decay = 0) =>
                Adadelta([new Adadelta.ParamGroup(parameters, lr, rho, eps, weight_decay)]);

            /// <summary>Adadelta over groups of parameters; the other arguments hold for what a group leaves out, which none here does.</summary>
            public static Adadelta Adadelta(IEnumerable<Adadelta.ParamGroup> parameters, double lr = 1.0, double rho = 0.9, double eps = 1e-6, double weight_decay = 0) =>
                new(parameters);

            /// <summary>Steps by the gradient over its running root mean square (Tieleman and Hinton 2012).</summary>
            public static RMSProp RMSProp(
                IEnumerable<Parameter> parameters,
                double lr = 0.01,
                double alpha = 0.99,
                double eps = 1e-8,
                double weight_decay = 0,
                double momentum = 0,
                bool centered = false) => new(parameters, lr, alpha, eps, weight_decay, momentum, centered);
        }
    }
}
