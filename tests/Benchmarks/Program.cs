using System.Globalization;
using BenchmarkDotNet.Configs;
using BenchmarkDotNet.Jobs;
using BenchmarkDotNet.Reports;
using BenchmarkDotNet.Running;
using BenchmarkDotNet.Toolchains.InProcess.Emit;
using Tributary.Benchmarks;
using Tributary.Tests;

if (args is [RoutingTable.PeakMemory, string method])
{
    Console.WriteLine(method == RemappingSpeed.Name ? RemappingSpeed.PeakMegabytes() : RoutingTable.Route(method));
    return;
}

if (args is [RoutingTable.PeakMemory, LstmSpeed.Name, string which, string hidden])
{
    Console.WriteLine(LstmSpeed.PeakMegabytes(which, int.Parse(hidden, CultureInfo.InvariantCulture)));
    return;
}

if (args is [RoutingTable.PeakMemory, HydroTraceSpeed.Name, string network])
{
    Console.WriteLine(HydroTraceSpeed.PeakMegabytes(network));
    return;
}

// '-- hydrotrace' does so for a training step of HydroTrace beside the same of libtorch's operators.
if (args is [HydroTraceSpeed.Name])
{
    string step = HydroTraceSpeed.Table();
    Console.WriteLine(step);
    SpeedTable.WriteInto(Repository.At("README.md"), step, "hydrotrace speed");
    return;
}

// 'dotnet run -c Release --project tests/Benchmarks -- lstm' times the fused LSTM beside libtorch's and writes the README's table of it.
if (args is [LstmSpeed.Name])
{
    string speeds = LstmSpeed.Table();
    Console.WriteLine(speeds);
    SpeedTable.WriteInto(Repository.At("README.md"), speeds, "learning speed");
    return;
}

// '-- basins' calibrates 10,000 basins as a run does and writes the README's table of it; '-- basins 500' fewer, and writes nothing.
if (args is [BasinCalibrations.Name, .. var number])
{
    string many = BasinCalibrations.Table(number is [var basins] ? int.Parse(basins, CultureInfo.InvariantCulture) : 10_000);
    Console.WriteLine(many);
    if (number.Length == 0)
    {
        SpeedTable.WriteInto(Repository.At("README.md"), many, "many basins");
    }

    return;
}

// '-- flux' does so for models written in YAML beside the same in C#, and prints it.
if (args is [FluxSpeed.Name])
{
    Console.WriteLine(FluxSpeed.Table());
    return;
}

// '-- isolation' times plugins in processes of their own beside the same in this one, '-- isolation GR4J' the lines of GR4J alone.
if (args is [IsolationSpeed.Name, .. var isolated])
{
    IsolationSpeed.Print(isolated is [var lines] ? lines : string.Empty);
    return;
}

// './tributary --version && dotnet run -c Release --project tests/Benchmarks' measures everything and writes the README's table.
ManualConfig config = DefaultConfig.Instance
    .AddJob(Job.Default.WithToolchain(InProcessEmitToolchain.Instance).WithWarmupCount(5).WithIterationCount(12))
    .WithArtifactsPath(Repository.At("artifacts", "benchmarks"));
Summary[] summaries = [.. BenchmarkSwitcher.FromAssembly(typeof(Program).Assembly).Run(args.Length == 0 ? ["--filter", "*"] : args, config)];
string table = SpeedTable.Of(summaries);
Console.WriteLine(table);
if (args.Length == 0)
{
    SpeedTable.WriteInto(Repository.At("README.md"), table, "speed");
}
