using System.Text;
using System.Text.Json;
using Tributary.Contracts;
using Tributary.Engine;

namespace Tributary.Tests.Engine;

/// <summary>Sweeps against brute force, through kills, on any number of threads.</summary>
public sealed class SweepRunTests : IDisposable
{
    private const string Grid = "{ method: grid, over: { models.one.parameters.K: [5, 10, 20, 40], models.one.parameters.share: { from: 0.5, to: 1, count: 3 } } }";

    private readonly WorkflowFile _file = new();

    public void Dispose() => _file.Dispose();

    [Fact]
    public void A_grid_finds_what_brute_force_finds_and_keeps_it_as_the_result()
    {
        RunSummary run = _file.Run(SweepTrial.Yaml(Grid));

        double[] observed = SweepTrial.Bucket(20, 1);
        SweepResult sweep = run.Sweep!;
        Assert.Equal(12, sweep.Points.Count);
        int at = 0;
        foreach (double residence in (double[])[5, 10, 20, 40])
        {
            foreach (double share in (double[])[0.5, 0.75, 1])
            {
                PointResult point = sweep.Points[at++];
                double[] simulated = SweepTrial.Bucket(residence, share);
                Assert.Equal(SweepTrial.Efficiency(simulated, observed, 2002), point.Last.Of("nse").Validation, 1e-9);
                Assert.Equal(SweepTrial.Efficiency(simulated, observed, 2003), point.Last.Of("nse").Test, 1e-9);
                Assert.Equal(PointStatus.Done, point.Status);
            }
        }

        Assert.Equal(8, sweep.Best);
        Assert.Equal([20, 1], run.Members[0].Parameters[0]);
        Assert.Equal(1, run.Scores.Of(0, 0, "test", "nse"), 1e-12);
        JsonElement manifest = JsonElement.Parse(File.ReadAllText(Path.Combine(run.Folder, "manifest.json")));
        Assert.Equal(20, manifest.GetProperty("configuration").GetProperty("models")[0].GetProperty("parameters").GetProperty("K").GetInt32());
        Assert.Equal(9, manifest.GetProperty("sweep").GetProperty("best").GetInt32());
        Assert.Equal(12, manifest.GetProperty("sweep").GetProperty("points").GetInt32());
        Assert.Equal("grid", manifest.GetProperty("sweep").GetProperty("said").GetProperty("method").GetString());
    }

    [Fact]
    public void The_points_are_written_as_rows_and_as_json_and_into_the_report()
    {
        RunSummary run = _file.Run(SweepTrial.Yaml(Grid));

        Table table = Table.Read(Path.Combine(run.Folder, "sweep.csv"));
        Assert.Equal(12, table.RowCount);
        Assert.Equal([5, 5, 5, 10, 10, 10, 20, 20, 20, 40, 40, 40], table.Numbers("models.one.parameters.K"));
        Assert.Equal(run.Sweep!.Points.Select(point => point.Last.Of("rmse").Validation), table.Numbers("validation_rmse"));
        Assert.Equal("true", table.Text("best", 8));
        Assert.Equal("done", table.Text("status", 3));
        JsonElement json = JsonElement.Parse(File.ReadAllText(Path.Combine(run.Folder, "sweep.json")));
        Assert.Equal(9, json.GetProperty("best").GetInt32());
        JsonElement tenth = json.GetProperty("points")[9];
        Assert.Equal(40, tenth.GetProperty("values").GetProperty("models.one.parameters.K").GetDouble());
        Assert.Equal(run.Sweep.Points[9].Last.Of("nse").Test, tenth.GetProperty("trials")[0].GetProperty("test").GetProperty("nse").GetDouble());
        Assert.Contains("\"sweep\":{\"method\":\"grid\"", File.ReadAllText(Path.Combine(run.Folder, "report.html")), StringComparison.Ordinal);

        RunSummary plain = _file.Run(SweepTrial.Yaml(Grid).Replace($"sweep: {Grid}", string.Empty, StringComparison.Ordinal));
        Assert.Null(plain.Sweep);
        Assert.False(File.Exists(Path.Combine(plain.Folder, "sweep.csv")), "the sweep of an earlier run is still there");
    }

    [Fact]
    public void The_choice_is_by_the_validation_period_and_a_metric_that_is_best_at_zero()
    {
        RunSummary run = _file.Run(SweepTrial.Yaml("{ method: grid, metric: rmse, over: { models.one.parameters.K: [12, 19, 50], models.one.parameters.share: [0.9, 1] } }"));

        Assert.Equal([19, 1], run.Members[0].Parameters[0]);
        Assert.Equal(run.Sweep!.Points.Select(point => point.Last.Of("rmse").Validation), run.Sweep.Points.Select(point => point.Last.Distance));
    }

