using System.Text.Json;
using Tributary.Contracts;
using Tributary.Engine;
using Tributary.Geodata;

namespace Tributary.Tests.Engine;

/// <summary>Ensembles through a whole run: weights, results, steps, what is chosen, and members that fail.</summary>
public sealed class EnsembleRunTests : IDisposable
{
    private const string Five = "ensemble: { leave_one_out: false, combine: [mean, median, bma, stacking, { method: granger_ramanathan, name: gra, settings: { variant: A } }] }";

    private readonly EnsembleTrial _trial = new();

    public void Dispose() => _trial.Dispose();

    [Fact]
    public void Weights_that_made_the_observations_are_found_and_written()
    {
        RunSummary run = _trial.Run(EnsembleTrial.Yaml(Five));

        foreach (int gauge in (int[])[0, 1])
        {
            CombinationAtGauge fitted = run.Combinations[4].Gauges[gauge];
            Close.All([.. EnsembleTrial.Weights], [.. fitted.Weights[0].Values], 1e-6);
            Assert.Equal(365, fitted.PairCount);
            Assert.Equal(1, run.Scores.Of(gauge, 6, "test", "nse"), 9);
            Close.All(EnsembleTrial.Mixed(EnsembleTrial.Basins[gauge]), fitted.Discharge, 1e-6);
        }

        string[] lines = File.ReadAllLines(Path.Combine(run.Folder, "weights.csv"));
        Assert.Equal("gauge,combination,part,member,weight", lines[0]);
        string[] found = lines.Single(line => line.StartsWith("west,gra,,slow,", StringComparison.Ordinal)).Split(',');
        Assert.Equal(0.7, double.Parse(found[4], System.Globalization.CultureInfo.InvariantCulture), 6);
    }

    [Fact]
    public void Combined_discharge_and_its_quantiles_are_in_the_results_with_their_scores()
    {
        RunSummary run = _trial.Run(EnsembleTrial.Yaml(Five));

        using IArrayFile file = new NetCdfFiles().Open(Path.Combine(run.Folder, "results.nc"));
        double[] Row(string name)
        {
            double[] values = new double[2 * EnsembleTrial.Days];
            file.Read(name, [0, 0], [2, EnsembleTrial.Days], values);
            return values;
        }

        double[] quick = Row("discharge_quick"), slow = Row("discharge_slow"), mean = Row("discharge_mean");
        Close.All([.. quick.Select((value, i) => (value + slow[i]) / 2)], mean, 1e-12);
        double[] low = Row("discharge_bma_q050"), high = Row("discharge_bma_q950");
        Assert.All(Enumerable.Range(0, low.Length), i => Assert.True(low[i] <= high[i]));

        JsonElement members = JsonElement.Parse(File.ReadAllText(Path.Combine(run.Folder, "metrics.json"))).GetProperty("gauges").GetProperty("east").GetProperty("members");
        Assert.Equal(["quick", "slow", "mean", "median", "bma", "stacking", "gra"], members.EnumerateObject().Select(member => member.Name));
        Assert.True(members.GetProperty("bma").GetProperty("test").GetProperty("crps").GetDouble() > 0);
        JsonElement transform = members.GetProperty("bma").GetProperty("test").GetProperty("pit_histogram");
        Assert.Equal(11, transform.GetArrayLength());
        Assert.Equal(1, transform.EnumerateArray().Sum(share => share.GetDouble()), 9);
        Assert.Equal(JsonValueKind.Null, members.GetProperty("mean").GetProperty("test").GetProperty("crps").ValueKind);
        JsonElement together = JsonElement.Parse(File.ReadAllText(Path.Combine(run.Folder, "metrics.json"))).GetProperty("gauges").GetProperty("east").GetProperty("ensemble").GetProperty("test");
        Assert.Equal(1, together.GetProperty("rank_histogram").EnumerateArray().Sum(share => share.GetDouble()), 9);

        // A mixture of two stores is never beyond both.
        Assert.Equal(1, together.GetProperty("rank_histogram")[1].GetDouble(), 6);
        Assert.Equal(2 * 7 * 15, File.ReadLines(Path.Combine(run.Folder, "metrics.csv")).Skip(1).Count());
    }

