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

    /// <summary>The Pareto front; null where one objective was maximised.</summary>
    public CalibrationFront? Front { get; init; }

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
                Front = result.Front,
            },
            RunJson.Default.StoredCalibration));

    /// <summary>Reads it; its trace is read again when it is asked for.</summary>
    public static CalibrationResult Read(string folder)
    {
        StoredCalibration stored = Load(folder);
        return new CalibrationResult(stored.Parameters, stored.Score, () => Load(folder).Trace()) { Front = stored.Front };
    }

    private static StoredCalibration Load(string folder) => JsonSerializer.Deserialize(File.ReadAllBytes(Path.Combine(folder, FileName)), RunJson.Default.StoredCalibration)!;

    private CalibrationTrace Trace()
    {
        var trace = new CalibrationTrace(Starts.Max() + 1, Parameters.Length);
        for (int i = 0; i < Starts.Length; i++)
        {
            trace.Add(Starts[i], Scores[i], Improvements[i] ?? []);
        }

        return trace;
    }
}

/// <summary>A finished simulation as a step keeps it: an index, and the series as raw little-endian numbers.</summary>
internal sealed record StoredSimulation
{
    private const string IndexName = "simulation.json";
    private const string SeriesName = "series.f64";
    private const string FramesName = "frames.f32";

    public required int UnitCount { get; init; }

    public required int StepCount { get; init; }

    public required int GaugeCount { get; init; }

    /// <summary>Number of reaches whose discharge was asked for.</summary>
    public required int ReachCount { get; init; }

    /// <summary>Names of the stores and fluxes that stand behind discharge.</summary>
    public required string[] Outputs { get; init; }

    /// <summary>Number of means of the units, and of the reaches.</summary>
    public required int[] FrameCounts { get; init; }

    public static void Write(string folder, MemberSimulation simulation)
    {
        var index = new StoredSimulation
        {
            UnitCount = simulation.UnitCount,
            StepCount = simulation.StepCount,
            GaugeCount = simulation.AllDischarge.Length / simulation.StepCount,
            ReachCount = simulation.ReachDischarge.Length / simulation.StepCount,
            Outputs = [.. simulation.Outputs],
            FrameCounts = simulation.Frames is { } frames ? [frames.Units.Length, frames.Reaches.Length] : [],
        };
        File.WriteAllBytes(Path.Combine(folder, IndexName), JsonSerializer.SerializeToUtf8Bytes(index, RunJson.Default.StoredSimulation));
        WriteNumbers(Path.Combine(folder, SeriesName), simulation.AllDischarge, simulation.Values, simulation.ReachDischarge);
        if (simulation.States.Count > 0)
        {
            StateFile.Write(simulation.States, Path.Combine(folder, StateFile.Name));
        }

        if (simulation.Frames is { } means)
        {
            WriteNumbers(Path.Combine(folder, FramesName), means.Units, means.Reaches);
        }
    }

    public static MemberSimulation Read(string folder)
    {
        StoredSimulation index = JsonSerializer.Deserialize(File.ReadAllBytes(Path.Combine(folder, IndexName)), RunJson.Default.StoredSimulation)!;
        int steps = index.StepCount;
        double[][] series = ReadNumbers<double>(
            Path.Combine(folder, SeriesName), index.GaugeCount * steps, index.Outputs.Length * index.UnitCount * steps, index.ReachCount * steps);
        float[][]? frames = index.FrameCounts.Length == 0 ? null : ReadNumbers<float>(Path.Combine(folder, FramesName), index.FrameCounts);
        return new MemberSimulation
        {
            UnitCount = index.UnitCount,
            StepCount = steps,
            AllDischarge = series[0],
            Outputs = index.Outputs,
            Values = series[1],
            ReachDischarge = series[2],
            Frames = frames is null ? null : new SimulationFrames(frames[0], frames[1]),
            States = File.Exists(Path.Combine(folder, StateFile.Name)) ? StateFile.Read(new Geodata.NetCdfFiles(), Path.Combine(folder, StateFile.Name)) : [],
        };
    }

    private static void WriteNumbers<T>(string path, params ReadOnlySpan<T[]> arrays)
        where T : unmanaged
    {
        using FileStream file = File.Create(path);
        foreach (T[] array in arrays)
        {
            file.Write(MemoryMarshal.AsBytes<T>(array));
        }
    }

    private static T[][] ReadNumbers<T>(string path, params ReadOnlySpan<int> lengths)
        where T : unmanaged
    {
        using FileStream file = File.OpenRead(path);
        T[][] arrays = new T[lengths.Length][];
        for (int i = 0; i < arrays.Length; i++)
        {
            arrays[i] = new T[lengths[i]];
            file.ReadExactly(MemoryMarshal.AsBytes(arrays[i].AsSpan()));
        }

        return arrays;
    }
}