    [Fact]
    public void A_sweep_over_the_forcing_reads_each_variant_of_it()
    {
        RunSummary run = _file.Run(SweepTrial.Yaml("{ method: grid, over: { forcing.settings.amount: [0.5, 1], models.one.parameters.K: [10, 20] } }"));

        double[] expected = [.. from amount in (double[])[0.5, 1] from residence in (double[])[10, 20] select SweepTrial.Efficiency(SweepTrial.Bucket(residence, 1, amount), SweepTrial.Bucket(20, 1, amount), 2002)];
        Assert.Equal(expected, run.Sweep!.Points.Select(point => point.Last.Of("nse").Validation), (one, other) => Math.Abs(one - other) < 1e-9);
    }

    [Fact]
    public void An_input_that_no_point_changes_is_read_once()
    {
        var text = new StringBuilder("date,precipitation [mm],discharge [mm]\n");
        double[] observed = SweepTrial.Bucket(20, 1);
        for (int day = 0; day < observed.Length; day++)
        {
            text.Append(System.Globalization.CultureInfo.InvariantCulture, $"{new DateTime(2000, 1, 1).AddDays(day):yyyy-MM-dd},{(day % 5 == 0 ? 10 : 0)},{observed[day]:R}\n");
        }

        string data = _file.Files.Write("north.csv", text.ToString());
        string yaml = SweepTrial.Yaml(Grid).Replace("forcing: { source: showers }", "forcing: { source: csv, files: north.csv }", StringComparison.Ordinal)
            .Replace("basins: [north]", "basins: [{ id: north, area: 100 }]", StringComparison.Ordinal);

        RunSummary run = _file.Run(yaml, happened =>
        {
            if (happened is PointDone { Done: 1 })
            {
                File.WriteAllText(data, "nothing to be read");
            }
        });

        Assert.Equal(8, run.Sweep!.Best);
        Assert.All(run.Sweep.Points, point => Assert.Equal(PointStatus.Done, point.Status));
    }

    [Fact]
    public void Members_that_no_key_belongs_to_run_once_at_the_end()
    {
        var steps = new List<string>();
        RunSummary run = _file.Run(
            SweepTrial.Yaml(Grid, "{ name: one, plugin: bucket }, { name: other, plugin: bucket, parameters: { K: 33 } }"), happened =>
            {
                if (happened is StepDone step)
                {
                    steps.Add(step.Step);
                }
            });

        Assert.Equal(2, run.Members.Count);
        Assert.Equal(["simulate one", "simulate other"], steps.TakeLast(2));
        Assert.Single(steps, step => step.Contains("other", StringComparison.Ordinal));
    }

    [Fact]
    public void A_failed_point_is_reported_and_left_out()
    {
        RunSummary run = _file.Run(SweepTrial.Yaml("{ method: grid, over: { models.one.settings.fails: [advance, never, nan], models.one.parameters.K: [10, 20] } }"));

        Assert.Equal([PointStatus.Failed, PointStatus.Failed, PointStatus.Done, PointStatus.Done, PointStatus.Failed, PointStatus.Failed], run.Sweep!.Points.Select(point => point.Status));
        Assert.Equal(3, run.Sweep.Best);
        Assert.Contains("a hole in the bucket (advance)", run.Sweep.Points[0].Reason, StringComparison.Ordinal);
        Assert.Contains("is no finite number", run.Sweep.Points[4].Reason, StringComparison.Ordinal);
        Assert.Contains("4 of 6 points of the sweep failed", File.ReadAllText(Path.Combine(run.Folder, "report.html")), StringComparison.Ordinal);
    }

