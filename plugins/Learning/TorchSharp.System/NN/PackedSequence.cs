namespace TorchSharp;

public static partial class torch
{
    public static partial class nn
    {
        public static partial class utils
        {
            /// <summary>Batches of sequences of different lengths.</summary>
            public static partial class rnn
            {
                private static readonly Operator Pack = new("aten::_pack_padded_sequence");
                private static readonly Operator Unpack = new("aten::_pad_packed_sequence");

                /// <summary>Packs sequences that were padded to one length.</summary>
                /// <param name="input">The sequences, <c>[time, batch, feature]</c>, or <c>[batch, time, feature]</c> where batch_first.</param>
                /// <param name="lengths">Steps of each, 64-bit numbers.</param>
                /// <param name="batch_first">Whether the batch comes first.</param>
                /// <param name="enforce_sorted">Whether they are sorted by length already, the longest first.</param>
                public static PackedSequence pack_padded_sequence(Tensor input, Tensor lengths, bool batch_first = false, bool enforce_sorted = true)
                {
                    ArgumentNullException.ThrowIfNull(input);
                    ArgumentNullException.ThrowIfNull(lengths);
                    using DisposeScope scope = NewDisposeScope();
                    Tensor ordered = lengths.cpu();
                    Tensor? sorted = null;
                    Tensor? unsorted = null;
                    if (!enforce_sorted)
                    {
                        (ordered, sorted) = ordered.sort(-1, true, true);
                        unsorted = sorted.argsort();
                        input = input.index_select(batch_first ? 0 : 1, sorted.to(input.device));
                    }

                    (Tensor data, Tensor sizes) = Pack.Two(input, ordered, batch_first);
                    return new PackedSequence(
                        scope.MoveToOuter(data),
                        scope.MoveToOuter(sizes),
                        sorted is null ? null : scope.MoveToOuter(sorted),
                        unsorted is null ? null : scope.MoveToOuter(unsorted));
                }

                /// <summary>The sequences padded to one length, and the length of each.</summary>
                public static (Tensor, Tensor) pad_packed_sequence(PackedSequence sequence, bool batch_first = false, double padding_value = 0.0, long? total_length = null)
                {
                    ArgumentNullException.ThrowIfNull(sequence);
                    using DisposeScope scope = NewDisposeScope();
                    (Tensor padded, Tensor lengths) = Unpack.Two(sequence.data, sequence.batch_sizes, batch_first, (Scalar)padding_value, total_length ?? -1L);
                    if (sequence.unsorted_indices is { } original)
                    {
                        padded = padded.index_select(batch_first ? 0 : 1, original.to(padded.device));
                        lengths = lengths.index_select(0, original);
                    }

                    return (scope.MoveToOuter(padded), scope.MoveToOuter(lengths));
                }

                /// <summary>Sequences of different lengths, step by step without padding.</summary>
                public sealed class PackedSequence : IDisposable
                {
                    /// <summary>The steps of all sequences, first all first ones.</summary>
                    public readonly Tensor data;

                    /// <summary>How many sequences reach each step.</summary>
                    public readonly Tensor batch_sizes;

                    /// <summary>The order by length; null where they were sorted.</summary>
                    public readonly Tensor? sorted_indices;

                    /// <summary>The way back to the given order; null where they were sorted.</summary>
                    public readonly Tensor? unsorted_indices;

                    internal PackedSequence(Tensor data, Tensor batchSizes, Tensor? sorted, Tensor? unsorted)
                    {
                        this.data = data;
                        batch_sizes = batchSizes;
                        sorted_indices = sorted;
                        unsorted_indices = unsorted;
                    }

                    /// <summary>Disposes of its tensors.</summary>
                    public void Dispose()
                    {
                        data.Dispose();
                        batch_sizes.Dispose();
                        sorted_indices?.Dispose();
                        unsorted_indices?.Dispose();
                    }
                }
            }
        }
    }
}
