namespace TorchSharp;

public static partial class torch
{
    public static partial class nn
    {
        /// <summary>First values of parameters.</summary>
        public static class init
        {
            /// <summary>What follows a layer, for the gain of its first values.</summary>
            public enum NonlinearityType
            {
                /// <summary>Nothing.</summary>
                Linear = 0,

                /// <summary>The logistic function.</summary>
                Sigmoid = 7,

                /// <summary>The hyperbolic tangent.</summary>
                Tanh = 8,

                /// <summary>The rectifier.</summary>
                ReLU = 9,

                /// <summary>The leaky rectifier.</summary>
                LeakyReLU = 10,
            }

            /// <summary>Which side's size sets the spread.</summary>
            public enum FanInOut
            {
                /// <summary>The inputs'.</summary>
                FanIn = 0,

                /// <summary>The outputs'.</summary>
                FanOut = 1,
            }

            /// <summary>The gain of a nonlinearity.</summary>
            public static double calculate_gain(NonlinearityType nonlinearity, double param = 0.0) => nonlinearity switch
            {
                NonlinearityType.Tanh => 5.0 / 3.0,
                NonlinearityType.ReLU => Math.Sqrt(2),
                NonlinearityType.LeakyReLU => Math.Sqrt(2 / (1 + (param * param))),
                _ => 1,
            };

            /// <summary>Ones.</summary>
            public static Tensor ones_(Tensor tensor) => Fill(tensor, all => all.fill_(1));

            /// <summary>Zeros.</summary>
            public static Tensor zeros_(Tensor tensor) => Fill(tensor, all => all.zero_());

            /// <summary>One number.</summary>
            public static Tensor constant_(Tensor tensor, Scalar val) => Fill(tensor, all => all.fill_(val));

            /// <summary>Uniform random numbers.</summary>
            public static Tensor uniform_(Tensor tensor, double low = 0, double high = 1) => Fill(tensor, all => all.uniform_(low, high));

            /// <summary>Normal random numbers.</summary>
            public static Tensor normal_(Tensor tensor, double mean = 0, double std = 1) => Fill(tensor, all => all.normal_(mean, std));

            /// <summary>Uniform random numbers by the sizes of both sides (Glorot and Bengio 2010).</summary>
            public static Tensor xavier_uniform_(Tensor tensor, double gain = 1.0)
            {
                (long fanIn, long fanOut) = CalculateFanInAndFanOut(tensor);
                double bound = gain * Math.Sqrt(6.0 / (fanIn + fanOut));
                return uniform_(tensor, -bound, bound);
            }

            /// <summary>Normal random numbers by the sizes of both sides (Glorot and Bengio 2010).</summary>
            public static Tensor xavier_normal_(Tensor tensor, double gain = 1.0)
            {
                (long fanIn, long fanOut) = CalculateFanInAndFanOut(tensor);
                return normal_(tensor, 0, gain * Math.Sqrt(2.0 / (fanIn + fanOut)));
            }

            /// <summary>Uniform random numbers by the size of one side (He et al. 2015).</summary>
            public static Tensor kaiming_uniform_(
                Tensor tensor, double a = 0, FanInOut mode = FanInOut.FanIn, NonlinearityType nonlinearity = NonlinearityType.LeakyReLU)
            {
                double bound = Math.Sqrt(3.0) * Spread(tensor, a, mode, nonlinearity);
                return uniform_(tensor, -bound, bound);
            }

            /// <summary>Normal random numbers by the size of one side (He et al. 2015).</summary>
            public static Tensor kaiming_normal_(
                Tensor tensor, double a = 0, FanInOut mode = FanInOut.FanIn, NonlinearityType nonlinearity = NonlinearityType.LeakyReLU) =>
                normal_(tensor, 0, Spread(tensor, a, mode, nonlinearity));

            /// <summary>A random matrix with orthogonal rows or columns (Saxe et al. 2013).</summary>
            public static Tensor orthogonal_(Tensor tensor, double gain = 1.0)
            {
                ArgumentNullException.ThrowIfNull(tensor);
                using DisposeScope scope = NewDisposeScope();
                using IDisposable untouched = no_grad();
                long rows = tensor.shape[0];
                long columns = tensor.numel() / rows;
                Tensor flat = randn(rows, columns, tensor.dtype, tensor.device);
                (Tensor q, Tensor r) = linalg.qr(rows < columns ? flat.t() : flat);
                Tensor signed = q * r.diag().sign();
                tensor.copy_((rows < columns ? signed.t() : signed).reshape(tensor.shape) * gain);
                return tensor;
            }

            /// <summary>Numbers of inputs and outputs of one unit of a weight.</summary>
            /// <exception cref="ArgumentException">It has fewer than two dimensions.</exception>
            public static (long fanIn, long fanOut) CalculateFanInAndFanOut(Tensor tensor)
            {
                ArgumentNullException.ThrowIfNull(tensor);
                long[] shape = tensor.shape;
                if (shape.Length < 2)
                {
                    throw new ArgumentException($"a weight has two dimensions or more, not [{string.Join(", ", shape)}]");
                }

                long field = shape.Skip(2).Aggregate(1L, (product, length) => product * length);
                return (shape[1] * field, shape[0] * field);
            }

            private static double Spread(Tensor tensor, double a, FanInOut mode, NonlinearityType nonlinearity)
            {
                (long fanIn, long fanOut) = CalculateFanInAndFanOut(tensor);
                return calculate_gain(nonlinearity, a) / Math.Sqrt(mode == FanInOut.FanIn ? fanIn : fanOut);
            }

            private static Tensor Fill(Tensor tensor, Action<Tensor> fill)
            {
                ArgumentNullException.ThrowIfNull(tensor);
                using (no_grad())
                {
                    fill(tensor);
                }

                return tensor;
            }
        }
    }
}