    [Fact]
    public void Where_all_points_fail_the_run_fails_and_says_why()
    {
        var error = Assert.Throws<WorkException>(() => _file.Run(SweepTrial.Yaml("{ method: grid, over: { models.one.settings.fails: [advance, nan], models.one.parameters.K: [10, 20] } }")));

        Assert.Contains("all 4 points failed", error.Message, StringComparison.Ordinal);
        Assert.Contains("point 1 (fails advance, K 10)", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void What_fails_all_points_alike_is_told_as_it_is()
    {
        var error = Assert.Throws<WorkflowProblemsException>(() => _file.Run(SweepTrial.Yaml(Grid).Replace("basins: [north]", "basins: [nort]", StringComparison.Ordinal)));

        Assert.Equal("domain.basins[0]", Assert.Single(error.Problems).Key);
    }

    [Fact]
    public void A_search_by_tpe_comes_nearer_than_random_draws_and_tells_all_its_points()
    {
        const string Over = "budget: 40, over: { models.one.parameters.K: { from: 1, to: 100, scale: log }, models.one.parameters.share: { from: 0.2, to: 1 } } }";
        double Best(string method, int seed)
        {
            RunSummary run = _file.Run(SweepTrial.Yaml($"{{ method: {method}, seed: {seed}, {Over}"));
            Assert.Equal(40, run.Sweep!.Points.Count);
            Assert.Equal(40, Table.Read(Path.Combine(run.Folder, "sweep.csv")).RowCount);
            Assert.Equal(run.Sweep.Points.Min(point => point.Last.Distance), run.Sweep.Points[run.Sweep.Best].Last.Distance);
            return run.Sweep.Points[run.Sweep.Best].Last.Distance;
        }

        double[] searched = [.. Enumerable.Range(1, 5).Select(seed => Best("tpe", seed)).Order()];
        double[] drawn = [.. Enumerable.Range(1, 5).Select(seed => Best("random", seed)).Order()];
        Assert.True(searched[2] < drawn[2] / 2, $"{searched[2]} against {drawn[2]}");
    }

    [Fact]
    public void A_search_by_tpe_ends_where_all_was_tried_and_goes_on_behind_points_that_fail()
    {
        RunSummary run = _file.Run(SweepTrial.Yaml("{ method: tpe, budget: 30, over: { models.one.settings.fails: [advance, never], models.one.parameters.K: [10, 20, 30] } }"));

        Assert.Equal(6, run.Sweep!.Points.Count);
        Assert.Equal(3, run.Sweep.Points.Count(point => point.Status == PointStatus.Failed));
        Assert.Equal([20, 1], run.Members[0].Parameters[0]);
    }

    [Fact]
    public void A_value_that_tpe_might_come_to_is_checked_before_anything_runs()
    {
        var error = Assert.Throws<WorkflowProblemsException>(() => _file.Plan(SweepTrial.Yaml("{ method: tpe, budget: 3, over: { models.one.parameters.K: [5, 10, 20, 40, 80, 99, 500] } }")));

        Assert.Equal("sweep.over.models.one.parameters.K[6]", Assert.Single(error.Problems).Key);
        Assert.Contains("K 500: expected 1 to 100 d, found 500", error.Problems[0].Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Halving_gives_the_better_half_more()
    {
        const string Sweep = "{ method: successive-halving, over: { models.one.parameters.share: [0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9, 1] }, halving: { resource: models.one.calibrate.budget, from: 4, to: 32 } }";
        RunSummary run = _file.Run(SweepTrial.Yaml(Sweep, "{ name: one, plugin: bucket, calibrate: { budget: 5, algorithm: dds } }"));

        IReadOnlyList<PointResult> points = run.Sweep!.Points;
        int[] resources = [4, 8, 16, 32];
        int[] counts = [8, 4, 2, 1];
        IEnumerable<int> alive = points.Select(point => point.Point.Number);
        for (int rung = 0; rung < 4; rung++)
        {
            PointResult[] tried = [.. points.Where(point => point.Trials.Count > rung)];
            Assert.Equal(alive.Order(), tried.Select(point => point.Point.Number));
            Assert.Equal(counts[rung], tried.Length);
            Assert.All(tried, point => Assert.Equal(resources[rung], point.Trials[rung].Resource));
            alive = rung < 3 ? [.. tried.OrderByDescending(point => point.Trials[rung].Of("nse").Validation).ThenBy(point => point.Point.Number).Take(counts[rung + 1]).Select(point => point.Point.Number)] : [];
        }

        PointResult last = Assert.Single(points, point => point.Status == PointStatus.Done);
        Assert.Equal(last, points[run.Sweep.Best]);
        Assert.Equal(32, run.Members[0].Calibrations[0]!.Trace.Count);
        Assert.Equal(7, points.Count(point => point.Status == PointStatus.StoppedEarly));
        Assert.Contains("with budget 4; the best 4 went on", points.First(point => point.Trials.Count == 1).Reason, StringComparison.Ordinal);
        Assert.Equal([4, 8, 16, 32], points[run.Sweep.Best].Trials.Select(trial => trial.Resource!.Value));
    }

    [Fact]
    public void What_learns_is_trained_a_point_at_a_time_and_a_training_that_fails_is_left_out()
    {
        int running = 0;
        var trained = new List<string>();
        RunSummary run = _file.Run(SweepTrial.Yaml("{ method: grid, over: { models.one.settings.fails: [true, false], run.seed: [1, 2, 3] } }", "{ name: one, plugin: learner }", run: "workers: 4"), happened =>
        {
            if (happened is Training { Progress.Epoch: 1 } training)
            {
                Assert.Equal(1, ++running);
                trained.Add(training.Step);
            }
            else if (happened is StepDone step && step.Step.Contains("train", StringComparison.Ordinal) && !step.Reused)
            {
                running--;
            }
        });

        Assert.Equal(["point 4: train one, seed 1", "point 5: train one, seed 2", "point 6: train one, seed 3"], trained);
        Assert.Equal(3, run.Sweep!.Points.Count(point => point.Status == PointStatus.Failed && point.Reason.Contains("no idea", StringComparison.Ordinal)));
        Assert.True(File.Exists(Path.Combine(run.Folder, "models", "one", "weights.txt")));
    }

    [Theory]
    [InlineData("latin-hypercube", 1)]
    [InlineData("latin-hypercube", 4)]
    [InlineData("latin-hypercube", 9)]
    [InlineData("tpe", 2)]
    [InlineData("tpe", 7)]
    public void A_killed_sweep_goes_on_and_ends_with_the_same_bytes(string method, int points)
    {
        string sweep = $"{{ method: {method}, budget: 10, over: {{ models.one.parameters.share: {{ from: 0.2, to: 1 }}, models.one.calibrate.seed: {{ from: 1, to: 1000000 }} }} }}";
        const string Member = "{ name: one, plugin: bucket, calibrate: { budget: 30 } }";
        RunSummary unbroken = _file.Run(SweepTrial.Yaml(sweep, Member, "unbroken"));
        using var kill = new CancellationTokenSource();
        var finished = new List<string>();
        Assert.ThrowsAny<OperationCanceledException>(() => _file.Run(SweepTrial.Yaml(sweep, Member, "broken", "workers: 1"), happened =>
        {
            Note(finished, happened);
            if (happened is PointDone done && done.Done == points)
            {
                kill.Cancel();
            }
        }, kill.Token));

        int before = finished.Count;
        RunSummary broken = _file.Run(SweepTrial.Yaml(sweep, Member, "broken"), happened => Note(finished, happened));

        Assert.Equal(2 * points, before);
        Assert.Equal(finished.Count, finished.Distinct().Count());
        Assert.Equal(20, finished.Count);
        Assert.Equal(Results(unbroken), Results(broken));
    }

    [Fact]
    public void Threads_and_repetition_change_no_byte_but_the_seconds()
    {
        const string Sweep = "{ method: random, budget: 12, seed: 7, over: { models.one.parameters.share: { from: 0.2, to: 1, scale: log }, models.one.settings.initial: [0, 5, null] } }";
        SortedDictionary<string, string>[] results =
        [
            .. from workers in (int[])[1, 4, 1] select Results(_file.Run(SweepTrial.Yaml(Sweep, "{ name: one, plugin: bucket, calibrate: { budget: 30 } }", $"w{workers}", $"workers: {workers}"))),
        ];

        Assert.Equal(results[0].Where(file => file.Key.StartsWith("sweep.", StringComparison.Ordinal)), results[1].Where(file => file.Key.StartsWith("sweep.", StringComparison.Ordinal)));
        Assert.Equal(results[0]["metrics.csv"], results[1]["metrics.csv"]);
        Assert.Equal(results[0], results[2]);
    }

    [Fact]
    public void Points_that_need_the_same_step_at_the_same_time_do_it_once()
    {
        var finished = new List<string>();
        RunSummary run = _file.Run(SweepTrial.Yaml("{ method: latin-hypercube, budget: 40, over: { models.one.parameters.K: [10, 20] } }", run: "workers: 8"), happened => Note(finished, happened));

        Assert.Equal(2, finished.Count);
        Assert.Equal(40, run.Sweep!.Points.Count);
    }

    private static void Note(List<string> finished, RunEvent happened)
    {
        if (happened is StepDone { Reused: false } step)
        {
            finished.Add(step.Step);
        }
    }

    /// <summary>All results but what tells of time and place, with the run's own name and the seconds of points taken out.</summary>
    private static SortedDictionary<string, string> Results(RunSummary run)
    {
        var results = new SortedDictionary<string, string>(StringComparer.Ordinal);
        string name = Path.GetFileName(run.Folder);
        foreach (string file in Directory.EnumerateFiles(run.Folder, "*", SearchOption.AllDirectories))
        {
            string path = Path.GetRelativePath(run.Folder, file);
            if (path.StartsWith("steps", StringComparison.Ordinal) || path is "manifest.json" or "run.log" or ".lock" or "results.nc")
            {
                continue;
            }

            string text = File.ReadAllText(file).Replace(name, "NAME", StringComparison.Ordinal);
            results[path] = path switch
            {
                "sweep.csv" => string.Join('\n', text.Split('\n').Select(line => string.Join(',', line.Split(',').Where((_, column) => column != line.Split(',').Length - 2)))),
                "sweep.json" => string.Join('\n', text.Split('\n').Where(line => !line.Contains("\"seconds\"", StringComparison.Ordinal))),
                _ => text,
            };
        }

        return results;
    }
}
