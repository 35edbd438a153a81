using System.Globalization;
using System.Text;
using Tributary.Learning;

namespace Tributary.Tests.Learning.Checkpoints;

/// <summary>A checkpoint as one line of text, letter for letter as fixtures/torch_peer.py describes it from Python's side.</summary>
internal static class Description
{
    public static string Of(Checkpoint value) => value switch
    {
        CheckpointTensor tensor => Of(tensor.Tensor),
        CheckpointMap map => $"D{{{string.Join(",", map.Select(entry => $"{Of(entry.Key)}:{Of(entry.Value)}"))}}}",
        CheckpointList list => $"L[{string.Join(",", list.Items.Select(Of))}]",
        CheckpointTuple tuple => $"P({string.Join(",", tuple.Items.Select(Of))})",
        CheckpointText text => $"S{Convert.ToHexStringLower(Encoding.UTF8.GetBytes(text.Value))}",
        CheckpointBoolean truth => truth.Value ? "B1" : "B0",
        CheckpointInteger number => $"I{number.Value.ToString(CultureInfo.InvariantCulture)}",
        CheckpointReal number => $"F{Convert.ToHexStringLower(BitConverter.GetBytes(number.Value))}",
        CheckpointNull => "N",
        _ => throw new ArgumentException($"What is a {value.GetType()}?", nameof(value)),
    };

    public static string Of(IEnumerable<KeyValuePair<string, StoredTensor>> tensors) => Of(new CheckpointMap(tensors));

    private static string Of(StoredTensor tensor) =>
        $"T({tensor.Type.ToString().ToLowerInvariant()} [{string.Join(", ", tensor.Shape)}] {Convert.ToHexStringLower(tensor.Values.Span)})";
}