    [Fact]
    public void A_combination_is_a_step_that_is_not_done_twice_and_is_done_again_where_what_it_is_fitted_on_changes()
    {
        RunSummary first = _trial.Run(EnsembleTrial.Yaml(Five));
        byte[] results = File.ReadAllBytes(Path.Combine(first.Folder, "results.nc"));
        var events = new List<RunEvent>();
        _trial.Run(EnsembleTrial.Yaml(Five), events);
        Assert.Equal(7, events.OfType<StepDone>().Count(step => step.Reused));
        Assert.Equal(results.Length, new FileInfo(Path.Combine(first.Folder, "results.nc")).Length);

        // Observed discharge of the test period is none of a combination's business, that of the validation period is.
        Change(day => day >= 1200);
        events.Clear();
        _trial.Run(EnsembleTrial.Yaml(Five), events);
        Assert.All(events.OfType<StepDone>(), step => Assert.True(step.Reused, step.Step));
        Change(day => day is > 800 and < 900);
        events.Clear();
        _trial.Run(EnsembleTrial.Yaml(Five), events);
        Assert.Equal(
            ["combine by bma", "combine by gra", "combine by stacking"],
            events.OfType<StepDone>().Where(step => !step.Reused).Select(step => step.Step).Order(StringComparer.Ordinal));
    }

    [Fact]
    public void What_is_observed_outside_the_validation_period_changes_no_combination()
    {
        RunSummary before = _trial.Run(EnsembleTrial.Yaml(Five));
        Change(day => day is < 731 or >= 1096);
        RunSummary after = _trial.Run(EnsembleTrial.Yaml(Five).Replace("name: ensemble", "name: other", StringComparison.Ordinal));
        for (int i = 0; i < before.Combinations.Count; i++)
        {
            Close.SameBits(before.Combinations[i].Gauges[0].Discharge, after.Combinations[i].Gauges[0].Discharge);
        }
    }

    [Fact]
    public void A_combination_fitted_on_the_validation_period_is_not_chosen_by_it_but_by_name()
    {
        RunSummary run = _trial.Run(EnsembleTrial.Yaml(Five));
        Assert.All(run.Scores.Chosen, chosen => Assert.True(run.Hydrographs[chosen].IsBlindToValidation));
        RunSummary named = _trial.Run(EnsembleTrial.Yaml($"{Five[..^2]}, choose: gra }}"));
        Assert.All(named.Scores.Chosen, chosen => Assert.Equal("gra", named.Hydrographs[chosen].Name));
        string[] fields = File.ReadAllLines(Path.Combine(named.Folder, "hydrograph_east.csv"))[^1].Split(',');
        Assert.Equal(fields[1], fields[2]);
    }

    [Fact]
    public void A_gauge_with_too_few_observations_has_no_fitted_combination_and_says_so()
    {
        _trial.Observe("west", _ => [.. EnsembleTrial.Mixed("west").Select((value, day) => day is >= 760 and < 1096 ? double.NaN : value)]);
        var events = new List<RunEvent>();
        RunSummary run = _trial.Run(EnsembleTrial.Yaml(Five), events);
        Assert.Contains(events.OfType<Noted>(), note => note.Message.Contains("bma is not fitted at 1 of 2 gauges; at west the validation period has 29 observed time steps, and 40 are needed", StringComparison.Ordinal));
        Assert.Null(run.Combinations[2].Gauges[0].Obstacle);
        Assert.All(run.Combinations[2].Gauges[1].Discharge, value => Assert.True(double.IsNaN(value)));
        Assert.True(double.IsNaN(run.Scores.Of(1, 4, "test", "nse")));
        Assert.True(double.IsFinite(run.Scores.Of(1, 2, "test", "nse")));
    }

