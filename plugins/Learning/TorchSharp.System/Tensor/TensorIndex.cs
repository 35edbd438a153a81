namespace TorchSharp;

public static partial class torch
{
    /// <summary>What an element's access takes along one dimension, or along several.</summary>
    public readonly struct TensorIndex
    {
        private TensorIndex(IndexKind kind, long first = 0, long? start = null, long? stop = null, long? step = null, Tensor? tensor = null)
        {
            Kind = kind;
            First = first;
            Start = start;
            Stop = stop;
            Step = step;
            Of = tensor;
        }

        internal enum IndexKind
        {
            Ellipsis,
            None,
            Single,
            Slice,
            Tensor,
        }

        /// <summary>All dimensions that the other indices leave.</summary>
        public static TensorIndex Ellipsis => new(IndexKind.Ellipsis);

        /// <summary>A new dimension of length one.</summary>
        public static TensorIndex None => new(IndexKind.None);

        /// <summary>All along a dimension.</summary>
        public static TensorIndex Colon => Slice();

        internal IndexKind Kind { get; }

        internal long First { get; }

        internal long? Start { get; }

        internal long? Stop { get; }

        internal long? Step { get; }

        internal Tensor? Of { get; }

        /// <summary>A single index, which takes the dimension away.</summary>
        public static implicit operator TensorIndex(long value) => Single(value);

        /// <summary>A range, as <c>2..5</c> or <c>..^1</c>.</summary>
        public static implicit operator TensorIndex(Range range)
        {
            long? start = range.Start.IsFromEnd ? -range.Start.Value : range.Start.Value;
            long? stop = range.End.IsFromEnd ? (range.End.Value == 0 ? null : -range.End.Value) : range.End.Value;
            return Slice(start, stop);
        }

        /// <summary>Part of a dimension.</summary>
        /// <param name="start">The first index; the beginning where absent.</param>
        /// <param name="stop">The index after the last; the end where absent.</param>
        /// <param name="step">From one to the next.</param>
        public static TensorIndex Slice(long? start = null, long? stop = null, long? step = null) => new(IndexKind.Slice, 0, start, stop, step);

        /// <summary>A single index, which takes the dimension away.</summary>
        public static TensorIndex Single(long? index) => new(IndexKind.Single, index ?? 0);

        /// <summary>Indices, or a mask of truths.</summary>
        public static TensorIndex Tensor(Tensor tensor) => new(IndexKind.Tensor, tensor: tensor);
    }
}
