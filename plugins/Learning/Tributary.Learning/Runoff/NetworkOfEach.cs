using Tributary.Contracts;

namespace Tributary.Learning;

/// <summary>A network of its own for every basin, each in a folder of its own.</summary>
public static class NetworkOfEach
{
    /// <summary>The folders of the units' networks.</summary>
    public static string[] Folders(string folder, CatchmentUnits units) => [.. Enumerable.Range(0, units.Count).Select(unit => FolderOf(folder, unit))];

    /// <summary>Trains one after another; those that an interrupted training finished are not trained again.</summary>
    /// <param name="setup">All basins.</param>
    /// <param name="train">Trains on one basin, whose setup names the folder of its own.</param>
    /// <param name="progress">Told the epochs of all trainings together.</param>
    /// <exception cref="InputException">The basins are no lumped ones, or one has nothing to learn from.</exception>
    public static TrainingSummary Train(TrainingSetup setup, Func<TrainingSetup, IProgress<TrainingProgress>, TrainingSummary> train, IProgress<TrainingProgress> progress)
    {
        if (setup.River is not null)
        {
            throw new InputException(
                "a network for every unit of a river network can only learn from the gauges below", "settings.networks", "Set train_through_routing: true, networks: shared, or domain.mode: lumped.");
        }

        var scores = new List<double>();
        var notes = new List<string>();
        (int epoch, long parameters) = (0, 0);
        for (int gauge = 0; gauge < setup.Gauges.Count; gauge++)
        {
            string folder = FolderOf(setup.ArtefactFolder, setup.Gauges[gauge].Reach);
            string done = Path.Combine(folder, "done");
            if (File.Exists(done))
            {
                notes.AddRange(File.ReadAllLines(done));
                continue;
            }

            Directory.CreateDirectory(folder);
            TrainingSummary summary = train(Only(setup, gauge, folder), new CountedEpochs(progress, gauge, setup.Gauges.Count));
            scores.Add(summary.BestScore);
            notes.AddRange(summary.Notes);
            (epoch, parameters) = (Math.Max(epoch, summary.BestEpoch), summary.ParameterCount);
            File.WriteAllLines(done, summary.Notes);
        }

        scores.Sort();
        return new TrainingSummary(epoch, scores.Count == 0 ? double.NaN : scores[scores.Count / 2], parameters) { Notes = notes };
    }

    private static string FolderOf(string folder, int unit) => Path.Combine(folder, $"basin-{unit + 1}");

    private static TrainingSetup Only(TrainingSetup setup, int gauge, string folder)
    {
        int unit = setup.Gauges[gauge].Reach;
        int steps = setup.Time.Count;
        double[] targets = new double[setup.TargetVariables.Count * steps];
        for (int target = 0; target < setup.TargetVariables.Count; target++)
        {
            setup.Targets.Span.Slice(((target * setup.Gauges.Count) + gauge) * steps, steps).CopyTo(targets.AsSpan(target * steps));
        }

        int[] starts = [.. Enumerable.Range(0, setup.ForcingProvided!.Count).Select(variable => setup.ForcingRows.Contains(variable) ? setup.ForcingRows.StartOf(variable, unit) : -1)];
        return setup with
        {
            Units = setup.Units.Only(unit),
            Gauges = [setup.Gauges[gauge] with { Reach = 0 }],
            ForcingRows = new SeriesRows(starts, steps, 1),
            Targets = targets,
            Pretraining = setup.Pretraining.IsEmpty ? default : setup.Pretraining.Slice(gauge * steps, steps),
            ArtefactFolder = folder,
        };
    }
}
