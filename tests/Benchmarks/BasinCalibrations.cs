using System.Diagnostics;
using System.Globalization;
using System.Text;
using Tributary.Contracts;
using Tributary.Engine;

namespace Tributary.Benchmarks;

/// <summary>Thousands of lumped basins, each calibrated with GR4J (200 evaluations, ten years) as a step of a run's graph: tasks a second, two cores against one, what the graph adds, memory.</summary>
internal static class BasinCalibrations
{
    public const string Name = "basins";

    private const int Rounds = 3;
    private const int Years = 10;
    private const int Budget = 200;

    // The same weather, each basin from another day of it on, so that making it takes no time.
    private const int Shift = 7;

    /// <summary>Measures and tells.</summary>
    /// <param name="basins">Number of basins.</param>
    public static string Table(int basins)
    {
        string folder = Path.Combine(Path.GetTempPath(), $"tributary-basins-{Environment.ProcessId}");
        Directory.CreateDirectory(folder);
        try
        {
            WorkflowPlan plan = Plan(folder, basins);
            WorkflowInputs inputs = Inputs(plan, basins);
            int few = Math.Min(basins, 400);
            Fit(plan, inputs, Path.Combine(folder, "warm"), 2, few, null);
            // In turn, so that a neighbour's load falls on all; the shortest of each.
            (double alone, double one, double two) = (double.MaxValue, double.MaxValue, double.MaxValue);
            double[] processor = [double.MaxValue, double.MaxValue, double.MaxValue];
            for (int round = 0; round < Rounds; round++)
            {
                string own = Path.Combine(folder, string.Create(CultureInfo.InvariantCulture, $"round{round}-"));
                alone = Math.Min(alone, Timed(() => Alone(plan, inputs, few), ref processor[0]));
                one = Math.Min(one, Timed(() => Fit(plan, inputs, own + "one", 1, few, null), ref processor[1]));
                two = Math.Min(two, Timed(() => Fit(plan, inputs, own + "two", 2, few, null), ref processor[2]));
            }

            var memory = new List<double>();
            double all = Fit(plan, inputs, Path.Combine(folder, "all"), 2, basins, memory);
            double single = Fit(plan, inputs, Path.Combine(folder, "single"), 1, basins, null);
            double again = Fit(plan, inputs, Path.Combine(folder, "all"), 2, basins, null);
            var text = new StringBuilder();
            text.Append(CultureInfo.InvariantCulture, $"{SpeedTable.MachineAndDate}; {basins:#,0} lumped basins, GR4J, {Budget} evaluations on {Years} years, each a step of the run's graph; one against two threads with {few} of them, in turn, the best of {Rounds}.\n\n");
            text.Append("| what | measured |\n| --- | --- |\n");
            text.Append(CultureInfo.InvariantCulture, $"| all on two threads | {all:0.0} s, {basins / all:0} calibrations a second |\n");
            text.Append(CultureInfo.InvariantCulture, $"| all on one thread | {single:0.0} s, {basins / single:0} a second: efficiency of two threads {single / all / 2:0.0%} |\n");
            text.Append(CultureInfo.InvariantCulture, $"| {few} of them on one thread, on two | {few / one:0.0}, {few / two:0.0} a second: efficiency {one / two / 2:0.0%} |\n");
            text.Append(CultureInfo.InvariantCulture, $"| a calibration alone, as a step of the graph | {1000 * alone / few:0.00} ms, {1000 * one / few:0.00} ms: the graph adds {1000 * (one - alone) / few:0.00} ms |\n");
            text.Append(CultureInfo.InvariantCulture, $"| processor time of a calibration alone, as a step, on two threads | {1000 * processor[0] / few:0.00}, {1000 * processor[1] / few:0.00}, {1000 * processor[2] / few:0.00} ms |\n");
            text.Append(CultureInfo.InvariantCulture, $"| a step that is found again | {1000 * again / basins:0.00} ms |\n");
            text.Append(CultureInfo.InvariantCulture, $"| memory at each tenth of the run | {string.Join(", ", memory.Select(megabytes => megabytes.ToString("0", CultureInfo.InvariantCulture)))} MB |\n");
            return text.ToString();
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    private static double Timed(Func<double> work, ref double processor)
    {
        using var process = Process.GetCurrentProcess();
        TimeSpan before = process.TotalProcessorTime;
        double seconds = work();
        process.Refresh();
        processor = Math.Min(processor, (process.TotalProcessorTime - before).TotalSeconds);
        return seconds;
    }

    private static WorkflowPlan Plan(string folder, int basins)
    {
        var yaml = new StringBuilder("name: basins\nperiod: { start: 2001-01-01, end: 2010-12-31 }\nsplits:\n  warmup: [2001-01-01, 2001-12-31]\n  calibration: [2002-01-01, 2010-12-31]\n");
        yaml.Append(CultureInfo.InvariantCulture, $"forcing: {{ source: csv, files: none.csv }}\nmodels:\n  - {{ name: gr4j, plugin: gr, calibrate: {{ budget: {Budget} }} }}\nplugins: [\"{Path.Combine(BenchmarkBasin.Program, "plugins")}\"]\ndomain:\n  basins:\n");
        for (int basin = 0; basin < basins; basin++)
        {
            yaml.Append(CultureInfo.InvariantCulture, $"    - {{ id: b{basin}, area: {100 + (basin % 400)} }}\n");
        }

        string path = Path.Combine(folder, "workflow.yaml");
        File.WriteAllText(path, yaml.ToString());
        return WorkflowPlan.Read(path);
    }

    private static WorkflowInputs Inputs(WorkflowPlan plan, int basins)
    {
        TimeAxis time = plan.Time;
        var longer = new TimeAxis(time.Start, time.Step, time.Count + (365 * Shift));
        (double[] precipitation, double[] temperature) = new SyntheticWeather(1).Generate(longer);
        double[] evapotranspiration = new double[longer.Count];
        PotentialEvapotranspiration.Series(longer, 46.8, temperature, [], [], evapotranspiration);
        var forcing = new ForcingTable(time, basins, [Variables.Precipitation, Variables.PotentialEvapotranspiration]);
        for (int basin = 0; basin < basins; basin++)
        {
            int from = basin % 365 * Shift;
            precipitation.AsSpan(from, time.Count).CopyTo(forcing.Series(Variables.Precipitation, basin));
            evapotranspiration.AsSpan(from, time.Count).CopyTo(forcing.Series(Variables.PotentialEvapotranspiration, basin));
            // The same storm is never quite the same elsewhere; steps of the same inputs would be one.
            forcing.Series(Variables.Precipitation, basin)[0] += basin / 1000.0;
        }

        string[] ids = [.. plan.Workflow.Domain.Basins.Select(basin => basin.Id)];
        double[] areas = [.. plan.Workflow.Domain.Basins.Select((_, basin) => (double)(100 + (basin % 400)))];
        var domain = new BasinDomain(SpatialModes.Lumped, new CatchmentUnits(ids, areas), null, [.. ids.Select((id, index) => new Gauge(id, index, areas[index]))]);
        var inputs = new WorkflowInputs(domain, null, forcing, [.. ids.Select(_ => new double[time.Count])], [], []);
        MemberPlan member = plan.Members[0];
        using var river = new RiverDischarge(domain, null, member.Descriptor, time.Step, 1, Services);
        for (int basin = 0; basin < basins; basin++)
        {
            using var model = new PreparedModel(member, inputs, basin, Services);
            double[] truth = [250 + (basin % 300), -1 + (basin % 7 * 0.3), 50 + (basin % 60), 1.2 + (basin % 5 * 0.3)];
            var sets = new ParameterSets(truth.Length, 1, 1);
            sets.Fill(0, truth);
            model.Simulate(sets, time.Count, [0], inputs.Observed[basin]);
            river.Of(basin).Apply(inputs.Observed[basin]);
        }

        return inputs;
    }

    private static HostServices Services { get; } = new(static _ => { });

    /// <summary>The calibrations without the graph around them, on one thread.</summary>
    private static double Alone(WorkflowPlan plan, WorkflowInputs inputs, int count)
    {
        var clock = Stopwatch.StartNew();
        for (int basin = 0; basin < count; basin++)
        {
            using var calibrator = new Calibrator(plan.Members[0], inputs, new CalibrationGroup(inputs.Domain.Units.Ids[basin], basin, [basin]), null, plan.Splits.Calibration!.Value, 1, plan.Plugins, Services);
            calibrator.Run(1, null, CancellationToken.None);
        }

        return clock.Elapsed.TotalSeconds;
    }

    private static double Fit(WorkflowPlan plan, WorkflowInputs inputs, string folder, int workers, int count, List<double>? memory)
    {
        BasinDomain domain = inputs.Domain with { Gauges = [.. inputs.Domain.Gauges.Take(count)] };
        plan.Workflow.Run.Workers = workers;
        int done = 0;
        var progress = new Progress(happened =>
        {
            if (happened is StepDone && Interlocked.Increment(ref done) % Math.Max(count / 10, 1) == 0 && memory is not null)
            {
                lock (memory)
                {
                    memory.Add(Environment.WorkingSet / 1e6);
                }
            }
        });
        var run = new MemberRun(plan, plan.Members[0], inputs with { Domain = domain }, Services, new StepStore(folder), progress);
        var clock = Stopwatch.StartNew();
        run.Fit(CancellationToken.None);
        return clock.Elapsed.TotalSeconds;
    }

    private sealed class Progress(Action<RunEvent> receive) : IProgress<RunEvent>
    {
        public void Report(RunEvent value) => receive(value);
    }
}
