namespace Tributary.Tests.EndToEnd;

/// <summary>What a network cannot learn from is told by the program, with where it is and what to do.</summary>
public sealed class LstmBadInputTests
{
    private const int Days = 800;
    private const string Quick = "preset: regional, hidden_size: 4, lookback: 30, predict_last_n: 20, batch_size: 16, epochs: 2, loss: mse";

    public static TheoryData<string, string, string, int, string[]> Cases => new()
    {
        { "a record that is too short", "short", Quick, 2, ["look-back of 30 steps is longer than the record of 20"] },
        { "a constant target", "constant", Quick, 2, ["basin c2", "3 m3 s-1 at all 487 time steps"] },
        { "no observation", "unobserved", Quick, 2, ["no observed discharge", "c1"] },
        { "a forcing that is not there at all", "dry", Quick, 2, ["precipitation", "c2"] },
        { "a look-back longer than the record", "sound", Quick.Replace("lookback: 30", "lookback: 3000", StringComparison.Ordinal), 2, ["look-back of 3000 steps is longer than the record of 800"] },
        { "an attribute that one basin lacks", "sound", $"{Quick}, static_attributes: [slope]", 2, ["slope", "c2", "attributes"] },
        { "a rate at which the training diverges", "sound", $"{Quick}, learning_rate: 1e30", 1, ["epoch 1", "diverged", "learning_rate"] },
        { "weights of another architecture", "sound", $"{Quick.Replace("hidden_size: 4", "hidden_size: 8", StringComparison.Ordinal)}, load: first, fine_tune: true", 2, ["lstm.weight_hh_l0", "[32, 8]", "[16, 4]"] },
    };

    [Theory]
    [MemberData(nameof(Cases))]
    public void It_is_refused_by_name(string what, string data, string settings, int status, string[] parts)
    {
        using var study = new LstmStudy();
        foreach (InventedCatchment catchment in InventedCatchment.Make(2, Days, seed: 61))
        {
            bool odd = catchment.Id == "c2" || data == "unobserved";
            double[] observed = InventedCatchment.Observe(catchment.Runoff, 0.05, seed: 1);
            if (odd && (data is "constant" or "unobserved"))
            {
                Array.Fill(observed, data == "constant" ? 3 : double.NaN);
            }

            if (odd && data == "dry")
            {
                Array.Fill(catchment.Precipitation, double.NaN);
            }

            catchment.Write(study.Folder, observed);
        }

        string end = data == "short" ? "2000-01-20" : "2002-03-10";
        string calibration = data == "short" ? "[2000-01-02, 2000-01-15]" : "[2000-03-01, 2001-06-30]";
        string validation = data == "short" ? "[2000-01-16, 2000-01-20]" : "[2001-07-01, 2002-03-10]";
        string attributes = settings.Contains("slope", StringComparison.Ordinal) ? "attributes: { slope: 3 }" : "elevation: 100";
        string Yaml(string own) => $$"""
            period: { start: 2000-01-01, end: {{end}} }
            splits: { calibration: {{calibration}}, validation: {{validation}} }
            domain: { basins: [{ id: c1, area: 86.4, {{attributes}} }, { id: c2, area: 86.4 }] }
            forcing: { source: csv, files: "{basin}.csv" }
            models: [{ name: lstm, plugin: lstm, settings: { {{own}} } }]
            """;
        if (settings.Contains("load: first", StringComparison.Ordinal))
        {
            study.Run("first", Yaml(Quick));
            settings = settings.Replace("load: first", "load: runs/first/models/lstm", StringComparison.Ordinal);
        }

        study.Folder.Write("bad.yaml", $"name: bad\n{Yaml(settings)}");
        Outcome outcome = Cli.Run(study.Folder.Path, "run", "bad.yaml");

        Assert.True(outcome.Status == status, $"{what}: {outcome.Status} {outcome.Error}");
        Assert.All(parts, part => Assert.Contains(part, outcome.Error, StringComparison.Ordinal));
        Assert.False(File.Exists(study.Result("bad", "manifest.json")));
    }
}
