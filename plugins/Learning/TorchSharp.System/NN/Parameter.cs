using TorchSharp.Modules;

namespace TorchSharp.Modules
{
    /// <summary>A tensor that a module trains.</summary>
    public class Parameter : torch.Tensor
    {
        /// <summary>A parameter that begins with the values of a tensor and shares its memory.</summary>
        public Parameter(torch.Tensor data, bool requires_grad = true)
            : base(Leaf(data))
        {
            if (requires_grad)
            {
                this.requires_grad = true;
            }
        }

        internal void ForgetGradient() => Shim.Check(Shim.shim_set_grad(Handle, 0));

        private static nint Leaf(torch.Tensor data)
        {
            ArgumentNullException.ThrowIfNull(data);
            using torch.Tensor leaf = data.detach();
            return Take(leaf);
        }
    }
}

namespace TorchSharp
{
    public static partial class torch
    {
        public static partial class nn
        {
            /// <summary>A tensor that a module trains.</summary>
            public static Parameter Parameter(Tensor data, bool requires_grad = true) => new(data, requires_grad);
        }
    }
}
