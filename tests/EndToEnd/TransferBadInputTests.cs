using System.Text.Json;

namespace Tributary.Tests.EndToEnd;

/// <summary>What a user reads whose source and target do not fit each other, or whose data are not what they should be.</summary>
public sealed class TransferBadInputTests : IDisposable
{
    private const string Common = """
        period: { start: 2001-01-01, end: 2003-12-31 }
        splits: { warmup: [2001-01-01, 2001-12-31], calibration: [2002-01-01, 2002-12-31], test: [2003-01-01, 2003-12-31] }
        forcing: { source: caravan, settings: { folder: data } }

        """;

    private readonly LstmStudy _study = new();

    public TransferBadInputTests()
    {
        Cli.Run(_study.Folder.Path, "data", "region", "data", "--name", "hills", "--model", "hbv", "--basins", "3", "--years", "3", "--driven", "FC=soil:60:400").Done();
        _study.Run("source", Common + """
            domain: { basins: [hills_1, hills_2] }
            models:
              - { name: source, plugin: lstm, settings: { preset: regional, static_attributes: [soil], hidden_size: 4, lookback: 60, predict_last_n: 30, epochs: 1, batch_size: 8 } }
            """);
    }

    public void Dispose() => _study.Dispose();

    [Fact]
    public void Faults_are_told_with_file_and_column_or_both_sides_and_their_units()
    {
        Target("strategy: full, dynamic_inputs: [rainfall, air_temperature]").Fails(2, "the source's inputs precipitation have no match", "precipitation [mm], air_temperature [degC]", "the target has rainfall [mm], air_temperature [degC]");
        Target("strategy: full, loss: kge, log_transform: true").Fails(2, "settings.loss", "logarithm");

        string series = _study.Folder.At("data", "timeseries", "csv", "hills", "hills_3.csv");
        string text = File.ReadAllText(series);
        File.WriteAllText(series, text.Replace("total_precipitation_sum", "rain", StringComparison.Ordinal));
        Target("strategy: full").Fails(2, "hills_3.csv", "the forcing has no precipitation", "rain, temperature_2m_mean");
        File.WriteAllText(series, text.Replace("date,", "day,", StringComparison.Ordinal));
        Target("strategy: full").Fails(2, "hills_3.csv", "there is no column 'date'");
        File.WriteAllText(series, text);
        string attributes = Directory.GetFiles(_study.Folder.At("data", "attributes", "hills"))[0];
        string known = File.ReadAllText(attributes);
        File.WriteAllText(attributes, known.Replace("gauge_id,", "id,", StringComparison.Ordinal));
        Target("strategy: full").Fails(2, Path.GetFileName(attributes), "there is no column 'gauge_id'");
    }

    [Fact]
    public void An_attribute_far_off_and_a_basin_without_flow_are_warned_of()
    {
        string series = _study.Folder.At("data", "timeseries", "csv", "hills", "hills_3.csv");
        File.WriteAllLines(series, File.ReadAllLines(series).Select((line, row) => row == 0 ? line : line[..(line.LastIndexOf(',') + 1)]));
        string yaml = "domain: { basins: [{ id: hills_3, attributes: { soil: 99 } }] }";
        Target("strategy: full, epochs: 1", yaml).Done();

        string[] notes = [.. JsonElement.Parse(File.ReadAllBytes(_study.Result("target", "manifest.json"))).GetProperty("notes").EnumerateArray().Select(note => note.GetString()!)];
        Assert.Contains(notes, note => note.Contains("the attribute soil is 99, ", StringComparison.Ordinal) && note.Contains("standard deviations outside of what the source learned on", StringComparison.Ordinal));
        Assert.Contains(notes, note => note.Contains("basin hills_3: there is no observed discharge to learn from: zero-shot only", StringComparison.Ordinal));
    }

    private Outcome Target(string settings, string domain = "domain: { basins: [hills_3] }")
    {
        _study.Folder.Write("target.yaml", $"name: target\n{Common}{domain}\nmodels: [{{ name: adapted, plugin: transfer, settings: {{ source: runs/source/models/source, {settings} }} }}]\n");
        return Cli.Run(_study.Folder.Path, "run", "target.yaml");
    }
}
