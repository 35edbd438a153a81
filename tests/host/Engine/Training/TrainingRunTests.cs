using System.Globalization;
using System.Text;
using System.Text.Json;
using Tributary.Contracts;
using Tributary.Engine;

namespace Tributary.Tests.Engine;

/// <summary>Members that learn: from every basin, from one gauge through the river, again after a kill, and with several seeds.</summary>
public sealed class TrainingRunTests : IDisposable
{
    private const int Days = 400;
    private static readonly double[] Truth = [0.5, 0.3, 0.1];
    private static readonly double[] Areas = [100, 250, 80];

    private readonly WorkflowFile _file = new();

    public TrainingRunTests() => WriteBasins(_ => true, null);

    public void Dispose() => _file.Dispose();

    [Fact]
    public void A_member_learns_the_truth_of_lumped_basins()
    {
        RunSummary run = Run("lumped");

        Assert.Equal(Truth, Weights(run), (one, other) => Math.Abs(one - other) < 1e-6);
        Assert.All(Enumerable.Range(0, 3), gauge => Close.All(run.Inputs.Observed[gauge], run.Members[0].Simulation.Discharge(gauge).ToArray(), 1e-5));
        Assert.True(File.Exists(Path.Combine(run.Folder, "models", "one", "weights.txt")));
    }

    [Theory]
    [InlineData("")]
    [InlineData("routing: { plugin: irf }")]
    public void A_member_learns_through_the_river_from_its_lowest_gauge_alone(string routing)
    {
        WorkflowPlan plan = _file.Plan(Yaml("semi-distributed", routing));
        WorkflowInputs inputs = WorkflowRun.Check(plan, null, CancellationToken.None);
        WriteBasins(basin => basin == 0, RoutedTruth(plan, inputs));

        RunSummary run = Run("semi-distributed", routing);

        Assert.Equal(Truth, Weights(run), (one, other) => Math.Abs(one - other) < 1e-3);
    }

    [Theory]
    [InlineData("")]
    [InlineData("routing: { plugin: irf }")]
    [InlineData("routing: { plugin: muskingum, hillslope: { plugin: hillslope } }")]
    public void The_derivative_of_the_river_passes_the_dot_product_test(string routing)
    {
        WorkflowPlan plan = _file.Plan(Yaml("semi-distributed", routing));
        WorkflowInputs inputs = WorkflowRun.Check(plan, null, CancellationToken.None);
        using var river = new RunoffRouting(new RiverDischarge(inputs.Domain, plan.Routing, plan.Members[0].Descriptor, plan.Time.Step, 2, new HostServices(_ => { })));
        var random = new Random(5);
        double[] runoff = [.. Enumerable.Range(0, 3 * Days).Select(_ => random.NextDouble())];
        double[] weights = [.. Enumerable.Range(0, 3 * Days).Select(_ => random.NextDouble() - 0.5)];
        double[] discharge = new double[3 * Days];
        double[] gradient = new double[3 * Days];

        river.Route(plan.Time, runoff, discharge);
        river.PullBack(plan.Time, weights, gradient);

        double forward = discharge.Zip(weights, (flow, weight) => flow * weight).Sum();
        double backward = runoff.Zip(gradient, (depth, slope) => depth * slope).Sum();
        Assert.True(Math.Abs(forward - backward) <= 1e-9 * Math.Abs(forward), $"{forward:R} and {backward:R}");
    }

