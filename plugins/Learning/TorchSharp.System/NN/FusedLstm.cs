using System.Runtime.InteropServices;
using static TorchSharp.torch;

namespace TorchSharp;

/// <summary>The shim's LSTM for the processor, layer by layer and direction by direction.</summary>
internal static partial class FusedLstm
{
    /// <summary>Whether it runs for such an input: on the processor, in single or double precision.</summary>
    public static bool Runs(Tensor input) => input.device_type == DeviceType.CPU && input.dtype is ScalarType.Float32 or ScalarType.Float64;

    /// <summary>Runs all layers.</summary>
    /// <param name="layout">Sizes.</param>
    /// <param name="weights">Weights in libtorch's order.</param>
    /// <param name="input">Inputs, time first or batch first as the layout says.</param>
    /// <param name="states">Initial states; zeros where absent.</param>
    /// <param name="lengths">Steps of each sequence; all where absent.</param>
    /// <param name="training">Whether dropout between layers drops.</param>
    /// <exception cref="ArgumentException">The initial states are of another number of layers.</exception>
    public static (Tensor Output, Tensor Hidden, Tensor Cell) Forward(
        LstmLayout layout, Tensor[] weights, Tensor input, (Tensor Hidden, Tensor Cell)? states, Tensor? lengths, bool training)
    {
        long wanted = layout.Layers * layout.Directions;
        if (states is { } given && (given.Hidden.Dimensions != 3 || given.Cell.Dimensions != 3 || given.Hidden.shape[0] != wanted || given.Cell.shape[0] != wanted))
        {
            throw new ArgumentException(
                $"the initial states are [{string.Join(", ", given.Hidden.shape)}] and [{string.Join(", ", given.Cell.shape)}]; this LSTM takes [{wanted}, batch, {layout.Hidden}] each");
        }

        using DisposeScope scope = NewDisposeScope();
        Tensor sequence = layout.BatchFirst ? input.transpose(0, 1) : input;
        var hidden = new List<Tensor>();
        var cell = new List<Tensor>();
        for (int layer = 0; layer < layout.Layers; layer++)
        {
            var outputs = new Tensor[layout.Directions];
            for (int direction = 0; direction < layout.Directions; direction++)
            {
                int index = (layer * layout.Directions) + direction;
                Span<Tensor> own = weights.AsSpan(index * layout.PerLayer, layout.PerLayer);
                var step = new LstmLayer(own[0], own[1])
                {
                    InputBias = layout.HasBias ? own[2] : null,
                    HiddenBias = layout.HasBias ? own[3] : null,
                    Hidden = states?.Hidden[index],
                    Cell = states?.Cell[index],
                    Lengths = lengths,
                    Backwards = direction == 1,
                };
                (Tensor? output, Tensor h, Tensor c) = Run(sequence, step);
                outputs[direction] = output!;
                hidden.Add(h);
                cell.Add(c);
            }

            sequence = outputs.Length == 1 ? outputs[0] : cat(outputs, -1);
            if (layer < layout.Layers - 1 && training && layout.Dropout > 0)
            {
                sequence = nn.functional.dropout(sequence, layout.Dropout);
            }
        }

        return (
            scope.MoveToOuter(layout.BatchFirst ? sequence.transpose(0, 1) : sequence),
            scope.MoveToOuter(stack(hidden)),
            scope.MoveToOuter(stack(cell)));
    }

    /// <summary>Runs one layer in one direction, time first.</summary>
    /// <returns>Hidden states at every step (null where only the last are wanted), and the last hidden and cell states.</returns>
    public static (Tensor? Output, Tensor Hidden, Tensor Cell) Run(Tensor input, LstmLayer layer)
    {
        Shim.Check(shim_lstm(
            input.Handle,
            Optional(layer.Hidden),
            Optional(layer.Cell),
            layer.InputWeight.Handle,
            layer.HiddenWeight.Handle,
            Optional(layer.InputBias),
            Optional(layer.HiddenBias),
            Optional(layer.GateBias),
            Optional(layer.InputGate),
            Optional(layer.Lengths),
            layer.Backwards ? 1 : 0,
            layer.LastOnly ? 0 : 1,
            out nint output,
            out nint hidden,
            out nint cell));
        GC.KeepAlive(input);
        GC.KeepAlive(layer);
        return (output == 0 ? null : Tensor.Own(output), Tensor.Own(hidden), Tensor.Own(cell));
    }

    /// <summary>Vector instructions that the kernels use: avx512, avx2 or portable.</summary>
    public static string Simd => Marshal.PtrToStringUTF8(shim_simd()) ?? "";

    private static nint Optional(Tensor? tensor) => tensor?.Handle ?? 0;

    [LibraryImport("tributary_torch")]
    private static partial int shim_lstm(
        nint input,
        nint hidden,
        nint cell,
        nint inputWeight,
        nint hiddenWeight,
        nint inputBias,
        nint hiddenBias,
        nint gateBias,
        nint inputGate,
        nint lengths,
        int backwards,
        int sequence,
        out nint output,
        out nint lastHidden,
        out nint lastCell);

    [LibraryImport("tributary_torch")]
    private static partial nint shim_simd();
}

/// <summary>One layer of an LSTM in one direction.</summary>
/// <param name="InputWeight">Weights of the inputs, <c>[gate x hidden, input]</c>; gates input, forget, cell, output, the first left out where it is given.</param>
/// <param name="HiddenWeight">Weights of the hidden states, <c>[gate x hidden, hidden]</c>.</param>
internal sealed record LstmLayer(Tensor InputWeight, Tensor HiddenWeight)
{
    /// <summary>Bias, <c>[gate x hidden]</c>.</summary>
    public Tensor? InputBias { get; init; }

    /// <summary>A second bias, <c>[gate x hidden]</c>.</summary>
    public Tensor? HiddenBias { get; init; }

    /// <summary>A bias for each sequence, constant in time, <c>[batch, gate x hidden]</c>: the product of static inputs.</summary>
    public Tensor? GateBias { get; init; }

    /// <summary>The input gate, constant in time and activated, <c>[batch, hidden]</c>: the EA-LSTM's.</summary>
    public Tensor? InputGate { get; init; }

    /// <summary>Initial hidden states, <c>[batch, hidden]</c>; zeros where absent.</summary>
    public Tensor? Hidden { get; init; }

    /// <summary>Initial cell states, <c>[batch, hidden]</c>; zeros where absent.</summary>
    public Tensor? Cell { get; init; }

    /// <summary>Steps of each sequence, <c>[batch]</c> of 64-bit numbers; all where absent.</summary>
    public Tensor? Lengths { get; init; }

    /// <summary>Whether it runs from the last step to the first.</summary>
    public bool Backwards { get; init; }

    /// <summary>Whether only the last states are wanted.</summary>
    public bool LastOnly { get; init; }
}
