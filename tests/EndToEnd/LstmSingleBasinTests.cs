using System.Globalization;
using System.Text.Json;

namespace Tributary.Tests.EndToEnd;

/// <summary>One invented catchment: how sure a network is, snow beside discharge, and many targets a window.</summary>
public sealed class LstmSingleBasinTests
{
    private const int Days = 7305;
    private const string Begin = """
        period: { start: 2000-01-01, end: 2019-12-31 }
        splits:
          warmup:      [2000-01-01, 2000-12-31]
          calibration: [2001-01-01, 2009-12-31]
          validation:  [2010-01-01, 2013-12-31]
          test:        [2014-01-01, 2019-12-31]
        domain: { basins: [{ id: c1, area: 86.4 }] }
        forcing: { source: csv, files: "{basin}.csv" }
        """;

    private const string Network = "preset: regional, hidden_size: 24, lookback: 120, loss: mse, simulate: carried";
    private const string Many = $"{Network}, predict_last_n: 60, batch_size: 4, epochs: 30, learning_rate: {{ 0: 0.01, 15: 0.005, 25: 0.002 }}";

    [Fact]
    public void Intervals_of_ninety_percent_cover_what_they_promise_whatever_the_head()
    {
        using var study = new LstmStudy();
        InventedCatchment catchment = InventedCatchment.Make(1, Days, seed: 21)[0];
        catchment.Write(study.Folder, InventedCatchment.Observe(catchment.Runoff, 0.25, seed: 5));
        study.Run("sure", $$"""
            {{Begin}}
            models:
              - { name: cmal, plugin: lstm, settings: { {{Many}}, dropout: 0.1, head: cmal, conformal: true } }
              - { name: gmm, plugin: lstm, settings: { {{Many}}, dropout: 0.1, head: gmm, conformal: true } }
              - { name: quantiles, plugin: lstm, settings: { {{Many}}, dropout: 0.1, head: quantiles, conformal: true } }
              - { name: dropout, plugin: lstm, settings: { {{Many.Replace("carried", "windows", StringComparison.Ordinal)}}, dropout: 0.2, mc_dropout: 30, conformal: true } }
              - { name: seeds, plugin: lstm, seeds: 3, settings: { {{Many}}, dropout: 0.1, conformal: true } }
              - { name: number, plugin: lstm, settings: { {{Many}}, dropout: 0.1 } }
            evaluate: { metrics: [nse, coverage, crps] }
            """);
        foreach (string member in (string[])["cmal", "gmm", "quantiles", "dropout", "seeds"])
        {
            double covered = study.Scores("sure", member, "coverage")[0];
            LstmStudy.Tell($"{member}: the 90 % interval covers {100 * covered:0.0} % of the test days, CRPS {study.Scores("sure", member, "crps")[0]:0.000} m3/s, NSE {study.Scores("sure", member)[0]:0.000}");
            Assert.InRange(covered, 0.85, 0.95);
            Assert.InRange(study.Scores("sure", member, "crps")[0], 0.01, study.Scores("sure", member, "mae")[0]);
        }

        Assert.Equal(double.NaN, study.Scores("sure", "number", "coverage")[0]);
        double[] low = study.Series("sure", "runoff_q05_cmal", 1, Days)[0];
        double[] high = study.Series("sure", "runoff_q95_cmal", 1, Days)[0];
        Assert.All(low.Zip(high).Skip(365), pair => Assert.True(pair.First <= pair.Second));
    }

