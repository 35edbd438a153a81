using TorchSharp.Modules;
using static TorchSharp.torch;

namespace TorchSharp.Modules
{
    /// <summary>
    /// Long short-term memory (Hochreiter and Schmidhuber 1997), gates in the order input, forget, cell, output. On the processor it runs by the fused
    /// kernels, elsewhere by libtorch's own (cuDNN on graphics cards).
    /// </summary>
    public sealed class LSTM : nn.Module<Tensor, (Tensor, Tensor)?, (Tensor, Tensor, Tensor)>
    {
        private static readonly Operator Whole = new("aten::lstm", "input");

        private readonly LstmLayout layout;

        internal LSTM(
            long inputSize, long hiddenSize, long numLayers, bool hasBias, bool batchFirst, double dropout, bool bidirectional, Device? device, ScalarType? dtype)
            : base(nameof(LSTM))
        {
            layout = new LstmLayout(inputSize, hiddenSize, (int)numLayers, bidirectional ? 2 : 1, hasBias, batchFirst, dropout);
            double bound = 1 / Math.Sqrt(hiddenSize);
            foreach ((string name, long[] shape) in layout.Weights())
            {
                register_parameter(name, Linear.Uniform(shape, bound, device, dtype));
            }
        }

        /// <summary>Runs over a batch of sequences.</summary>
        /// <param name="input">Inputs, <c>[time, batch, input]</c>, or <c>[batch, time, input]</c> where batchFirst; a single sequence is <c>[time, input]</c>.</param>
        /// <param name="h0_c0">Initial hidden and cell states, <c>[layer x direction, batch, hidden]</c>; zeros where absent.</param>
        /// <returns>The last layer's hidden states at every step, and all layers' last hidden and cell states.</returns>
        public override (Tensor, Tensor, Tensor) forward(Tensor input, (Tensor, Tensor)? h0_c0 = null)
        {
            ArgumentNullException.ThrowIfNull(input);
            if (input.Dimensions == 2)
            {
                return Single(input, h0_c0);
            }

            Tensor[] weights = [.. parameters()];
            return FusedLstm.Runs(input)
                ? FusedLstm.Forward(layout, weights, input, h0_c0, lengths: null, training)
                : Unfused(input, h0_c0, weights);
        }

        /// <summary>Runs over a batch of sequences.</summary>
        public new (Tensor, Tensor, Tensor) call(Tensor input, (Tensor, Tensor)? h0_c0 = null) => forward(input, h0_c0);

        /// <summary>Runs over sequences of different lengths.</summary>
        public (nn.utils.rnn.PackedSequence, Tensor, Tensor) call(nn.utils.rnn.PackedSequence input, (Tensor, Tensor)? h0_c0 = null)
        {
            ArgumentNullException.ThrowIfNull(input);
            using DisposeScope scope = NewDisposeScope();
            (Tensor padded, Tensor lengths) = nn.utils.rnn.pad_packed_sequence(input, layout.BatchFirst);
            Tensor[] weights = [.. parameters()];
            (Tensor output, Tensor h, Tensor c) = FusedLstm.Forward(layout, weights, padded, h0_c0, lengths, training);
            nn.utils.rnn.PackedSequence packed = nn.utils.rnn.pack_padded_sequence(output, lengths, layout.BatchFirst, enforce_sorted: input.sorted_indices is null);
            foreach (Tensor? tensor in new[] { packed.data, packed.batch_sizes, packed.sorted_indices, packed.unsorted_indices })
            {
                tensor?.MoveToOuterDisposeScope();
            }

            return (packed, scope.MoveToOuter(h), scope.MoveToOuter(c));
        }

        /// <summary>Does nothing here: cuDNN gets its weights by their own tensors.</summary>
        public void flatten_parameters()
        {
        }

