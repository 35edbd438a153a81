using System.Text.Json;
using Tributary.Contracts;
using Tributary.Engine;

namespace Tributary.Tests.Engine;

/// <summary>Members with forcing and seeds of their own, and combinations that break down.</summary>
public sealed class EnsembleDetailTests : IDisposable
{
    private readonly EnsembleTrial _trial = new();

    public void Dispose() => _trial.Dispose();

    [Fact]
    public void A_combination_that_breaks_down_is_left_out_with_its_reason()
    {
        RunSummary run = _trial.Run(EnsembleTrial.Yaml("ensemble: { combine: [broken, mean] }"));
        Assert.Equal(["quick", "slow", "mean"], run.Hydrographs.Select(hydrograph => hydrograph.Name));
        FailedMember failed = Assert.Single(run.Failed);
        Assert.StartsWith("combination broken failed and is left out: ", failed.ToString(), StringComparison.Ordinal);
        Assert.Contains("a hole in the combination", failed.Reason, StringComparison.Ordinal);
        Assert.Contains("a hole in the combination", JsonElement.Parse(File.ReadAllText(Path.Combine(run.Folder, "manifest.json"))).GetProperty("failed").GetProperty("broken").GetString(), StringComparison.Ordinal);
        Assert.Contains("Combination broken failed and is left out", File.ReadAllText(Path.Combine(run.Folder, "report.html")), StringComparison.Ordinal);
    }

    [Fact]
    public void A_combination_that_breaks_down_ends_a_strict_run() =>
        Assert.Contains("a hole in the combination", Assert.Throws<WorkException>(() => _trial.Run(EnsembleTrial.Yaml("ensemble: { combine: [broken, mean] }", further: ", strict: true"))).Message, StringComparison.Ordinal);

    [Fact]
    public void A_member_with_forcing_of_its_own_is_what_it_would_be_alone_on_it_and_the_others_stay_as_they_are()
    {
        RunSummary plain = _trial.Run(EnsembleTrial.Yaml(string.Empty));
        Variant(1.5, "2000-01-01", EnsembleTrial.Days);
        RunSummary run = _trial.Run(EnsembleTrial.Yaml(string.Empty, quick: ", forcing: { source: csv, files: 'more-{basin}.csv', variables: { precipitation: rain } }"));
        for (int gauge = 0; gauge < 2; gauge++)
        {
            Close.SameBits(plain.Members[1].Simulation.Discharge(gauge), run.Members[1].Simulation.Discharge(gauge));

            // The store is linear: half as much again gives half as much again.
            Close.All([.. plain.Members[0].Simulation.Discharge(gauge).ToArray().Select(value => 1.5 * value)], run.Members[0].Simulation.Discharge(gauge), 1e-12);
        }

        string manifest = File.ReadAllText(Path.Combine(run.Folder, "manifest.json"));
        Assert.Contains("more-east.csv", manifest, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("2001-01-01", "forcing of member quick beside slow", "shorter than the simulated period")]
    public void Forcing_of_another_period_is_told_with_both_members(string start, string where, string problem)
    {
        Variant(1, start, 400);
        TributaryException error = Assert.ThrowsAny<TributaryException>(() => _trial.Run(EnsembleTrial.Yaml(string.Empty, quick: ", forcing: { source: csv, files: 'more-{basin}.csv', variables: { precipitation: rain } }")));
        Assert.Contains(where, error.Message, StringComparison.Ordinal);
        Assert.Contains(problem, error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_member_s_own_seed_is_that_of_its_calibration()
    {
        const string Calibrated = "parameters: { share: 1 }, calibrate: { budget: 30 }";
        string yaml = EnsembleTrial.Yaml(string.Empty).Replace("parameters: { K: 3, share: 1 }", $"seed: 7, {Calibrated}", StringComparison.Ordinal).Replace("parameters: { K: 30, share: 1 }", Calibrated, StringComparison.Ordinal);
        RunSummary run = _trial.Run(yaml);
        Assert.Equal([7, 1], run.Members.Select(member => member.Seed));
        Assert.NotEqual(run.Members[0].Calibrations[0]!.Trace.Entries[0].Score, run.Members[1].Calibrations[0]!.Trace.Entries[0].Score);
    }

    [Fact]
    public void Quantiles_stand_in_the_report_with_their_reliability()
    {
        RunSummary run = _trial.Run(EnsembleTrial.Yaml("ensemble: { combine: [{ method: bma, settings: { density: gaussian } }] }"));
        string report = File.ReadAllText(Path.Combine(run.Folder, "report.html"));
        Assert.Contains("\"probability integral transform\"", report, StringComparison.Ordinal);
        Assert.Contains("\"reliability\"", report, StringComparison.Ordinal);
        Assert.Contains("quantile 0.05", report, StringComparison.Ordinal);
    }

    /// <summary>Rain of another product: a factor on the first, over some days.</summary>
    private void Variant(double factor, string start, int days)
    {
        foreach (string basin in EnsembleTrial.Basins)
        {
            string[] lines = [.. File.ReadAllLines(_trial.File.Files.At($"{basin}.csv")).Skip(1)];
            int first = Array.FindIndex(lines, line => line.StartsWith(start, StringComparison.Ordinal));
            IEnumerable<string> rows = lines.Skip(first).Take(days).Select(line => line.Split(',')).Select(parts =>
                string.Create(System.Globalization.CultureInfo.InvariantCulture, $"{parts[0]},{factor * double.Parse(parts[1], System.Globalization.CultureInfo.InvariantCulture):R}"));
            _trial.File.Files.Write($"more-{basin}.csv", "date,rain [mm]\n" + string.Join('\n', rows) + "\n");
        }
    }
}
