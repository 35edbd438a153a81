using System.Globalization;
using System.Text.Json;

namespace Tributary.Tests.EndToEnd;

/// <summary>A network learns on some invented catchments and is carried to others, from the command line to the tables.</summary>
public sealed class TransferTests : IDisposable
{
    private const string Common = """
        period: { start: 2001-01-01, end: 2004-12-31 }
        splits: { warmup: [2001-01-01, 2001-12-31], calibration: [2002-01-01, 2003-12-31], test: [2004-01-01, 2004-12-31] }
        forcing: { source: caravan, settings: { folder: data } }

        """;

    private readonly LstmStudy _study = new();

    public void Dispose() => _study.Dispose();

    [Fact]
    public void A_source_is_carried_to_targets_and_the_comparison_tells_what_each_member_gains()
    {
        Prepare(seed: 1);
        _study.Run("target", Target);

        string[] members = ["zero-shot", "guarded", "process", "pretrained"];
        Dictionary<string, double[]> nse = members.ToDictionary(member => member, member => _study.Scores("target", member));
        Dictionary<string, string[]> table = File.ReadLines(_study.Result("target", "comparison.csv")).Skip(1).Select(line => line.Split(',')).ToDictionary(row => row[0]);
        foreach (string member in members)
        {
            double[] gains = [.. nse[member].Zip(nse["zero-shot"], (own, other) => own - other)];
            double Number(int column) => double.Parse(table[member][column], CultureInfo.InvariantCulture);
            Assert.Equal(nse[member].Average(), Number(2), 1e-12);
            Assert.Equal(LstmStudy.Median(nse[member]), Number(3), 1e-12);
            Assert.Equal(LstmStudy.Median(_study.Scores("target", member, "kge")), Number(5), 1e-12);
            Assert.Equal(gains.Average(), Number(6), 1e-12);
            Assert.Equal(gains.Count(gain => gain < 0) / 3.0, Number(8), 1e-12);
        }

        Assert.Equal(12, File.ReadLines(_study.Result("target", "gains.csv")).Count() - 1);
        string[] notes = [.. Manifest("target").GetProperty("notes").EnumerateArray().Select(note => note.GetString()!)];
        Assert.Equal(3, notes.Count(note => note.StartsWith("member guarded: basin plains_", StringComparison.Ordinal) && note.Contains("3-fold cross-validation", StringComparison.Ordinal)));
        Assert.True(File.Exists(_study.Result("target", "models", "guarded", "guard.json")));
        Assert.True(File.Exists(_study.Result("target", "models", "pretrained", "pretraining", "best_model.pt")));
    }

    [Fact]
    public void Another_source_in_the_same_place_is_another_training()
    {
        Prepare(seed: 1);
        string target = Target[..Target.IndexOf("  - name: guarded", StringComparison.Ordinal)];
        _study.Run("target", target);
        _study.Run("target", target);
        Assert.All(Reused(), Assert.True);

        Prepare(seed: 2);
        _study.Run("target", target);
        Assert.All(Reused(), Assert.False);

        IEnumerable<bool> Reused() => Manifest("target").GetProperty("steps").EnumerateArray().Select(step => step.GetProperty("reused").GetBoolean());
    }

    [Fact]
    public void Basins_of_any_source_become_a_data_set_in_Caravan_s_schema()
    {
        Prepare(seed: 1, train: false);
        _study.Folder.Write("hills.yaml", $"name: hills\n{Common}domain: {{ basins: {{ file: data/hills.txt }} }}\nmodels: [{{ name: hbv, plugin: hbv }}]\n");
        Cli.Run(_study.Folder.Path, "data", "to-caravan", "again", "--name", "hills", "hills.yaml").Done();

        string[] columns = ["date", "total_precipitation_sum", "temperature_2m_mean", "potential_evaporation_sum", "streamflow"];
        foreach (string id in File.ReadLines(_study.Folder.At("data", "hills.txt")))
        {
            string[][] given = Rows("data", id);
            string[][] written = Rows("again", id);
            Assert.Equal(columns, written[0]);
            Assert.Equal(given.Length, written.Length);
            foreach (string column in columns[1..])
            {
                (int from, int to) = (Array.IndexOf(given[0], column), Array.IndexOf(written[0], column));
                Assert.All(given.Zip(written).Skip(1), pair => Assert.Equal(Number(pair.First[from]), Number(pair.Second[to]), 1e-5));
            }
        }

        string[][] Rows(string folder, string id) => [.. File.ReadLines(_study.Folder.At(folder, "timeseries", "csv", "hills", $"{id}.csv")).Select(line => line.Split(','))];
        static double Number(string text) => text.Length == 0 ? double.NaN : double.Parse(text, CultureInfo.InvariantCulture);
    }

    [Theory]
    [InlineData("pretrain_on: hbv", "there is no member 'hbv'")]
    [InlineData("pretrain_on: zero-shot", "member zero-shot learns itself")]
    public void A_member_that_cannot_be_learned_from_is_told(string key, string part)
    {
        Prepare(seed: 1);
        _study.Folder.Write("bad.yaml", $"name: bad\n{Target.Replace("pretrain_on: process", key, StringComparison.Ordinal)}");

        Cli.Run(_study.Folder.Path, "validate", "bad.yaml").Fails(2, part);
    }

    private const string Target = Common + """
        domain: { basins: { file: data/plains.txt } }
        models:
          - { name: zero-shot, plugin: transfer, settings: { source: runs/source/models/source, strategy: zero-shot, simulate: carried } }
          - name: guarded
            plugin: transfer
            settings: { source: runs/source/models/source, strategy: full, epochs: 3, batch_size: 8, learning_rate: 0.002, guard: true, guard_blocks: 3, simulate: carried }
          - { name: process, plugin: hbv }
          - name: pretrained
            plugin: transfer
            pretrain_on: process
            settings: { strategy: pretrain-on-model, hidden_size: 8, lookback: 120, predict_last_n: 60, epochs: 3, pretrain_epochs: 3, batch_size: 8, simulate: carried }
        evaluate: { by: [test], baseline: zero-shot }
        """;

    private void Prepare(int seed, bool train = true)
    {
        if (!File.Exists(_study.Folder.At("data", "hills.txt")))
        {
            Cli.Run(_study.Folder.Path, "data", "region", "data", "--name", "hills", "--model", "hbv", "--basins", "5", "--years", "4", "--driven", "FC=soil:60:400", "k1=slope:3:25").Done();
            Cli.Run(_study.Folder.Path, "data", "region", "data", "--name", "plains", "--model", "hbv", "--basins", "3", "--years", "4", "--seed", "2", "--wetness", "0.8", "--driven", "FC=soil:60:400", "k1=slope:3:25").Done();
        }

        if (!train)
        {
            return;
        }

        _study.Run("source", Common + $$"""
            domain: { basins: { file: data/hills.txt } }
            models:
              - name: source
                plugin: transfer
                settings: { strategy: local, network: input-transform, static_attributes: [soil, slope], hidden_size: 8, weight_dropout: 0, lookback: 120, predict_last_n: 60, epochs: 5, batch_size: 16, optimiser: adam, learning_rate: 0.01, simulate: carried }
            run: { seed: {{seed}} }
            """);
    }

    private JsonElement Manifest(string run) => JsonElement.Parse(File.ReadAllBytes(_study.Result(run, "manifest.json")));
}