    [Fact]
    public void Snow_is_learned_beside_discharge_though_no_day_has_both()
    {
        using var study = new LstmStudy();
        InventedCatchment catchment = InventedCatchment.Make(1, Days, seed: 31, meanTemperature: 3)[0];
        double[] discharge = InventedCatchment.Observe(catchment.Runoff, 0.05, seed: 1);
        double[] snow = InventedCatchment.Observe(catchment.Snow, 0.05, seed: 2);

        // In the years of training either discharge or snow is observed.
        for (int day = 0; day < 3653; day++)
        {
            (new DateTime(2000, 1, 1).AddDays(day).Year % 2 == 0 ? discharge : snow)[day] = double.NaN;
        }

        catchment.Write(study.Folder, discharge, snow);
        string winter = Many.Replace("lookback: 120", "lookback: 270", StringComparison.Ordinal).Replace("epochs: 30", "epochs: 40", StringComparison.Ordinal);
        // Half of the windows have no discharge, so that twice as many in a batch teach as much of it.
        study.Run("snow", $$"""
            {{Begin}}
            models:
              - { name: with, plugin: lstm, seeds: 3, outputs: [snow_water_equivalent], settings: { {{winter.Replace("batch_size: 4", "batch_size: 8", StringComparison.Ordinal)}}, dropout: 0.1, use_snow: true } }
              - { name: without, plugin: lstm, seeds: 3, settings: { {{winter}}, dropout: 0.1 } }
            """);
        const int Test = 5114;
        double swe = LstmStudy.Nse(study.Series("snow", "snow_water_equivalent_with", 1, Days)[0].AsSpan(Test), catchment.Snow.AsSpan(Test));
        double with = study.Scores("snow", "with")[0];
        double without = study.Scores("snow", "without")[0];
        double[] modelled = study.Series("snow", "snow_water_equivalent_with", 1, Days)[0];
        string[] rows = File.ReadAllLines(study.Result("snow", "models", "with", "predictions_c1.csv"));
        Assert.Equal("Date,Q_obs,Q_pred,SWE_obs,SWE_pred", rows[0]);
        string[] last = rows[^1].Split(',');
        Assert.Equal("2019-12-31", last[0]);
        Assert.Equal([snow[^1], modelled[^1]], [double.Parse(last[3], CultureInfo.InvariantCulture), double.Parse(last[4], CultureInfo.InvariantCulture)], (expected, written) => Math.Abs(expected - written) < 1e-4);
        LstmStudy.Tell($"snow: NSE of SWE {swe:0.000}; NSE of discharge {with:0.000} with snow, {without:0.000} without");
        Assert.True(swe > 0.7, $"SWE {swe}");
        // Trainings without snow differ by 0.04 among themselves when batches or hidden units do.
        Assert.True(with > without - 0.05, $"discharge {with} with snow, {without} without");
    }

    [Fact]
    public void Many_targets_a_window_score_as_one_does_and_cost_less()
    {
        using var study = new LstmStudy();
        InventedCatchment catchment = InventedCatchment.Make(1, Days, seed: 41)[0];
        catchment.Write(study.Folder, InventedCatchment.Observe(catchment.Runoff, 0.05, seed: 1));
        study.Run("targets", $$"""
            {{Begin}}
            models:
              - { name: one, plugin: lstm, settings: { {{Network}}, dropout: 0.1, predict_last_n: 1, batch_size: 64, epochs: 8, learning_rate: { 0: 0.01, 4: 0.005, 7: 0.002 } } }
              - { name: many, plugin: lstm, settings: { {{Many}}, dropout: 0.1 } }
            """);
        double one = study.Scores("targets", "one", period: "validation")[0];
        double many = study.Scores("targets", "many", period: "validation")[0];
        double[] seconds = [.. ((string[])["one", "many"]).Select(member => LstmStudy.Median(File.ReadLines(study.Result("targets", "models", member, "training.jsonl"))
            .Select(line => JsonElement.Parse(line).GetProperty("seconds").GetDouble())))];
        LstmStudy.Tell($"one target a window: validation NSE {one:0.000}, {seconds[0]:0.00} s an epoch, 8 epochs; 60 targets: {many:0.000}, {seconds[1]:0.00} s, 30 epochs; an epoch is {seconds[0] / seconds[1]:0.0} times cheaper");
        Assert.True(one > 0.7, $"{one}");
        Assert.True(Math.Abs(one - many) < 0.08, $"{one} with one target, {many} with 60");
    }
}
