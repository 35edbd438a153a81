using System.Globalization;

namespace Tributary.Tests.EndToEnd;

/// <summary>Thirty subcatchments of which only the outlet is observed: learning through the river finds what each of them gives.</summary>
public sealed class LstmRiverTests
{
    private const int Count = 30;
    private const int Days = 4018;
    private const int FirstTestDay = 2922;
    private const string Periods = """
        period: { start: 2000-01-01, end: 2010-12-31 }
        splits:
          warmup:      [2000-01-01, 2000-12-31]
          calibration: [2001-01-01, 2006-12-31]
          validation:  [2007-01-01, 2007-12-31]
          test:        [2008-01-01, 2010-12-31]
        """;

    private const string Network = "preset: regional, hidden_size: 16, lookback: 180, predict_last_n: 60, dropout: 0.3, l2_regularization: 0.0001, simulate: carried";
    private const string Learning = "epochs: 60, learning_rate: { 0: 0.02, 30: 0.01, 50: 0.003 }";

    [Fact]
    public void Through_the_river_the_outlet_alone_teaches_the_runoff_of_every_subcatchment()
    {
        using var study = new LstmStudy();
        InventedCatchment[] catchments = InventedCatchment.Make(Count, Days, seed: 4);
        var random = new Random(8);
        int[] downstream = [.. Enumerable.Range(0, Count).Select(place => place == 0 ? -1 : random.Next(Math.Max(0, place - 4), place))];
        double[] length = [.. Enumerable.Range(0, Count).Select(_ => Math.Round(5 + (20 * random.NextDouble()), 1))];
        string basins = string.Join('\n', catchments.Select((catchment, place) => string.Create(
            CultureInfo.InvariantCulture,
            $"    - {{ id: {catchment.Id}, area: {InventedCatchment.AreaKm2}{(place == 0 ? string.Empty : $", downstream: c{downstream[place] + 1}, reach: {{ length: {length[place]} }}")}, {catchment.Attributes} }}")));
        string river = $"{Periods}\ndomain:\n  mode: semi-distributed\n  basins:\n{basins}\nforcing: {{ source: csv, files: \"{{basin}}.csv\" }}\nrouting: {{ plugin: muskingum, parameters: {{ celerity: 0.5 }} }}\n";

        // The truth at the outlet: true runoff down the same river, read with an error of 5 %.
        foreach (InventedCatchment catchment in catchments)
        {
            catchment.Write(study.Folder, null, runoff: catchment.Runoff);
        }

        study.Run("truth", $"{river}models: [{{ name: truth, plugin: runoff }}]\n");
        double[] outlet = InventedCatchment.Observe(study.Series("truth", "discharge_truth", Count, Days)[0], 0.05, seed: 3);
        foreach ((int place, InventedCatchment catchment) in catchments.Index())
        {
            catchment.Write(study.Folder, place == 0 ? outlet : null);
        }

        // Without attributes: thirty units that differ in four of them are more than the sum at one outlet can tell apart, and the network would share out the water at will.
        study.Run("river", $$"""
            {{river}}
            models:
              - { name: lstm, plugin: lstm, outputs: [runoff], settings: { {{Network}}, {{Learning}}, train_through_routing: true } }
            """);

        InventedCatchment whole = InventedCatchment.MeanOf(catchments);
        whole.Write(study.Folder, outlet);
        study.Run("lumped", $$"""
            {{Periods}}
            domain: { basins: [{ id: {{whole.Id}}, area: {{(Count * InventedCatchment.AreaKm2).ToString(CultureInfo.InvariantCulture)}} }] }
            forcing: { source: csv, files: "{basin}.csv" }
            models:
              - { name: lstm, plugin: lstm, outputs: [runoff], settings: { {{Network}}, {{Learning}}, batch_size: 8 } }
            """);
        study.Run("transferred", $$"""
            {{river}}
            models:
              - { name: lstm, plugin: lstm, outputs: [runoff], settings: { {{Network}}, load: runs/lumped/models/lstm } }
            """);

        double routed = Recovered(catchments, study.Series("river", "runoff_lstm", Count, Days));
        double lumped = Recovered(catchments, [.. Enumerable.Repeat(study.Series("lumped", "runoff_lstm", 1, Days)[0], Count)]);
        double transferred = Recovered(catchments, study.Series("transferred", "runoff_lstm", Count, Days));
        LstmStudy.Tell($"through the river: outlet NSE {study.Scores("river", "lstm")[0]:0.000}, lumped {study.Scores("lumped", "lstm")[0]:0.000}");
        LstmStudy.Tell($"median NSE of the subcatchments' runoff: through the river {routed:0.000}, lumped {lumped:0.000}, lumped network on their own weather {transferred:0.000}");
        Assert.True(study.Scores("river", "lstm")[0] > 0.7, $"outlet {study.Scores("river", "lstm")[0]}");
        Assert.True(routed > lumped + 0.1, $"{routed} through the river, {lumped} lumped");
    }

    [Fact]
    public void Every_subcatchment_may_have_a_network_of_its_own()
    {
        using var study = new LstmStudy();
        InventedCatchment[] catchments = InventedCatchment.Make(3, 2557, seed: 14);
        double[] sum = [.. Enumerable.Range(0, 2557).Select(day => catchments.Sum(catchment => catchment.Runoff[day]))];
        foreach (InventedCatchment catchment in catchments)
        {
            catchment.Write(study.Folder, catchment.Id == "c1" ? InventedCatchment.Observe(sum, 0.05, seed: 3) : null);
        }

        study.Run("each", $$"""
            period: { start: 2000-01-01, end: 2006-12-31 }
            splits:
              warmup:      [2000-01-01, 2000-12-31]
              calibration: [2001-01-01, 2004-06-30]
              validation:  [2004-07-01, 2005-06-30]
              test:        [2005-07-01, 2006-12-31]
            domain:
              mode: semi-distributed
              basins:
                - { id: c1, area: {{InventedCatchment.AreaKm2}} }
                - { id: c2, area: {{InventedCatchment.AreaKm2}}, downstream: c1, reach: { length: 1 } }
                - { id: c3, area: {{InventedCatchment.AreaKm2}}, downstream: c1, reach: { length: 1 } }
            forcing: { source: csv, files: "{basin}.csv" }
            routing: { plugin: muskingum, parameters: { celerity: 2 } }
            models:
              - { name: lstm, plugin: lstm, settings: { preset: regional, hidden_size: 12, lookback: 120, predict_last_n: 60, dropout: 0.1, networks: each, train_through_routing: true, simulate: carried, epochs: 40, learning_rate: { 0: 0.02, 25: 0.005 } } }
            """);

        string[] weights = [.. Enumerable.Range(1, 3).Select(unit => Convert.ToHexString(File.ReadAllBytes(study.Result("each", "models", "lstm", $"basin-{unit}", "best_model.pt"))))];
        Assert.Equal(3, weights.Distinct().Count());
        LstmStudy.Tell($"a network of each of three subcatchments, outlet alone observed: NSE {study.Scores("each", "lstm")[0]:0.000}");
        Assert.True(study.Scores("each", "lstm")[0] > 0.6, $"outlet {study.Scores("each", "lstm")[0]}");
    }

    private static double Recovered(InventedCatchment[] catchments, double[][] runoff) =>
        LstmStudy.Median(catchments.Select((catchment, place) => LstmStudy.Nse(runoff[place].AsSpan(FirstTestDay), catchment.Runoff.AsSpan(FirstTestDay))));
}
