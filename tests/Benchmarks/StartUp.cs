using System.Diagnostics;
using BenchmarkDotNet.Attributes;
using Tributary.Tests;

namespace Tributary.Benchmarks;

/// <summary>From starting the program on the quick start to its first progress, and to its end with all results written.</summary>
public class StartUp
{
    private readonly string _folder = Directory.CreateTempSubdirectory("tributary-benchmark-").FullName;

    [GlobalCleanup]
    public void Cleanup() => Directory.Delete(_folder, recursive: true);

    [IterationSetup]
    public void Forget()
    {
        if (Directory.Exists(Path.Combine(_folder, "quickstart")))
        {
            Directory.Delete(Path.Combine(_folder, "quickstart"), recursive: true);
        }
    }

    [Benchmark(Description = "start to first progress")]
    public string? FirstProgress()
    {
        using Process process = Start();
        string? line = process.StandardError.ReadLine();
        process.Kill();
        process.WaitForExit();
        return line;
    }

    [Benchmark(Description = "start to the calibration's end")]
    public string? Calibrated()
    {
        using Process process = Start();
        string? line;
        do
        {
            line = process.StandardError.ReadLine();
        }
        while (line is not null && !line.StartsWith("calibrate ", StringComparison.Ordinal));
        process.Kill();
        process.WaitForExit();
        return line;
    }

    [Benchmark(Description = "the whole quick start")]
    public int Whole()
    {
        using Process process = Start();
        process.StandardError.ReadToEnd();
        process.WaitForExit();
        return process.ExitCode;
    }

    private Process Start() => Process.Start(new ProcessStartInfo(
        Path.Combine(BenchmarkBasin.Program, "tributary"), ["run", Repository.At("examples", "quickstart", "workflow.yaml"), "--runs", _folder])
    {
        RedirectStandardError = true,
        RedirectStandardOutput = true,
    })!;
}