    [Fact]
    public void Too_few_observations_everywhere_are_wrong_input()
    {
        foreach (string basin in EnsembleTrial.Basins)
        {
            _trial.Observe(basin, _ => [.. EnsembleTrial.Mixed(basin).Select((value, day) => day is >= 750 and < 1096 ? double.NaN : value)]);
        }

        InputException error = Assert.Throws<InputException>(() => _trial.Run(EnsembleTrial.Yaml(Five)));
        Assert.Contains("gauge east: bma cannot be fitted: the validation period has 19 observed time steps, and 40 are needed for 2 members", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_member_that_fails_is_reported_with_its_reason_and_left_out()
    {
        var events = new List<RunEvent>();
        RunSummary run = _trial.Run(EnsembleTrial.Yaml("ensemble: { combine: [mean, bma] }", ", settings: { fails: advance }"), events);

        Assert.Equal(["slow", "mean", "bma"], run.Hydrographs.Select(hydrograph => hydrograph.Name));
        FailedMember failed = Assert.Single(run.Failed);
        Assert.Equal("quick", failed.Name);
        Assert.Contains("a hole in the bucket", failed.Reason, StringComparison.Ordinal);
        Assert.Contains(events.OfType<MemberLeftOut>(), left => left.Member.ToString().StartsWith("member quick failed and is left out: ", StringComparison.Ordinal));
        Close.SameBits(run.Members[0].Simulation.AllDischarge, [.. run.Combinations[0].Gauges.SelectMany(gauge => gauge.Discharge)]);
        JsonElement manifest = JsonElement.Parse(File.ReadAllText(Path.Combine(run.Folder, "manifest.json")));
        Assert.Contains("a hole in the bucket", manifest.GetProperty("failed").GetProperty("quick").GetString(), StringComparison.Ordinal);
        Assert.Contains("a hole in the bucket", File.ReadAllText(Path.Combine(run.Folder, "report.html")), StringComparison.Ordinal);
    }

    [Fact]
    public void A_member_that_fails_ends_a_strict_run()
    {
        WorkException error = Assert.Throws<WorkException>(() =>
            _trial.Run(EnsembleTrial.Yaml("ensemble: { combine: [mean] }", ", settings: { fails: advance }", ", strict: true")));
        Assert.Contains("a hole in the bucket", error.Message, StringComparison.Ordinal);
        Assert.False(File.Exists(_trial.File.Files.At("runs", "ensemble", "manifest.json")));
    }

    [Fact]
    public void Members_that_all_fail_are_all_named()
    {
        string yaml = EnsembleTrial.Yaml(string.Empty, ", settings: { fails: advance }")
            .Replace("K: 30, share: 1 }", "K: 30, share: 1 }, settings: { fails: nan }", StringComparison.Ordinal);
        WorkException error = Assert.Throws<WorkException>(() => _trial.Run(yaml));
        Assert.StartsWith("all 2 members failed: quick: ", error.Message, StringComparison.Ordinal);
        Assert.Contains("; slow: ", error.Message, StringComparison.Ordinal);
        Assert.Contains("no finite number", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void What_a_member_adds_is_the_score_with_it_less_that_without()
    {
        RunSummary run = _trial.Run(EnsembleTrial.Yaml("ensemble: { combine: [mean, { method: granger_ramanathan, name: gra, settings: { variant: A } }] }"));
        Contribution ofSlow = run.Decision!.Contributions.Single(each => each is { Combination: "mean", Member: "slow" });
        Assert.Equal(PointScoresMedian(run, 2), ofSlow.With, 1e-9);
        Assert.Equal(PointScoresMedian(run, 0), ofSlow.Without, 1e-9);
        Contribution exact = run.Decision.Contributions.Single(each => each is { Combination: "gra", Member: "quick" });
        Assert.Equal(1, exact.With, 1e-9);
        Assert.True(exact.Gain > 0.001);
        Assert.Equal(1, exact.HelpedShare);

        JsonElement written = JsonElement.Parse(File.ReadAllText(Path.Combine(run.Folder, "decision.json")));
        Assert.Equal("test", written.GetProperty("period").GetString());
        Assert.Equal(1, written.GetProperty("scores").GetProperty("nse").GetProperty("members").GetProperty("gra").GetProperty("mean_rank").GetDouble());
        Assert.Equal(4, written.GetProperty("contributions").GetArrayLength());
    }

    [Fact]
    public void A_hydrograph_of_another_run_takes_part_as_a_member_does()
    {
        RunSummary other = _trial.Run(EnsembleTrial.Yaml(string.Empty).Replace("name: ensemble", "name: earlier", StringComparison.Ordinal).Replace("start: 2000-01-01, end: 2003-12-31 }", "start: 2000-01-01, end: 2003-06-30 }", StringComparison.Ordinal)
            .Replace("test: [2003-01-01, 2003-12-31]", "test: [2003-01-01, 2003-06-30]", StringComparison.Ordinal).Replace("K: 30", "K: 9", StringComparison.Ordinal));
        RunSummary run = _trial.Run(EnsembleTrial.Yaml(
            $"ensemble: {{ given: [{{ name: third, file: \"{Path.Combine(other.Folder, "results.nc")}\", variable: discharge_slow }}], combine: [mean] }}"));

        Assert.Equal(["quick", "slow", "third", "mean"], run.Hydrographs.Select(hydrograph => hydrograph.Name));
        double[] quick = EnsembleTrial.Store("west", 3), slow = EnsembleTrial.Store("west", 30), third = EnsembleTrial.Store("west", 9);
        double[] mean = run.Hydrographs[3].Discharge(1).ToArray();

        // The earlier run ends in June 2003; from July on the mean is that of the other two.
        int end = (new DateTime(2003, 7, 1) - new DateTime(2000, 1, 1)).Days;
        Close.All([.. quick.Select((value, day) => day < end ? (value + slow[day] + third[day]) / 3 : (value + slow[day]) / 2)], mean, 1e-9);
        Assert.Equal(181, run.Scores.Rows.Single(row => row is { Gauge: 1, Member: 2, Period: "test", Part: "" }).PairCount);
        Assert.Contains(run.Inputs.Files, file => file.EndsWith(Path.Combine("earlier", "results.nc"), StringComparison.Ordinal));
        using IArrayFile file = new NetCdfFiles().Open(Path.Combine(run.Folder, "results.nc"));
        Assert.Contains(file.Variables, variable => variable.Name == "discharge_third");
    }

    [Theory]
    [InlineData("variable: discharge_slo", "there is no variable 'discharge_slo'; did you mean 'discharge_slow'?")]
    [InlineData("variable: discharge_slow, unit: K", "its unit K cannot be brought into the m3 s-1 of members quick, slow")]
    public void A_given_hydrograph_that_does_not_fit_is_told_before_anything_runs(string given, string expected)
    {
        RunSummary other = _trial.Run(EnsembleTrial.Yaml(string.Empty).Replace("name: ensemble", "name: earlier", StringComparison.Ordinal));
        string yaml = EnsembleTrial.Yaml($"ensemble: {{ given: [{{ name: third, file: \"{Path.Combine(other.Folder, "results.nc")}\", {given} }}], combine: [mean] }}");
        var events = new List<RunEvent>();
        InputException error = Assert.Throws<InputException>(() => _trial.Run(yaml, events));
        Assert.Contains(expected, error.Message, StringComparison.Ordinal);
        Assert.Empty(events.OfType<StepDone>());
    }

    [Fact]
    public void Members_that_are_named_are_combined_and_no_other()
    {
        string yaml = EnsembleTrial.Yaml("ensemble: { members: [slow, third], combine: [mean] }")
            .Replace("  - { name: slow", "  - { name: third, plugin: bucket, parameters: { K: 9, share: 1 } }\n  - { name: slow", StringComparison.Ordinal);
        RunSummary run = _trial.Run(yaml);
        Assert.Equal(["third", "slow"], run.Combinations[0].Members);
        double[] third = EnsembleTrial.Store("east", 9), slow = EnsembleTrial.Store("east", 30);
        Close.All([.. third.Select((value, day) => (value + slow[day]) / 2)], run.Combinations[0].Gauges[0].Discharge, 1e-9);
    }

    private static double PointScoresMedian(RunSummary run, int hydrograph) =>
        (run.Scores.Of(0, hydrograph, "test", "nse") + run.Scores.Of(1, hydrograph, "test", "nse")) / 2;

    private void Change(Func<int, bool> where)
    {
        foreach (string basin in EnsembleTrial.Basins)
        {
            _trial.Observe(basin, _ => [.. EnsembleTrial.Mixed(basin).Select((value, day) => where(day) ? 1.1 * value : value)]);
        }
    }
}
