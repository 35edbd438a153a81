using System.Runtime.InteropServices;
using System.Text.Json;
using Tributary.Contracts;

namespace Tributary.Engine;

/// <summary>A finished explanation as a step keeps it: an index, and the weights as raw little-endian numbers.</summary>
internal sealed record StoredExplanation
{
    private const string IndexName = "explanation.json";
    private const string WeightsName = "weights.f32";

    public required string Method { get; init; }

    public required StoredAttribution[] Attributions { get; init; }

    public static void Write(string folder, MemberExplanation explanation)
    {
        var index = new StoredExplanation
        {
            Method = explanation.Method,
            Attributions = [.. explanation.Attributions.Select(attribution => new StoredAttribution(attribution.Name, attribution.Description, attribution.Unit, [.. attribution.Axes], attribution.Verdict))],
        };
        File.WriteAllBytes(Path.Combine(folder, IndexName), JsonSerializer.SerializeToUtf8Bytes(index, RunJson.Default.StoredExplanation));
        using FileStream file = File.Create(Path.Combine(folder, WeightsName));
        foreach (Attribution attribution in explanation.Attributions)
        {
            file.Write(MemoryMarshal.AsBytes(attribution.Values.Span));
        }
    }

    public static MemberExplanation Read(string folder)
    {
        StoredExplanation index = JsonSerializer.Deserialize(File.ReadAllBytes(Path.Combine(folder, IndexName)), RunJson.Default.StoredExplanation)!;
        using FileStream file = File.OpenRead(Path.Combine(folder, WeightsName));
        var attributions = new List<Attribution>();
        foreach (StoredAttribution stored in index.Attributions)
        {
            float[] values = new float[stored.Axes.Aggregate(1, (product, axis) => product * axis.Labels.Count)];
            file.ReadExactly(MemoryMarshal.AsBytes(values.AsSpan()));
            attributions.Add(new Attribution(stored.Name, stored.Description, stored.Axes, values) { Unit = stored.Unit, Verdict = stored.Verdict });
        }

        return new MemberExplanation(index.Method, attributions);
    }
}

/// <summary>An attribution without its weights.</summary>
internal sealed record StoredAttribution(string Name, string Description, string Unit, AttributionAxis[] Axes, string? Verdict = null);
