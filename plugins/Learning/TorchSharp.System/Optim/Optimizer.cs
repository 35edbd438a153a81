using TorchSharp.Modules;

namespace TorchSharp;

public static partial class torch
{
    /// <summary>How parameters follow their gradients.</summary>
    public static partial class optim
    {
        /// <summary>The learning rate of a group of parameters.</summary>
        public interface ILearningRateController
        {
            /// <summary>The learning rate now.</summary>
            double LearningRate { get; set; }

            /// <summary>The learning rate that it began with.</summary>
            double InitialLearningRate { get; set; }
        }

        /// <summary>Changes parameters by their gradients.</summary>
        public abstract class Optimizer : IDisposable
        {
            private readonly List<ParameterGroup> groups = [];

            private protected Optimizer()
            {
            }

            /// <summary>The groups of parameters, with their learning rates.</summary>
            public virtual IEnumerable<ILearningRateController> ParamGroups => groups;

            internal IReadOnlyList<ParameterGroup> Groups => groups;

            /// <summary>Its parameters.</summary>
            public virtual IEnumerable<Parameter> parameters() => groups.SelectMany(group => group.Members);

            /// <summary>Forgets the gradients of its parameters.</summary>
            public virtual void zero_grad()
            {
                foreach (Parameter parameter in parameters())
                {
                    parameter.ForgetGradient();
                }
            }

            /// <summary>Changes every parameter that has a gradient.</summary>
            /// <param name="closure">Computes the loss and its gradients anew; its result is returned.</param>
            public virtual Tensor? step(Func<Tensor>? closure = null)
            {
                Tensor? loss = null;
                if (closure is not null)
                {
                    using (enable_grad())
                    {
                        loss = closure();
                    }
                }

                using DisposeScope scope = NewDisposeScope();
                using IDisposable untouched = no_grad();
                foreach (ParameterGroup group in groups)
                {
                    foreach (Parameter parameter in group.Members)
                    {
                        if (parameter.Gradient is { } gradient)
                        {
                            Step(group, parameter, gradient);
                        }
                    }
                }

                return loss;
            }

            /// <summary>Disposes of what it remembers.</summary>
            public void Dispose()
            {
                Dispose(true);
                GC.SuppressFinalize(this);
            }

            internal void Add(IEnumerable<Parameter> members, double learningRate, double weightDecay) =>
                groups.Add(new ParameterGroup([.. members], learningRate, weightDecay));

            internal void AddAll(IEnumerable<ParameterGroup> more) => groups.AddRange(more);

            /// <summary>Changes one parameter.</summary>
            internal abstract void Step(ParameterGroup group, Parameter parameter, Tensor gradient);

            /// <summary>What it remembers, in an order that is always the same: tensors and counts.</summary>
            internal abstract IEnumerable<OptimizerMemory> Memories();

            /// <summary>Disposes of what it remembers.</summary>
            protected virtual void Dispose(bool disposing)
            {
                if (!disposing)
                {
                    return;
                }

                foreach (OptimizerMemory memory in Memories())
                {
                    memory.Dispose();
                }
            }

            /// <summary>Parameters with one learning rate.</summary>
            internal class ParameterGroup(Parameter[] members, double learningRate, double weightDecay) : ILearningRateController
            {
                public Parameter[] Members { get; } = members;

                public double WeightDecay { get; } = weightDecay;

                public double LearningRate { get; set; } = learningRate;

                public double InitialLearningRate { get; set; } = learningRate;
            }
        }
    }

    /// <summary>What an optimiser remembers of one parameter.</summary>
    internal sealed class OptimizerMemory : IDisposable
    {
        /// <summary>Steps made.</summary>
        public long Steps { get; set; }

        /// <summary>Tensors in the shape of the parameter.</summary>
        public List<Tensor> Tensors { get; } = [];

        /// <summary>A tensor that outlives the scope in which it was made.</summary>
        public static Tensor Zeros(Tensor like)
        {
            using IDisposable untouched = no_grad();
            return zeros_like(like).DetachFromDisposeScope();
        }

        public void Dispose()
        {
            foreach (Tensor tensor in Tensors)
            {
                tensor.Dispose();
            }
        }
    }
}
