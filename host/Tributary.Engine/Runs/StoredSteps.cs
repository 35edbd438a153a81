using System.Runtime.InteropServices;
using System.Text.Json;

namespace Tributary.Engine;

/// <summary>A finished calibration as a step keeps it.</summary>
internal sealed record StoredCalibration
{
    private const string FileName = "calibration.json";

    public required double[] Parameters { get; init; }

    public required double Score { get; init; }

    /// <summary>Start of each evaluation, counted from 0.</summary>
    public required int[] Starts { get; init; }

    /// <summary>Objective of each evaluation.</summary>
    public required double[] Scores { get; init; }

    /// <summary>Parameter set of each evaluation that improved on its start; null for the others.</summary>
    public required double[]?[] Improvements { get; init; }

    public static void Write(string folder, CalibrationResult result) => File.WriteAllBytes(
        Path.Combine(folder, FileName),
        JsonSerializer.SerializeToUtf8Bytes(
            new StoredCalibration
            {
                Parameters = result.Parameters,
                Score = result.Score,
                Starts = [.. result.Trace.Entries.Select(entry => entry.Start)],
                Scores = [.. result.Trace.Entries.Select(entry => entry.Score)],
                Improvements = [.. result.Trace.Entries.Select(entry => entry.Parameters)],
            },
            RunJson.Default.StoredCalibration));

    public static CalibrationResult Read(string folder)
    {
        StoredCalibration stored = JsonSerializer.Deserialize(File.ReadAllBytes(Path.Combine(folder, FileName)), RunJson.Default.StoredCalibration)!;
        var trace = new CalibrationTrace(stored.Starts.Max() + 1, stored.Parameters.Length);
        for (int i = 0; i < stored.Starts.Length; i++)
        {
            trace.Add(stored.Starts[i], stored.Scores[i], stored.Improvements[i] ?? []);
        }

        return new CalibrationResult(stored.Parameters, stored.Score, trace);
    }
}

/// <summary>A finished simulation as a step keeps it: an index, and the series as raw little-endian doubles.</summary>
internal sealed record StoredSimulation
{
    private const string IndexName = "simulation.json";
    private const string SeriesName = "series.f64";

    public required int UnitCount { get; init; }

    public required int StepCount { get; init; }

    /// <summary>Number of gauges where discharge stands apart from what the units give off; 0 where it is the first series of the units.</summary>
    public required int RoutedGaugeCount { get; init; }

    /// <summary>Names of the stores and fluxes that stand behind discharge.</summary>
    public required string[] Outputs { get; init; }

    public static void Write(string folder, MemberSimulation simulation)
    {
        var index = new StoredSimulation { UnitCount = simulation.UnitCount, StepCount = simulation.StepCount, RoutedGaugeCount = simulation.IsDischargeOfUnits ? 0 : simulation.AllDischarge.Length / simulation.StepCount, Outputs = [.. simulation.Outputs] };
        File.WriteAllBytes(Path.Combine(folder, IndexName), JsonSerializer.SerializeToUtf8Bytes(index, RunJson.Default.StoredSimulation));
        using FileStream series = File.Create(Path.Combine(folder, SeriesName));
        series.Write(MemoryMarshal.AsBytes(simulation.Values));
        if (!simulation.IsDischargeOfUnits)
        {
            series.Write(MemoryMarshal.AsBytes(simulation.AllDischarge));
        }
    }

    public static MemberSimulation Read(string folder)
    {
        StoredSimulation index = JsonSerializer.Deserialize(File.ReadAllBytes(Path.Combine(folder, IndexName)), RunJson.Default.StoredSimulation)!;
        double[] values = new double[(index.Outputs.Length + 1) * index.UnitCount * index.StepCount];
        using FileStream series = File.OpenRead(Path.Combine(folder, SeriesName));
        series.ReadExactly(MemoryMarshal.AsBytes(values.AsSpan()));
        double[] discharge = values;
        if (index.RoutedGaugeCount > 0)
        {
            discharge = new double[index.RoutedGaugeCount * index.StepCount];
            series.ReadExactly(MemoryMarshal.AsBytes(discharge.AsSpan()));
        }

        return new MemberSimulation(index.UnitCount, index.StepCount, index.Outputs, discharge, values);
    }
}
