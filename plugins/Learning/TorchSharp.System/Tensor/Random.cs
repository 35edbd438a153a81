namespace TorchSharp;

/// <summary>The names of PyTorch, as TorchSharp spells them in C#.</summary>
public static partial class torch
{
    /// <summary>Seeds every random number of libtorch, on all devices.</summary>
    public static Generator manual_seed(long seed)
    {
        Shim.Check(Shim.shim_seed(seed));
        return new Generator();
    }

    /// <summary>The seed that random numbers began with.</summary>
    public static long initial_seed() => Shim.shim_initial_seed();

    /// <summary>The state of the processor's random numbers.</summary>
    public static Tensor get_rng_state()
    {
        Shim.Check(Shim.shim_random_state(out nint state));
        return Tensor.Own(state);
    }

    /// <summary>Puts the processor's random numbers back to a state.</summary>
    public static void set_rng_state(Tensor new_state)
    {
        ArgumentNullException.ThrowIfNull(new_state);
        Shim.Check(Shim.shim_set_random_state(new_state.Handle));
        GC.KeepAlive(new_state);
    }

    /// <summary>The source of the processor's random numbers.</summary>
    public sealed class Generator : IDisposable
    {
        internal Generator()
        {
        }

        /// <summary>The generator that everything draws from unless told otherwise.</summary>
        public static Generator Default { get; } = new();

        /// <summary>Its state.</summary>
        public Tensor get_state() => get_rng_state();

        /// <summary>Puts it back to a state.</summary>
        public void set_state(Tensor value) => set_rng_state(value);

        /// <summary>Seeds it.</summary>
        public Generator manual_seed(long seed) => torch.manual_seed(seed);

        /// <summary>The seed that it began with.</summary>
        public long initial_seed() => torch.initial_seed();

        /// <summary>Does nothing: the generator is libtorch's.</summary>
        public void Dispose()
        {
        }
    }

    public partial class Tensor
    {
        private static readonly Operator OpNormalInPlace = new("aten::normal_");
        private static readonly Operator OpUniformInPlace = new("aten::uniform_");
        private static readonly Operator OpBernoulliInPlace = new("aten::bernoulli_", "float");
        private static readonly Operator OpExponentialInPlace = new("aten::exponential_");

        /// <summary>Fills it with normal random numbers.</summary>
        public Tensor normal_(double mean = 0.0, double std = 1.0) => OpNormalInPlace.InPlace(this, mean, std);

        /// <summary>Fills it with uniform random numbers.</summary>
        public Tensor uniform_(double from, double to) => OpUniformInPlace.InPlace(this, from, to);

        /// <summary>Fills it with zeros and ones, ones with a probability.</summary>
        public Tensor bernoulli_(double p = 0.5) => OpBernoulliInPlace.InPlace(this, p);

        /// <summary>Fills it with exponential random numbers.</summary>
        public Tensor exponential_(double lambda = 1.0) => OpExponentialInPlace.InPlace(this, lambda);
    }
}
