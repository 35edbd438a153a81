using System.Runtime.InteropServices;
using System.Text.Json;
using Tributary.Contracts;

namespace Tributary.Engine;

/// <summary>What became of a combination.</summary>
/// <param name="Plan">The combination.</param>
/// <param name="Members">The members that went in, in the order of their weights.</param>
/// <param name="Gauges">What it is at each gauge.</param>
/// <param name="Step">Its step.</param>
public sealed record CombinationResult(CombinationPlan Plan, IReadOnlyList<string> Members, IReadOnlyList<CombinationAtGauge> Gauges, StepRecord Step);

/// <summary>A combination at a gauge.</summary>
/// <param name="Discharge">Combined discharge in m3 s-1, <c>[time]</c>; NaN where it is not defined.</param>
/// <param name="Quantiles">Its quantiles in m3 s-1, <c>[probability][time]</c>; empty for none.</param>
/// <param name="Weights">The weights; empty where it has none.</param>
/// <param name="PairCount">Number of time steps that it was fitted on; 0 where nothing is fitted.</param>
/// <param name="Obstacle">Why it is not there; null where it is.</param>
public sealed record CombinationAtGauge(double[] Discharge, IReadOnlyList<double[]> Quantiles, IReadOnlyList<CombinationWeights> Weights, int PairCount, string? Obstacle = null);

/// <summary>A finished combination as a step keeps it: an index, and the series as raw little-endian numbers.</summary>
internal sealed record StoredCombination
{
    private const string IndexName = "combination.json";
    private const string SeriesName = "series.f64";

    public required int StepCount { get; init; }

    public required int QuantileCount { get; init; }

    public required CombinationWeights[][] Weights { get; init; }

    public required int[] PairCounts { get; init; }

    public required string?[] Obstacles { get; init; }

    public static void Write(string folder, CombinationAtGauge[] gauges)
    {
        var index = new StoredCombination
        {
            StepCount = gauges[0].Discharge.Length,
            QuantileCount = gauges[0].Quantiles.Count,
            Weights = [.. gauges.Select(gauge => gauge.Weights.ToArray())],
            PairCounts = [.. gauges.Select(gauge => gauge.PairCount)],
            Obstacles = [.. gauges.Select(gauge => gauge.Obstacle)],
        };
        File.WriteAllBytes(Path.Combine(folder, IndexName), JsonSerializer.SerializeToUtf8Bytes(index, RunJson.Default.StoredCombination));
        using FileStream file = File.Create(Path.Combine(folder, SeriesName));
        foreach (double[] row in gauges.SelectMany(gauge => gauge.Quantiles.Prepend(gauge.Discharge)))
        {
            file.Write(MemoryMarshal.AsBytes<double>(row));
        }
    }

    public static CombinationAtGauge[] Read(string folder)
    {
        StoredCombination index = JsonSerializer.Deserialize(File.ReadAllBytes(Path.Combine(folder, IndexName)), RunJson.Default.StoredCombination)!;
        using FileStream file = File.OpenRead(Path.Combine(folder, SeriesName));
        double[] Row()
        {
            double[] row = new double[index.StepCount];
            file.ReadExactly(MemoryMarshal.AsBytes(row.AsSpan()));
            return row;
        }

        return
        [
            .. index.Weights.Select((weights, gauge) => new CombinationAtGauge(
                Row(), [.. Enumerable.Range(0, index.QuantileCount).Select(_ => Row())], weights, index.PairCounts[gauge], index.Obstacles[gauge])),
        ];
    }
}