        // One sequence, <c>[time, input]</c>, is a batch of one.
        private (Tensor, Tensor, Tensor) Single(Tensor input, (Tensor, Tensor)? states)
        {
            using DisposeScope scope = NewDisposeScope();
            int batch = layout.BatchFirst ? 0 : 1;
            (Tensor output, Tensor h, Tensor c) = forward(input.unsqueeze(batch), states is { } given ? (given.Item1.unsqueeze(1), given.Item2.unsqueeze(1)) : null);
            return (scope.MoveToOuter(output.squeeze(batch)), scope.MoveToOuter(h.squeeze(1)), scope.MoveToOuter(c.squeeze(1)));
        }

        /// <summary>libtorch's own LSTM, which benchmarks and tests compare with.</summary>
        internal (Tensor, Tensor, Tensor) Unfused(Tensor input, (Tensor, Tensor)? h0_c0, Tensor[] weights)
        {
            using DisposeScope scope = NewDisposeScope();
            (Tensor h0, Tensor c0) = h0_c0 ?? layout.ZeroStates(input);
            (Tensor output, Tensor h, Tensor c) = Whole.Three(
                input, new[] { h0, c0 }, weights, layout.HasBias, (long)layout.Layers, layout.Dropout, training, layout.Directions == 2, layout.BatchFirst);
            return (scope.MoveToOuter(output), scope.MoveToOuter(h), scope.MoveToOuter(c));
        }
    }
}

namespace TorchSharp
{
    /// <summary>Sizes of an LSTM and the names of its weights.</summary>
    internal sealed record LstmLayout(long Input, long Hidden, int Layers, int Directions, bool HasBias, bool BatchFirst, double Dropout)
    {
        /// <summary>Tensors of one layer in one direction.</summary>
        public int PerLayer => HasBias ? 4 : 2;

        /// <summary>Names and shapes in the order that libtorch wants: layer by layer, forward before backward.</summary>
        public IEnumerable<(string Name, long[] Shape)> Weights()
        {
            for (int layer = 0; layer < Layers; layer++)
            {
                long width = layer == 0 ? Input : Hidden * Directions;
                for (int direction = 0; direction < Directions; direction++)
                {
                    string suffix = $"_l{layer}{(direction == 0 ? "" : "_reverse")}";
                    yield return ("weight_ih" + suffix, [4 * Hidden, width]);
                    yield return ("weight_hh" + suffix, [4 * Hidden, Hidden]);
                    if (HasBias)
                    {
                        yield return ("bias_ih" + suffix, [4 * Hidden]);
                        yield return ("bias_hh" + suffix, [4 * Hidden]);
                    }
                }
            }
        }

        /// <summary>Zeros in the shape of the states.</summary>
        public (Tensor Hidden, Tensor Cell) ZeroStates(Tensor input)
        {
            long[] shape = [Layers * Directions, input.shape[BatchFirst ? 0 : 1], Hidden];
            return (zeros(shape, input.dtype, input.device), zeros(shape, input.dtype, input.device));
        }
    }

    public static partial class torch
    {
        public static partial class nn
        {
            /// <summary>Long short-term memory.</summary>
            /// <param name="inputSize">Inputs a step.</param>
            /// <param name="hiddenSize">Hidden units.</param>
            /// <param name="numLayers">Layers one over another.</param>
            /// <param name="bias">Whether gates have biases.</param>
            /// <param name="batchFirst">Whether the batch comes before time.</param>
            /// <param name="dropout">Probability of dropping what one layer hands to the next.</param>
            /// <param name="bidirectional">Whether it runs backwards too.</param>
            /// <param name="device">Where its parameters lie.</param>
            /// <param name="dtype">Their type.</param>
            public static LSTM LSTM(
                long inputSize,
                long hiddenSize,
                long numLayers = 1,
                bool bias = true,
                bool batchFirst = false,
                double dropout = 0.0,
                bool bidirectional = false,
                Device? device = null,
                ScalarType? dtype = null) => new(inputSize, hiddenSize, numLayers, bias, batchFirst, dropout, bidirectional, device, dtype);
        }
    }
}
