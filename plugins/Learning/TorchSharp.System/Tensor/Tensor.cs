using System.Runtime.CompilerServices;
using TorchSharp.Utils;

namespace TorchSharp;

public static partial class torch
{
    /// <summary>An array of any number of dimensions, whose computations libtorch records for their gradients.</summary>
    public partial class Tensor : IDisposable
    {
        private static long total;
        private static long peak;

        private nint handle;

        internal Tensor(nint handle)
        {
            this.handle = handle;
            long living = Interlocked.Increment(ref total);
            long known = Interlocked.Read(ref peak);
            while (living > known && Interlocked.CompareExchange(ref peak, living, known) != known)
            {
                known = Interlocked.Read(ref peak);
            }

            Scope = DisposeScope.Current;
            Scope?.Add(this);
        }

        /// <summary>Releases the native tensor where nobody disposed of it.</summary>
        ~Tensor() => Release();

        /// <summary>Number of tensors not yet disposed of.</summary>
        public static long TotalCount => Interlocked.Read(ref total);

        /// <summary>Largest number of tensors that lived at once.</summary>
        public static long PeakCount => Interlocked.Read(ref peak);

        /// <summary>Whether it was disposed of.</summary>
        public bool IsInvalid => handle == 0;

        /// <summary>The native tensor.</summary>
        /// <exception cref="ObjectDisposedException">It was disposed of.</exception>
        public nint Handle
        {
            get
            {
                ObjectDisposedException.ThrowIf(handle == 0, this);
                return handle;
            }
        }

        /// <summary>Number of dimensions.</summary>
        public long Dimensions => Shim.shim_dim(Handle);

        /// <summary>Number of dimensions.</summary>
        public long ndim => Dimensions;

        /// <summary>Number of elements.</summary>
        public long NumberOfElements => numel();

        /// <summary>Length of each dimension.</summary>
        public unsafe long[] shape
        {
            get
            {
                var sizes = new long[Dimensions];
                fixed (long* first = sizes)
                {
                    Shim.shim_sizes(Handle, first);
                }

                return sizes;
            }
        }

        /// <summary>Type of the elements.</summary>
        public ScalarType dtype => (ScalarType)Shim.shim_dtype(Handle);

        /// <summary>Where it lies.</summary>
        public Device device => new((DeviceType)Shim.shim_device(Handle, out int index), index);

        /// <summary>Kind of device on which it lies.</summary>
        public DeviceType device_type => (DeviceType)Shim.shim_device(Handle, out _);

        /// <summary>Whether it lies on a graphics card.</summary>
        public bool is_cuda => device_type == DeviceType.CUDA;

        /// <summary>Whether it was given, not computed from what requires gradients.</summary>
        public bool is_leaf => Shim.shim_is_leaf(Handle) != 0;

        /// <summary>Whether computations with it are recorded.</summary>
        public bool requires_grad
        {
            get => Shim.shim_requires_grad(Handle) != 0;
            set => Shim.Check(Shim.shim_set_requires_grad(Handle, value ? 1 : 0));
        }

        /// <summary>The memory of a contiguous tensor on the processor.</summary>
        /// <exception cref="InvalidOperationException">It is not contiguous, or too large for a span.</exception>
        public unsafe Span<byte> bytes
        {
            get
            {
                if (!is_contiguous())
                {
                    throw new InvalidOperationException("the bytes of a tensor that is not contiguous are no span; call contiguous() first");
                }

                return new Span<byte>((void*)Memory, checked((int)(numel() * element_size())));
            }
        }

        internal DisposeScope? Scope { get; set; }

        /// <summary>Address of the first element.</summary>
        internal nint Memory
        {
            get
            {
                Shim.Check(Shim.shim_memory(Handle, out nint memory));
                return memory;
            }
        }

        /// <summary>Number of dimensions.</summary>
        public long dim() => Dimensions;

        /// <summary>Number of elements.</summary>
        public long numel()
        {
            long count = 1;
            foreach (long length in shape)
            {
                count *= length;
            }

            return count;
        }

        /// <summary>Bytes of an element.</summary>
        public long element_size() => dtype switch
        {
            ScalarType.Int64 or ScalarType.Float64 => 8,
            ScalarType.Int32 or ScalarType.Float32 => 4,
            ScalarType.Int16 or ScalarType.Float16 or ScalarType.BFloat16 => 2,
            _ => 1,
        };

        /// <summary>Length of each dimension.</summary>
        public long[] size() => shape;

        /// <summary>Length of a dimension, counted from the end where negative.</summary>
        public long size(int dim) => shape[dim < 0 ? dim + (int)Dimensions : dim];

        /// <summary>Elements between neighbours along each dimension.</summary>
        public unsafe long[] stride()
        {
            var strides = new long[Dimensions];
            fixed (long* first = strides)
            {
                Shim.shim_strides(Handle, first);
            }

            return strides;
        }

