using System.Text.Json;
using System.Text.RegularExpressions;

namespace Tributary.Tests.EndToEnd;

/// <summary>How to fine-tune is searched by tpe, chosen by one score whatever the loss, and a search that is killed loses what was in flight and no more.</summary>
public sealed partial class TransferSweepTests : IDisposable
{
    private const int Evaluations = 9;

    private const string Common = """
        period: { start: 2001-01-01, end: 2005-12-31 }
        splits: { warmup: [2001-01-01, 2001-12-31], calibration: [2002-01-01, 2003-12-31], validation: [2004-01-01, 2004-12-31], test: [2005-01-01, 2005-12-31] }
        forcing: { source: caravan, settings: { folder: data } }

        """;

    private const string Search = Common + """
        domain: { basins: [plains_1] }
        models:
          - { name: tuned, plugin: transfer, settings: { source: runs/source/models/source, batch_size: 4, simulate: carried } }
        sweep:
          method: tpe
          budget: 9
          metric: kge
          over:
            models.tuned.settings.learning_rate: [{ 0: 0.01, 3: 0.001 }, { 0: 0.001, 3: 0.0001 }]
            models.tuned.settings.loss: [nse, mse, rmse, kge]
            models.tuned.settings.epochs: { from: 2, to: 6 }
            models.tuned.settings.strategy: [full, head-only]
        """;

    private readonly LstmStudy _study = new();

    public void Dispose() => _study.Dispose();

    [Fact]
    public void A_killed_search_loses_the_evaluation_in_flight_and_ends_as_an_unbroken_one()
    {
        Cli.Run(_study.Folder.Path, "data", "region", "data", "--name", "plains", "--model", "hbv", "--basins", "4", "--years", "5", "--driven", "FC=soil:60:400").Done();
        _study.Run("source", Common + """
            domain: { basins: [plains_2, plains_3, plains_4] }
            models:
              - { name: source, plugin: lstm, settings: { preset: regional, hidden_size: 8, lookback: 120, predict_last_n: 60, epochs: 6, batch_size: 8, learning_rate: 0.01, simulate: carried } }
            """);
        _study.Run("unbroken", Search);
        _study.Folder.Write("killed.yaml", $"name: killed\n{Search}");

        Outcome killed = Cli.RunUntil(_study.Folder.Path, "point 6: train", kill: true, "run", "killed.yaml");
        Outcome resumed = Cli.Run(_study.Folder.Path, "run", "killed.yaml").Done();

        string[] before = [.. Trained(killed.Error)];
        string[] after = [.. Trained(resumed.Error)];
        Assert.Equal(["1", "2", "3", "4", "5", "6"], before);
        Assert.Equal(["6", "7", "8", "9"], after);
        Assert.Equal(5, Regex.Count(resumed.Error, "done before"));
        Assert.Equal(Points("unbroken"), Points("killed"));

        JsonElement sweep = JsonElement.Parse(File.ReadAllBytes(_study.Result("killed", "sweep.json")));
        JsonElement[] points = [.. sweep.GetProperty("points").EnumerateArray()];
        Assert.Equal(Evaluations, points.Length);
        double[] scores = [.. points.Select(point => point.GetProperty("trials")[0].GetProperty("validation").GetProperty("kge").GetDouble())];
        Assert.Equal(scores.Max(), scores[sweep.GetProperty("best").GetInt32() - 1]);
        LstmStudy.Tell($"validation KGE of the nine evaluations: {string.Join(", ", scores.Select(score => score.ToString("0.000", System.Globalization.CultureInfo.InvariantCulture)))}");
    }

    /// <summary>The points that any epoch was trained of, in order.</summary>
    private static IEnumerable<string> Trained(string error) => Training().Matches(error).Select(match => match.Groups[1].Value).Distinct();

    private string[] Points(string run) => [.. File.ReadLines(_study.Result(run, "sweep.csv")).Select(line => Seconds().Replace(line, ",,"))];

    [GeneratedRegex(@"^point (\d+): train", RegexOptions.Multiline)]
    private static partial Regex Training();

    [GeneratedRegex(@",[0-9.]+,$")]
    private static partial Regex Seconds();
}
