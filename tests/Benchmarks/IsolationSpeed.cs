using System.Diagnostics;
using System.Globalization;
using Tributary.Contracts;
using Tributary.Engine;

namespace Tributary.Benchmarks;

/// <summary>What a plugin in a process of its own costs: a block, a 30-year daily run, and a whole run of the program. Both ways run in turn, and medians are compared.</summary>
internal static class IsolationSpeed
{
    /// <summary>Argument that asks for it.</summary>
    public const string Name = "isolation";

    private const int Years = 30;
    private const int Blocks = 10_000;
    private const int Simulations = 500;
    private const int Runs = 9;

    /// <summary>Prints each line as soon as it is known.</summary>
    /// <param name="wanted">Only lines that have this text.</param>
    public static void Print(string wanted)
    {
        Environment.SetEnvironmentVariable("TRIBUTARY_PROGRAM", Path.Combine(BenchmarkBasin.Program, "tributary"));
        Console.WriteLine("| what | in this process | isolated | more |\n| --- | --- | --- | --- |");
        foreach ((string name, string plugin, string settings) in ((string, string, string)[])[("GR4J", "gr", "{}"), ("HBV", "hbv", "{}")])
        {
            if (!name.Contains(wanted, StringComparison.Ordinal))
            {
                continue;
            }

            var here = new Subject(new BenchmarkBasin(plugin, settings, Years));
            var apart = new Subject(new BenchmarkBasin(plugin, settings, Years, new IsolationSection()));
            (double own, double isolated) = InTurn(5, here.StepByStep, apart.StepByStep);
            Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"| {name}, a block of one step | {1e6 * own / Blocks:0.00} us | {1e6 * isolated / Blocks:0.00} us | {1e6 * (isolated - own) / Blocks:0.00} us |"));
            (own, isolated) = InTurn(Simulations, here.Whole, apart.Whole);
            Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"| {name}, a {Years}-year daily run | {1e3 * own:0.000} ms | {1e3 * isolated:0.000} ms | {100 * (isolated - own) / own:0.0} % |"));
        }

        foreach (int budget in (ReadOnlySpan<int>)[0, 30000])
        {
            if (wanted.Length > 0 && !wanted.Contains("program", StringComparison.Ordinal))
            {
                continue;
            }

            using var here = new Workflow(budget, string.Empty);
            using var apart = new Workflow(budget, ", isolation: process");
            (double own, double isolated) = InTurn(Runs, here.Run, apart.Run);
            string what = budget == 0 ? "no calibration" : string.Create(CultureInfo.InvariantCulture, $"{budget} evaluations");
            Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"| the program, GR4J on {Years} years, {what} | {1e3 * own:0} ms | {1e3 * isolated:0} ms | {1e3 * (isolated - own):0} ms, {100 * (isolated - own) / own:0.0} % |"));
        }
    }

    private static (double First, double Second) InTurn(int rounds, Action first, Action second)
    {
        double[] one = new double[rounds];
        double[] other = new double[rounds];
        for (int round = -1 - (rounds / 4); round < rounds; round++)
        {
            bool turned = round % 2 == 0;
            double earlier = Time(turned ? second : first);
            double later = Time(turned ? first : second);
            if (round >= 0)
            {
                (one[round], other[round]) = turned ? (later, earlier) : (earlier, later);
            }
        }

        Array.Sort(one);
        Array.Sort(other);
        return (one[rounds / 2], other[rounds / 2]);
    }

    private static double Time(Action run)
    {
        long start = Stopwatch.GetTimestamp();
        run();
        return Stopwatch.GetElapsedTime(start).TotalSeconds;
    }

    /// <summary>A workflow in a folder of its own, run by the program from its start to its results.</summary>
    private sealed class Workflow : IDisposable
    {
        private readonly string _folder = Directory.CreateTempSubdirectory("tributary-isolation-").FullName;

        public Workflow(int budget, string isolation)
        {
            string calibrate = budget == 0 ? string.Empty : string.Create(CultureInfo.InvariantCulture, $", calibrate: {{ budget: {budget} }}");
            new BenchmarkBasin("gr", "{}", Years).WriteData(Path.Combine(_folder, "data.csv"));
            File.WriteAllText(Path.Combine(_folder, "workflow.yaml"), $$"""
                name: isolation
                period: { start: 1981-01-01, end: 2010-12-31 }
                splits: { warmup: [1981-01-01, 1981-12-31], calibration: [1982-01-01, 1995-12-31], validation: [1996-01-01, 2010-12-31] }
                domain: { basins: [{ id: brook, area: 412 }] }
                forcing: { source: csv, files: data.csv }
                models: [{ name: one, plugin: gr{{calibrate}}{{isolation}} }]
                """);
        }

        public void Run()
        {
            if (Directory.Exists(Path.Combine(_folder, "runs")))
            {
                Directory.Delete(Path.Combine(_folder, "runs"), recursive: true);
            }

            using Process process = Process.Start(new ProcessStartInfo(Path.Combine(BenchmarkBasin.Program, "tributary"), ["run", "workflow.yaml"])
            {
                WorkingDirectory = _folder,
                RedirectStandardOutput = true,
                RedirectStandardError = true,
            })!;
            string said = process.StandardError.ReadToEnd();
            process.WaitForExit();
            if (process.ExitCode != 0)
            {
                throw new InvalidOperationException(said);
            }
        }

        public void Dispose() => Directory.Delete(_folder, recursive: true);
    }

    /// <summary>A prepared model with room for its results.</summary>
    private sealed class Subject(BenchmarkBasin basin)
    {
        private readonly PreparedModel _model = basin.Prepare();
        private readonly ParameterSets _parameters = ParameterSets.Uniform(basin.Member.GivenParameters());
        private readonly double[] _results = new double[basin.Time.Count];

        public void StepByStep()
        {
            int steps = basin.Time.Count;
            PreparedModel.Running running = _model.Start(_parameters);
            for (int block = 0; block < Blocks; block++)
            {
                if (block % steps == 0)
                {
                    running.Dispose();
                    running = _model.Start(_parameters);
                }

                running.Advance(block % steps, 1, [0], _results.AsSpan(0, 1));
            }

            running.Dispose();
        }

        public void Whole()
        {
            double[] results = new double[basin.Time.Count];
            _model.Simulate(_parameters, basin.Time.Count, [0], results);
        }
    }
}