    [Fact]
    public void A_routing_without_a_derivative_says_so()
    {
        var error = Assert.Throws<InputException>(() => Run("semi-distributed", "routing: { plugin: kinematic-wave }"));

        Assert.Contains("the routing has no adjoint", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void An_interrupted_training_goes_on_where_it_stopped_and_ends_with_the_same_bytes()
    {
        RunSummary unbroken = Run("lumped", name: "unbroken");
        using var stop = new CancellationTokenSource();
        var events = new List<RunEvent>();
        Assert.Throws<OperationCanceledException>(() => WorkflowRun.Execute(_file.Plan(Yaml("lumped", "", "broken")), new Listener(happened =>
        {
            if (happened is Training { Progress.Epoch: 7 })
            {
                stop.Cancel();
            }
        }), stop.Token));

        RunSummary broken = WorkflowRun.Execute(_file.Plan(Yaml("lumped", "", "broken")), new Listener(events.Add), CancellationToken.None);

        Assert.Equal(8, events.OfType<Training>().First().Progress.Epoch);
        Assert.Contains(events.OfType<Noted>(), note => note.Message == "goes on from epoch 7");
        Assert.Equal(File.ReadAllBytes(Path.Combine(unbroken.Folder, "models", "one", "weights.txt")), File.ReadAllBytes(Path.Combine(broken.Folder, "models", "one", "weights.txt")));
        events.Clear();
        WorkflowRun.Execute(_file.Plan(Yaml("lumped", "", "broken")), new Listener(events.Add), CancellationToken.None);
        Assert.Empty(events.OfType<Training>());
        Assert.All(events.OfType<StepDone>(), step => Assert.True(step.Reused));
    }

    [Fact]
    public void Several_seeds_are_trained_each_and_averaged()
    {
        RunSummary run = WorkflowRun.Execute(_file.Plan(Yaml("lumped").Replace("plugin: learner", "plugin: learner, seeds: 3", StringComparison.Ordinal)), null, CancellationToken.None);

        Assert.Equal(3, run.Members[0].Artefacts.Count);
        Assert.Equal(3, Directory.GetDirectories(Path.Combine(run.Folder, "models", "one")).Length);
        Assert.Equal(1, JsonElement.Parse(File.ReadAllText(Path.Combine(run.Folder, "manifest.json"))).GetProperty("seeds").GetProperty("one").GetInt32());
    }

    [Fact]
    public void Seeds_of_a_model_that_does_not_learn_are_refused()
    {
        string problem = _file.ProblemAfter("plugin: bucket", "plugin: bucket\n    seeds: 2");

        Assert.EndsWith("models[0].seeds: Bucket does not learn; every seed would give the same", problem, StringComparison.Ordinal);
    }

    [Fact]
    public void A_plugin_that_breaks_down_in_training_is_named()
    {
        var error = Assert.Throws<WorkException>(() => WorkflowRun.Execute(
            _file.Plan(Yaml("lumped").Replace("plugin: learner", "plugin: learner, settings: { fails: true }", StringComparison.Ordinal)), null, CancellationToken.None));

        Assert.Contains("no idea", error.Message, StringComparison.Ordinal);
        Assert.Contains("learner", error.Message, StringComparison.Ordinal);
    }

    private static double[] Weights(RunSummary run) =>
        [.. File.ReadAllLines(Path.Combine(run.Members[0].Artefacts[0], "weights.txt")).Select(line => double.Parse(line, CultureInfo.InvariantCulture))];

    private static double Rain(int basin, int day) => ((day * 7) + (basin * 3)) % 11 < 4 ? ((day * 13) + (basin * 5)) % 17 : 0;

    private static double TrueRunoff(int basin, int day) =>
        Enumerable.Range(0, 3).Where(lag => day >= lag).Sum(lag => Truth[lag] * Rain(basin, day - lag));

    /// <summary>Discharge of the truth at every gauge, by the workflow's own routing.</summary>
    private static double[] RoutedTruth(WorkflowPlan plan, WorkflowInputs inputs)
    {
        using var river = new RiverDischarge(inputs.Domain, plan.Routing, plan.Members[0].Descriptor, plan.Time.Step, 1, new HostServices(_ => { }));
        double[] runoff = [.. Enumerable.Range(0, 3 * Days).Select(i => TrueRunoff(i / Days, i % Days))];
        double[] discharge = new double[3 * Days];
        river.Route(plan.Time, runoff, discharge, new RiverDischarge.Room());
        return discharge;
    }

    private static string Yaml(string mode, string routing = "", string name = "trial")
    {
        string below = mode == "lumped" ? string.Empty : ", downstream: b0, reach: { length: 30, slope: 0.002 }";
        return $$"""
            name: {{name}}
            period: { start: 2000-01-01, end: 2001-02-03 }
            splits: { calibration: [2000-01-04, 2001-02-03] }
            plugins: PLUGINS
            domain:
              mode: {{mode}}
              basins:
                - { id: b0, area: 100 }
                - { id: b1, area: 250{{below}} }
                - { id: b2, area: 80{{below}} }
            forcing: { source: csv, files: "{basin}.csv" }
            {{routing}}
            models: [ { name: one, plugin: learner } ]
            run: { folder: runs }
            """;
    }

    private RunSummary Run(string mode, string routing = "", string name = "trial") => WorkflowRun.Execute(_file.Plan(Yaml(mode, routing, name)), null, CancellationToken.None);

    private void WriteBasins(Func<int, bool> observed, double[]? discharge)
    {
        for (int basin = 0; basin < 3; basin++)
        {
            var text = new StringBuilder(observed(basin) ? "date,precipitation [mm],discharge [m3 s-1]\n" : "date,precipitation [mm]\n");
            for (int day = 0; day < Days; day++)
            {
                text.Append(CultureInfo.InvariantCulture, $"{new DateTime(2000, 1, 1).AddDays(day):yyyy-MM-dd},{Rain(basin, day)}");
                if (observed(basin))
                {
                    text.Append(CultureInfo.InvariantCulture, $",{discharge?[(basin * Days) + day] ?? TrueRunoff(basin, day) * Areas[basin] / 86.4:R}");
                }

                text.Append('\n');
            }

            _file.Files.Write($"b{basin}.csv", text.ToString());
        }
    }

    private sealed class Listener(Action<RunEvent> heard) : IProgress<RunEvent>
    {
        public void Report(RunEvent value) => heard(value);
    }
}
