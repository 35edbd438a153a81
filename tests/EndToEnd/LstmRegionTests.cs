using System.Globalization;

namespace Tributary.Tests.EndToEnd;

/// <summary>Sixty catchments that differ by their attributes, and records of three years: what a region teaches a network that one basin cannot.</summary>
public sealed class LstmRegionTests
{
    private const int Days = 2557;
    private const string Periods = """
        period: { start: 2000-01-01, end: 2006-12-31 }
        splits:
          warmup:      [2000-01-01, 2000-12-31]
          calibration: [2001-01-01, 2003-12-31]
          validation:  [2004-01-01, 2004-12-31]
          test:        [2005-01-01, 2006-12-31]
        """;

    private const string Network = "preset: regional, lookback: 90, predict_last_n: 30, dropout: 0.3, simulate: carried";

    [Fact]
    public void A_network_of_the_region_does_better_than_networks_of_single_basins_on_short_records()
    {
        using var study = new LstmStudy();
        study.Run("region", $$"""
            {{Begin(study, 60)}}
            models:
              - { name: regional, plugin: lstm, settings: { {{Network}}, hidden_size: 32, static_attributes: [{{InventedCatchment.AttributeNames}}], batch_size: 64, epochs: 20, learning_rate: { 0: 0.01, 12: 0.003 } } }
              - { name: single, plugin: lstm, settings: { {{Network}}, hidden_size: 16, networks: each, batch_size: 8, epochs: 40, learning_rate: { 0: 0.02, 25: 0.005 } } }
            """);
        double[] regional = study.Scores("region", "regional");
        double[] single = study.Scores("region", "single");
        LstmStudy.Tell($"60 catchments, 3 years: median test NSE {LstmStudy.Median(regional):0.000} regional, {LstmStudy.Median(single):0.000} single; regional better in {regional.Zip(single).Count(pair => pair.First > pair.Second)}");
        Assert.Equal(60, regional.Length);
        Assert.True(LstmStudy.Median(regional) > LstmStudy.Median(single), $"regional {LstmStudy.Median(regional)}, single {LstmStudy.Median(single)}");
        Assert.Contains("id=\"basins-chart\"", File.ReadAllText(study.Result("region", "report.html")), StringComparison.Ordinal);
    }

    [Fact]
    public void Where_a_basin_was_never_seen_its_attributes_tell_what_it_does()
    {
        using var study = new LstmStudy();
        string settings = $"{Network}, hidden_size: 32, ungauged_folds: 3, batch_size: 64, epochs: 10, learning_rate: {{ 0: 0.01, 6: 0.003 }}";
        study.Run("ungauged", $$"""
            {{Begin(study, 60)}}
            models:
              - { name: described, plugin: lstm, settings: { {{settings}}, static_attributes: [{{InventedCatchment.AttributeNames}}] } }
              - { name: blind, plugin: lstm, settings: { {{settings}} } }
            """);
        double[] described = study.Scores("ungauged", "described");
        double[] blind = study.Scores("ungauged", "blind");
        LstmStudy.Tell($"60 catchments in 3 folds, each left out: median test NSE {LstmStudy.Median(described):0.000} with attributes, {LstmStudy.Median(blind):0.000} without; lowest {described.Min():0.000} and {blind.Min():0.000}");
        Assert.True(LstmStudy.Median(described) > 0.4, $"{LstmStudy.Median(described)}");
        Assert.True(LstmStudy.Median(described) > LstmStudy.Median(blind), $"{LstmStudy.Median(described)} with attributes, {LstmStudy.Median(blind)} without");
        Assert.All((string[])["fold-1", "fold-2", "fold-3"], fold => Assert.True(File.Exists(study.Result("ungauged", "models", "described", fold, "best_model.pt")), fold));
    }

    private static string Begin(LstmStudy study, int count)
    {
        InventedCatchment[] catchments = InventedCatchment.Make(count, Days, seed: 11);
        foreach ((int place, InventedCatchment catchment) in catchments.Index())
        {
            catchment.Write(study.Folder, InventedCatchment.Observe(catchment.Runoff, 0.08, seed: place));
        }

        string basins = string.Join('\n', catchments.Select(catchment => string.Create(CultureInfo.InvariantCulture, $"    - {{ id: {catchment.Id}, area: {InventedCatchment.AreaKm2}, {catchment.Attributes} }}")));
        return $"{Periods}\ndomain:\n  basins:\n{basins}\nforcing: {{ source: csv, files: \"{{basin}}.csv\" }}";
    }
}
