using TorchSharp.Modules;

namespace TorchSharp;

public static partial class torch
{
    public partial class Tensor
    {
        /// <summary>The gradient that backward left; null where there is none. TorchSharp 0.99 spells it as a method, later releases as a property.</summary>
        internal Tensor? Gradient
        {
            get
            {
                Shim.Check(Shim.shim_grad(Handle, out nint gradient));
                return gradient == 0 ? null : Own(gradient);
            }
        }
    }

    public static partial class nn
    {
        /// <summary>What networks need besides modules.</summary>
        public static partial class utils
        {
            /// <summary>Scales all gradients so that their common norm is not above a bound.</summary>
            /// <returns>The norm before.</returns>
            public static double clip_grad_norm_(IEnumerable<Parameter> tensors, double max_norm, double norm_type = 2.0)
            {
                using DisposeScope scope = NewDisposeScope();
                List<Tensor> gradients = [.. tensors.Select(tensor => tensor.Gradient).OfType<Tensor>()];
                if (gradients.Count == 0)
                {
                    return 0;
                }

                double norm;
                using (no_grad())
                {
                    Tensor norms = stack(gradients.Select(gradient => gradient.norm((float)norm_type).cpu().@double()));
                    norm = norms.norm((float)norm_type).item<double>();
                    double scale = max_norm / (norm + 1e-6);
                    if (scale < 1 || double.IsNaN(scale))
                    {
                        foreach (Tensor gradient in gradients)
                        {
                            gradient.mul_(scale);
                        }
                    }
                }

                return norm;
            }

            /// <summary>Holds every gradient within plus and minus a bound.</summary>
            public static void clip_grad_value_(IEnumerable<Parameter> tensors, double clip_value)
            {
                using DisposeScope scope = NewDisposeScope();
                foreach (Tensor gradient in tensors.Select(tensor => tensor.Gradient).OfType<Tensor>())
                {
                    gradient.clamp_(-clip_value, clip_value);
                }
            }
        }
    }
}
