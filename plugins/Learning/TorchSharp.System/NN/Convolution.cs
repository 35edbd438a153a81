using TorchSharp.Modules;
using static TorchSharp.torch;

namespace TorchSharp.Modules
{
    /// <summary>Cross-correlation in one dimension, <c>[batch, channel, length]</c>.</summary>
    public sealed class Conv1d : nn.Module<Tensor, Tensor>
    {
        private readonly long stride;
        private readonly long padding;
        private readonly long dilation;
        private readonly long groups;

        internal Conv1d(long inputs, long outputs, long kernel, long stride, long padding, long dilation, long groups, bool hasBias, Device? device, ScalarType? dtype)
            : base(nameof(Conv1d))
        {
            (this.stride, this.padding, this.dilation, this.groups) = (stride, padding, dilation, groups);
            double bound = 1 / Math.Sqrt(inputs / groups * kernel);
            weight = Linear.Uniform([outputs, inputs / groups, kernel], bound, device, dtype);
            register_parameter("weight", weight);
            if (hasBias)
            {
                bias = Linear.Uniform([outputs], bound, device, dtype);
                register_parameter("bias", bias);
            }
        }

        /// <summary>Kernels, <c>[output, input / groups, kernel]</c>.</summary>
        public Parameter? weight { get; }

        /// <summary>What is added, <c>[output]</c>; null where nothing is.</summary>
        public Parameter? bias { get; }

        /// <inheritdoc/>
        public override Tensor forward(Tensor tensor) => nn.functional.conv1d(tensor, weight!, bias, stride, padding, dilation, groups);
    }

    /// <summary>Cross-correlation in two dimensions, <c>[batch, channel, y, x]</c>.</summary>
    public sealed class Conv2d : nn.Module<Tensor, Tensor>
    {
        private readonly long[] stride;
        private readonly long[] padding;
        private readonly long[] dilation;
        private readonly long groups;

        internal Conv2d(
            long inputs, long outputs, (long Y, long X) kernel, (long Y, long X) stride, (long Y, long X) padding, (long Y, long X) dilation, long groups, bool hasBias, Device? device, ScalarType? dtype)
            : base(nameof(Conv2d))
        {
            this.stride = [stride.Y, stride.X];
            this.padding = [padding.Y, padding.X];
            this.dilation = [dilation.Y, dilation.X];
            this.groups = groups;
            double bound = 1 / Math.Sqrt(inputs / groups * kernel.Y * kernel.X);
            weight = Linear.Uniform([outputs, inputs / groups, kernel.Y, kernel.X], bound, device, dtype);
            register_parameter("weight", weight);
            if (hasBias)
            {
                bias = Linear.Uniform([outputs], bound, device, dtype);
                register_parameter("bias", bias);
            }
        }

        /// <summary>Kernels, <c>[output, input / groups, y, x]</c>.</summary>
        public Parameter? weight { get; }

        /// <summary>What is added, <c>[output]</c>; null where nothing is.</summary>
        public Parameter? bias { get; }

        /// <inheritdoc/>
        public override Tensor forward(Tensor tensor) => nn.functional.conv2d(tensor, weight!, bias, stride, padding, dilation, groups);
    }
}

namespace TorchSharp
{
    public static partial class torch
    {
        public static partial class nn
        {
            /// <summary>Cross-correlation in one dimension.</summary>
            /// <exception cref="NotSupportedException">The padding is not with zeros.</exception>
            public static Conv1d Conv1d(
                long inputChannel,
                long outputChannel,
                long kernelSize,
                long stride = 1,
                long padding = 0,
                long dilation = 1,
                PaddingModes paddingMode = PaddingModes.Zeros,
                long groups = 1,
                bool bias = true,
                Device? device = null,
                ScalarType? dtype = null) =>
                new(inputChannel, outputChannel, kernelSize, stride, padding, dilation, ZerosOnly(paddingMode, groups), bias, device, dtype);

            /// <summary>Cross-correlation in two dimensions with square kernels.</summary>
            /// <exception cref="NotSupportedException">The padding is not with zeros.</exception>
            public static Conv2d Conv2d(
                long inputChannel,
                long outputChannel,
                long kernelSize,
                long stride = 1,
                long padding = 0,
                long dilation = 1,
                PaddingModes paddingMode = PaddingModes.Zeros,
                long groups = 1,
                bool bias = true,
                Device? device = null,
                ScalarType? dtype = null) =>
                new(
                    inputChannel, outputChannel, (kernelSize, kernelSize), (stride, stride), (padding, padding), (dilation, dilation), ZerosOnly(paddingMode, groups), bias, device, dtype);

            /// <summary>Cross-correlation in two dimensions.</summary>
            /// <exception cref="NotSupportedException">The padding is not with zeros.</exception>
            public static Conv2d Conv2d(
                long inputChannel,
                long outputChannel,
                (long, long) kernelSize,
                (long, long)? stride = null,
                (long, long)? padding = null,
                (long, long)? dilation = null,
                PaddingModes paddingMode = PaddingModes.Zeros,
                long groups = 1,
                bool bias = true,
                Device? device = null,
                ScalarType? dtype = null) =>
                new(inputChannel, outputChannel, kernelSize, stride ?? (1, 1), padding ?? (0, 0), dilation ?? (1, 1), ZerosOnly(paddingMode, groups), bias, device, dtype);

            private static long ZerosOnly(PaddingModes mode, long groups) =>
                mode is PaddingModes.Zeros or PaddingModes.Constant
                    ? groups
                    : throw new NotSupportedException($"a convolution that pads by {mode} is not offered here; pad with functional.pad first");
        }
    }
}
