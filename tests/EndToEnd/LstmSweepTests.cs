using System.Globalization;
using System.Text.Json;

namespace Tributary.Tests.EndToEnd;

/// <summary>A network's settings are searched as any other keys of a workflow.</summary>
public sealed class LstmSweepTests
{
    [Theory]
    [InlineData("method: grid", 4)]
    [InlineData("method: random, budget: 3", 3)]
    [InlineData("method: tpe, budget: 4", 4)]
    [InlineData("method: successive-halving, budget: 4, halving: { resource: models.lstm.settings.epochs, from: 3, to: 12, factor: 2 }", 4)]
    public void The_best_by_the_validation_period_becomes_the_result(string search, int points)
    {
        using var study = new LstmStudy();
        InventedCatchment catchment = InventedCatchment.Make(1, 3653, seed: 51)[0];
        catchment.Write(study.Folder, InventedCatchment.Observe(catchment.Runoff, 0.05, seed: 1));
        study.Run("search", $$"""
            period: { start: 2000-01-01, end: 2009-12-31 }
            splits:
              warmup:      [2000-01-01, 2000-12-31]
              calibration: [2001-01-01, 2005-12-31]
              validation:  [2006-01-01, 2007-12-31]
              test:        [2008-01-01, 2009-12-31]
            domain: { basins: [{ id: c1, area: 86.4 }] }
            forcing: { source: csv, files: "{basin}.csv" }
            models:
              - { name: lstm, plugin: lstm, settings: { preset: regional, lookback: 90, loss: mse, simulate: carried, predict_last_n: 60, batch_size: 4, epochs: 12 } }
            sweep:
              { {{search}}, over: { models.lstm.settings.hidden_size: [2, 24], models.lstm.settings.learning_rate: [0.00001, 0.01] } }
            """);
        JsonElement sweep = JsonElement.Parse(File.ReadAllBytes(study.Result("search", "sweep.json")));
        JsonElement[] told = [.. sweep.GetProperty("points").EnumerateArray()];
        Assert.Equal(points, told.Length);

        // Points that went all the way; the others were stopped with fewer epochs.
        JsonElement[] done = [.. told.Where(point => point.GetProperty("status").GetString() == "done")];
        JsonElement chosen = told.Single(point => point.GetProperty("point").GetInt32() == sweep.GetProperty("best").GetInt32());
        double best = done.Max(Validation);
        Assert.Equal(best, Validation(chosen));
        Assert.Equal(best, study.Scores("search", "lstm", period: "validation")[0], 1e-9);
        LstmStudy.Tell($"{search}: best validation NSE {best.ToString("0.000", CultureInfo.InvariantCulture)}");

        static double Validation(JsonElement point) => point.GetProperty("trials").EnumerateArray().Last().GetProperty("validation").GetProperty("nse").GetDouble();
    }
}
