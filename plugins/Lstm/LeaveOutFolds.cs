using System.Text.Json;
using Tributary.Contracts;
using Tributary.Learning;

namespace Tributary.Plugins.Lstm;

/// <summary>Basins dealt into folds: each fold is simulated by a network that learned from all the others and never saw it.</summary>
internal static class LeaveOutFolds
{
    private const string FileName = "folds.json";

    /// <summary>Trains one network a fold; those that an interrupted training finished are not trained again.</summary>
    /// <exception cref="InputException">The basins are no lumped ones, or too few.</exception>
    public static TrainingSummary Train(TrainingSetup setup, RunoffRecipe recipe, int count, IProgress<TrainingProgress> progress, CancellationToken cancellation)
    {
        if (setup.River is not null)
        {
            throw new InputException("folds of basins need lumped basins", "settings.ungauged_folds", "Leave it out, or set domain.mode: lumped.");
        }

        int[] folds = BasinFolds.Deal(setup.Gauges.Count, count, new RunSeed(setup.Seed));
        Dictionary<string, int> foldOf = setup.Gauges.Select((gauge, index) => (gauge.Id, Fold: folds[index])).ToDictionary(entry => entry.Id, entry => entry.Fold);
        File.WriteAllBytes(Path.Combine(setup.ArtefactFolder, FileName), JsonSerializer.SerializeToUtf8Bytes(foldOf, LstmJson.Default.DictionaryStringInt32));
        var scores = new List<double>();
        long parameters = 0;
        for (int fold = 0; fold < count; fold++)
        {
            string folder = FolderOf(setup.ArtefactFolder, fold);
            if (File.Exists(Path.Combine(folder, "done")))
            {
                continue;
            }

            Directory.CreateDirectory(folder);
            string[] left = [.. BasinFolds.Of(folds, fold).LeftOut.Select(index => setup.Gauges[index].Id)];
            using var training = new RunoffTraining(setup with { ArtefactFolder = folder }, recipe with { Ungauged = left });
            TrainingSummary summary = training.Run(new CountedEpochs(progress, fold, count), cancellation);
            scores.Add(summary.BestScore);
            parameters = summary.ParameterCount;
            File.WriteAllText(Path.Combine(folder, "done"), string.Empty);
        }

        scores.Sort();
        return new TrainingSummary(recipe.Epochs, scores.Count == 0 ? double.NaN : scores[scores.Count / 2], parameters);
    }

    /// <summary>The folder of the network of each unit's fold; a basin that was in none is new to all of them and takes the first.</summary>
    public static string[] Folders(string folder, CatchmentUnits units)
    {
        Dictionary<string, int> foldOf = JsonSerializer.Deserialize(File.ReadAllBytes(Path.Combine(folder, FileName)), LstmJson.Default.DictionaryStringInt32)!;
        return [.. units.Ids.Select(id => FolderOf(folder, foldOf.GetValueOrDefault(id)))];
    }

    private static string FolderOf(string folder, int fold) => Path.Combine(folder, $"fold-{fold + 1}");
}
