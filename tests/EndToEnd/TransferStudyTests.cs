using System.Globalization;
using System.Text.Json;

namespace Tributary.Tests.EndToEnd;

/// <summary>The study of transfer on few invented catchments, by one command, and what it leaves.</summary>
public sealed class TransferStudyTests : IDisposable
{
    private const string Yaml = """
        name: study
        synthetic:
          regions:
            - { name: hills, model: hbv, basins: 6, years: 5, seed: 1, driven: { FC: { attribute: soil, low: 60, high: 400 }, k1: { attribute: slope, low: 3, high: 25 } } }
            - { name: plains, model: hbv, basins: 10, years: 5, seed: 2, wetness: 0.8, driven: { FC: { attribute: depth, low: 60, high: 400 }, k1: { attribute: relief, low: 3, high: 25 } } }
        period: { start: 2001-01-01, end: 2005-12-31 }
        splits: { warmup: [2001-01-01, 2001-12-31], calibration: [2002-01-01, 2003-12-31], test: [2004-01-01, 2005-12-31] }
        domain: { basins: { file: data/plains.txt } }
        forcing: { source: caravan, settings: { folder: data } }
        study:
          source:
            domain: { basins: { file: data/hills.txt } }
            sizes: [2, all]
            compare: [head]
            model:
              plugin: transfer
              settings: { strategy: local, network: input-transform, static_attributes: [soil, slope], hidden_size: 8, weight_dropout: 0, lookback: 120, predict_last_n: 60, epochs: 4, batch_size: 16, optimiser: adam, learning_rate: 0.01, simulate: carried }
          years: [1, 2]
          seeds: 2
        models:
          - { name: zero-shot, plugin: transfer, seeds: 1, settings: { source: "{source}", strategy: zero-shot, attributes: { soil: depth, slope: relief }, simulate: carried } }
          - { name: head, plugin: transfer, settings: { source: "{source}", strategy: head-only, attributes: { soil: depth, slope: relief }, networks: each, epochs: 2, batch_size: 8, optimiser: adam, learning_rate: 0.002, simulate: carried } }
          - { name: process, plugin: hbv }
        evaluate: { by: [test], baseline: zero-shot }
        """;

    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void One_command_makes_the_data_trains_the_sources_and_writes_the_tables()
    {
        _folder.Write("study.yaml", Yaml);
        Assert.Contains("is valid but for its data", Cli.Run(_folder.Path, "validate", "study.yaml").Done().Error, StringComparison.Ordinal);
        Outcome run = Cli.Run(_folder.Path, "run", "study.yaml").Done();
        Assert.Contains("a study of 3 sources", Cli.Run(_folder.Path, "validate", "study.yaml").Done().Error, StringComparison.Ordinal);

        // The smaller source meets the fewest years and the members that are to be compared.
        string[][] rows = Rows("study.csv");
        Assert.Equal(
            ["2 1 zero-shot 1", "2 1 head 2", "6 1 zero-shot 1", "6 1 head 2", "6 1 process 1", "6 2 zero-shot 1", "6 2 head 2", "6 2 process 1"],
            rows.Select(row => string.Join(' ', row[..4])));

        // What the table says, from the scores of each training.
        string[][] scores = Rows("study_scores.csv");
        foreach (string[] row in rows)
        {
            double[][] bySeed = [.. Enumerable.Range(1, int.Parse(row[3], CultureInfo.InvariantCulture)).Select(seed => Scores(scores, row, row[2], seed))];
            double[] baseline = Scores(scores, row, "zero-shot", 1);
            double[] gains = [.. bySeed.SelectMany(own => own.Zip(baseline, (one, other) => one - other))];
            Assert.Equal(bySeed.Average(own => own.Average()), Number(row[5]), 1e-9);
            Assert.Equal(bySeed.Average(LstmStudy.Median), Number(row[6]), 1e-9);
            Assert.Equal(gains.Average(), Number(row[9]), 1e-9);
            Assert.Equal(gains.Count(gain => gain < 0) / (double)gains.Length, Number(row[11]), 1e-12);
            Assert.Contains(Number(row[6]).ToString("0.000", CultureInfo.InvariantCulture), run.Output, StringComparison.Ordinal);
        }

        // The run's own results are those of all sources and years, and agree with the study's.
        double[] ofRun = [.. JsonElement.Parse(File.ReadAllBytes(At("metrics.json"))).GetProperty("gauges").EnumerateObject().Select(gauge => gauge.Value.GetProperty("members").GetProperty("head").GetProperty("test").GetProperty("nse").GetDouble())];
        Assert.Equal(ofRun, scores.Where(score => score[..2] is ["6", "2"] && score[3] == "head" && score[4] == "mean").Select(score => Number(score[6])), (a, b) => Math.Abs(a - b) < 1e-9);

        // A candidate is where the source as it is has less than the threshold in the calibration.
        Assert.All(Rows("candidates.csv"), row => Assert.Equal(Number(row[1]) < 0.5 ? "yes" : "no", row[3]));
        Assert.Equal(["head", "process"], Rows("gain_predictor.csv").Select(row => row[0]).Distinct());
        Assert.Equal(["source_score", "log_years", "area", "depth", "distractor", "relief"], Rows("gain_predictor.csv").Where(row => row[0] == "head").Select(row => row[1]));
        Assert.Contains("Study of transfer", File.ReadAllText(At("report.html")), StringComparison.Ordinal);
        Assert.Contains("| 6 | 2 | head |", File.ReadAllText(At("study.md")), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("6 basins: train source")]
    [InlineData("6 sources, 1 year: head")]
    [InlineData("writing results")]
    public void A_study_killed_goes_on_and_repeats_no_finished_step(string line)
    {
        using var unbroken = new TemporaryFolder();
        unbroken.Write("study.yaml", Yaml);
        Cli.Run(unbroken.Path, "run", "study.yaml").Done();
        _folder.Write("study.yaml", Yaml);
        Cli.RunUntil(_folder.Path, line, kill: true, "run", "study.yaml");
        Dictionary<string, DateTime> finished = Seals();
        Assert.NotEmpty(finished);

        Cli.Run(_folder.Path, "run", "study.yaml").Done();
        Dictionary<string, DateTime> after = Seals();
        Assert.All(finished, seal => Assert.Equal(seal.Value, after[seal.Key]));
        foreach (string table in (string[])["study.csv", "study_scores.csv", "candidates.csv", "gain_predictor.csv", "gain_predictions.csv"])
        {
            Assert.Equal(File.ReadAllText(unbroken.At("runs", "study", table)), File.ReadAllText(At(table)));
        }

        Cli.Run(_folder.Path, "run", "study.yaml").Done();
        Assert.Equal(after, Seals());
    }

    [Fact]
    public void Worker_processes_give_the_same_tables()
    {
        const string OneThread = "\nrun: { engine: local, task: { threads: 1 } }\n";
        _folder.Write("study.yaml", Yaml + OneThread);
        JsonElement[] rows = [.. JsonElement.Parse(Cli.Run(_folder.Path, "run", "study.yaml", "--json").Done().Output).GetProperty("study").EnumerateArray()];
        Assert.Equal(Rows("study.csv").Select(row => Number(row[6])), rows.Select(row => row.GetProperty("median_nse").GetDouble()), (one, other) => Math.Abs(one - other) < 1e-9);

        using var elsewhere = new TemporaryFolder();
        elsewhere.Write("study.yaml", Yaml + OneThread.Replace("local", "processes", StringComparison.Ordinal));
        Cli.Run(elsewhere.Path, "run", "study.yaml").Done();
        foreach (string table in (string[])["study.csv", "study_scores.csv", "candidates.csv", "gain_predictor.csv", "gain_predictions.csv"])
        {
            Assert.Equal(File.ReadAllText(At(table)), File.ReadAllText(elsewhere.At("runs", "study", table)));
        }
    }

    [Fact]
    public void Cross_validation_over_years_tests_every_block_once_on_what_lies_beside_it()
    {
        _folder.Write("study.yaml", Yaml.Replace("years: [1, 2]", "years: [1]\n  cross_validation: 4", StringComparison.Ordinal).Replace("sizes: [2, all]", "sizes: [all]", StringComparison.Ordinal));
        Cli.Run(_folder.Path, "run", "study.yaml").Done();

        string[][] scores = [.. Rows("study_scores.csv").Where(row => row[3] == "process" && row[4] == "1" && row[5] == "plains_1")];
        Assert.Equal(["1", "2", "3", "4"], scores.Select(row => row[2]));

        using JsonDocument manifest = JsonDocument.Parse(File.ReadAllBytes(At("manifest.json")));
        JsonElement splits = manifest.RootElement.GetProperty("configuration").GetProperty("splits");
        Assert.Equal("2004-12-31", splits.GetProperty("calibration")[1].GetString());
        Assert.Equal("2005-01-01", splits.GetProperty("test")[0].GetString());
        Assert.Equal("2005-12-31", splits.GetProperty("test")[1].GetString());
        string[] row = Rows("study.csv").Single(one => one[2] == "process");
        double[] means = [.. Rows("study_scores.csv").Where(one => one[3] == "process" && one[4] == "1").GroupBy(one => one[5]).Select(gauge => gauge.Average(one => Number(one[6])))];
        Assert.Equal(LstmStudy.Median(means), Number(row[6]), 1e-9);
    }

    [Theory]
    [InlineData("baseline: zero-shot", "metrics: [nse]", "there is no member to measure gains by")]
    [InlineData("sizes: [2, all]", "sizes: [7]", "there are 6 source basins, fewer than 7")]
    [InlineData("compare: [head]", "compare: [heads]", "there is no member 'heads'")]
    [InlineData("years: [1, 2]", "years: [3]", "is shorter than 3 years")]
    [InlineData("years: [1, 2]", "years: [3]\n  cross_validation: 2", "there are no 3 years beside the block")]
    [InlineData("strategy: local, network", "strategy: locl, network", "study.source.model.settings.strategy")]
    [InlineData("data/hills.txt", "data/mountains.txt", "mountains.txt")]
    [InlineData("source: \"{source}\", strategy: head-only", "source: nowhere, strategy: head-only", "nowhere")]
    public void What_is_wrong_with_a_study_is_told_before_anything_runs(string part, string by, string told)
    {
        _folder.Write("study.yaml", Yaml.Replace(part, by, StringComparison.Ordinal));

        Cli.Run(_folder.Path, "run", "study.yaml").Fails(2, told);
        Assert.False(Directory.Exists(_folder.At("data")));
    }

    [Fact]
    public void The_example_is_one_command_after_a_copy()
    {
        Cli.Run(_folder.Path, "examples", "copy", "transfer").Done();
        string workflow = _folder.At("transfer", "workflow.yaml");
        Cli.Run(_folder.Path, "validate", workflow).Done();
        string yaml = File.ReadAllText(workflow);
        _folder.Write("transfer/workflow.yaml", System.Text.RegularExpressions.Regex.Replace(yaml, "epochs: [0-9]+", "epochs: 1").Replace("sizes: [10, 50, all]", "sizes: [2, all]", StringComparison.Ordinal));
        var small = new Dictionary<string, string> { ["SOURCES"] = "3", ["TARGETS"] = "2", ["SEEDS"] = "1" };
        Outcome run = Cli.Run(_folder.Path, small, "run", workflow).Done();

        string[] rows = [.. File.ReadLines(_folder.At("runs", "transfer-3-2", "study.csv")).Skip(1)];
        Assert.Equal(2 + (2 * 11), rows.Length);
        Assert.DoesNotContain("failed", run.Error, StringComparison.Ordinal);
        Assert.Contains("full-guarded", run.Output, StringComparison.Ordinal);
    }

    [Fact]
    public void Regions_that_are_asked_for_otherwise_are_made_again()
    {
        _folder.Write("study.yaml", Yaml);
        Assert.Contains("making 10 invented catchments", Cli.Run(_folder.Path, "run", "study.yaml").Done().Error, StringComparison.Ordinal);
        string[] before = File.ReadAllLines(Series("plains_1"));
        _folder.Write("study.yaml", Yaml.Replace("wetness: 0.8", "wetness: 0.9", StringComparison.Ordinal));
        string told = Cli.Run(_folder.Path, "run", "study.yaml").Done().Error;

        Assert.Contains("making 10 invented catchments", told, StringComparison.Ordinal);
        Assert.DoesNotContain("making 6 invented catchments", told, StringComparison.Ordinal);
        Assert.NotEqual(before, File.ReadAllLines(Series("plains_1")));

        string Series(string id) => _folder.At("data", "timeseries", "csv", "plains", $"{id}.csv");
    }

    private static double[] Scores(string[][] scores, string[] row, string member, int seed) =>
        [.. scores.Where(score => score[0] == row[0] && score[1] == row[1] && score[3] == member && score[4] == seed.ToString(CultureInfo.InvariantCulture)).Select(score => Number(score[6]))];

    private static double Number(string text) => text.Length == 0 ? double.NaN : double.Parse(text, CultureInfo.InvariantCulture);

    private string At(string name) => _folder.At("runs", "study", name);

    private string[][] Rows(string name) => [.. File.ReadLines(At(name)).Skip(1).Select(line => line.Split(','))];

    private Dictionary<string, DateTime> Seals() => Directory.EnumerateDirectories(At("steps")).Where(step => Path.GetFileName(step)[0] != '.')
        .ToDictionary(step => Path.GetFileName(step), step => File.GetLastWriteTimeUtc(Path.Combine(step, "step.json")));
}