        /// <summary>Whether its elements lie one after another, the last dimension fastest.</summary>
        public bool is_contiguous() => Shim.shim_is_contiguous(Handle) != 0;

        /// <summary>Whether its elements are real numbers.</summary>
        public bool is_floating_point() => torch.is_floating_point(dtype);

        /// <summary>Whether its elements are whole numbers.</summary>
        public bool is_integral() => torch.is_integral(dtype);

        /// <summary>Sets whether computations with it are recorded.</summary>
        public Tensor requires_grad_(bool requires_grad = true)
        {
            this.requires_grad = requires_grad;
            return this;
        }

        /// <summary>Adds its gradients to the leaves that it depends on; it has one element.</summary>
        public void backward() => autograd.backward([this]);

        /// <summary>Adds its gradients to the leaves that it depends on.</summary>
        /// <param name="grad_tensors">The vector of the vector-Jacobian product.</param>
        /// <param name="create_graph">Records this computation too.</param>
        /// <param name="retain_graph">Keeps the recording for another time.</param>
        /// <param name="inputs">The leaves that receive gradients; all where absent.</param>
        public void backward(IList<Tensor>? grad_tensors = null, bool create_graph = false, bool retain_graph = false, IList<Tensor>? inputs = null) =>
            autograd.backward([this], grad_tensors, retain_graph, create_graph, inputs);

        /// <summary>The only element.</summary>
        /// <exception cref="InvalidOperationException">It has several, or another type.</exception>
        public unsafe T item<T>()
            where T : unmanaged
        {
            if (numel() != 1)
            {
                throw new InvalidOperationException($"item() is for tensors of one element, not [{string.Join(", ", shape)}]");
            }

            using Tensor here = is_cuda ? cpu() : alias();
            TensorAccessor<T>.CheckType(here);
            T value = *(T*)here.Memory;
            return value;
        }

        /// <summary>The only element as a scalar.</summary>
        public Scalar ToScalar() => dtype switch
        {
            ScalarType.Bool => item<bool>(),
            ScalarType.Float64 => item<double>(),
            _ when is_floating_point() => Double(),
            _ => Long(),
        };

        /// <summary>Its elements, row by row.</summary>
        public TensorAccessor<T> data<T>()
            where T : unmanaged => new(this);

        /// <summary>Another tensor object of the same native tensor.</summary>
        public Tensor alias()
        {
            Shim.Check(Shim.shim_share(Handle, out nint same));
            return Own(same);
        }

        /// <summary>Hands it to the scope around the one that it is in.</summary>
        public Tensor MoveToOuterDisposeScope()
        {
            Scope?.MoveToOuter(this);
            return this;
        }

        /// <summary>Takes it out of its scope: it lives until its own Dispose.</summary>
        public Tensor DetachFromDisposeScope()
        {
            Scope?.Detach(this);
            return this;
        }

        /// <summary>Releases the native tensor.</summary>
        public void Dispose()
        {
            Dispose(true);
            GC.SuppressFinalize(this);
        }

        /// <summary>Whether the other is of the same shape and the same elements.</summary>
        public bool Equals(Tensor target) => target is not null && OpEqual.Number(this, target).ToBoolean();

        /// <inheritdoc/>
        public override bool Equals(object? obj) => obj is Tensor other && Equals(other);

        /// <inheritdoc/>
        public override int GetHashCode() => RuntimeHelpers.GetHashCode(this);

        /// <summary>Its shape, element type and device.</summary>
        public override string ToString() => IsInvalid ? "disposed of" : $"[{string.Join("x", shape)}], type = {dtype}, device = {device}";

        internal static Tensor Own(nint handle) => handle == 0 ? throw new InvalidOperationException("libtorch returned no tensor") : new Tensor(handle);

        /// <summary>Takes the native tensor out of another object, which is left without one.</summary>
        internal static nint Take(Tensor tensor)
        {
            nint taken = tensor.Handle;
            Shim.Check(Shim.shim_share(taken, out nint same));
            return same;
        }

        /// <summary>Puts another native tensor in the place of this one.</summary>
        internal void Become(Tensor other)
        {
            nint old = Handle;
            handle = Take(other);
            Shim.shim_release(old);
        }

        /// <summary>Releases the native tensor.</summary>
        private protected virtual void Dispose(bool disposing)
        {
            if (disposing)
            {
                Scope?.Forget(this);
                Scope = null;
            }

            Release();
        }

        private void Release()
        {
            nint owned = Interlocked.Exchange(ref handle, 0);
            if (owned != 0)
            {
                Interlocked.Decrement(ref total);
                Shim.shim_release(owned);
            }
        }

        private double Double()
        {
            using Tensor wide = to_type(ScalarType.Float64);
            return wide.item<double>();
        }

        private long Long()
        {
            using Tensor wide = to_type(ScalarType.Int64);
            return wide.item<long>();
        }
    }
}
