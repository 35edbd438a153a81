using Tributary.Contracts;
using Tributary.Learning;

namespace Tributary.Plugins.Lstm;

/// <summary>A network of its own for every basin, each in a folder of its own.</summary>
internal sealed class NetworkOfEach : IModel, IExplainable
{
    private readonly RunoffModel[] _models;

    /// <summary>Takes up the networks.</summary>
    public NetworkOfEach(string folder, ModelSetup setup, RunoffSimulationPlan plan) =>
        _models = [.. Enumerable.Range(0, setup.Units.Count).Select(unit => new RunoffModel(FolderOf(folder, unit), setup with { Units = setup.Units.Only(unit) }, plan))];

    /// <summary>Trains one after another; those that an interrupted training finished are not trained again.</summary>
    /// <exception cref="InputException">The basins are no lumped ones, or one has nothing to learn from.</exception>
    public static TrainingSummary Train(TrainingSetup setup, RunoffRecipe recipe, IProgress<TrainingProgress> progress, CancellationToken cancellation)
    {
        if (setup.River is not null)
        {
            throw new InputException("a network for every basin of its own needs lumped basins", "settings.networks", "Set networks: shared, or domain.mode: lumped.");
        }

        var scores = new List<double>();
        long parameters = 0;
        for (int gauge = 0; gauge < setup.Gauges.Count; gauge++)
        {
            string folder = FolderOf(setup.ArtefactFolder, setup.Gauges[gauge].Reach);
            if (File.Exists(Path.Combine(folder, "done")))
            {
                continue;
            }

            Directory.CreateDirectory(folder);
            using var training = new RunoffTraining(Only(setup, gauge, folder), recipe);
            var passedOn = new Numbered(progress, gauge, setup.Gauges.Count);
            TrainingSummary summary = training.Run(passedOn, cancellation);
            scores.Add(summary.BestScore);
            parameters = summary.ParameterCount;
            File.WriteAllText(Path.Combine(folder, "done"), string.Empty);
        }

        scores.Sort();
        return new TrainingSummary(recipe.Epochs, scores.Count == 0 ? double.NaN : scores[scores.Count / 2], parameters);
    }

    /// <inheritdoc/>
    public ISimulation Start(ParameterSets parameters) => new Simulation([.. _models.Select(model => model.Start(new ParameterSets(0, 1, 1)))]);

    /// <summary>Each network explains its own basin; the basins stand side by side on the last axis.</summary>
    public IReadOnlyList<Attribution> Explain(ExplanationRequest request, in SimulationBlock block, CancellationToken cancellation)
    {
        var parts = new IReadOnlyList<Attribution>[_models.Length];
        for (int unit = 0; unit < parts.Length; unit++)
        {
            ExplanationRequest own = request with { Parameters = new ParameterSets(0, 1, 1), Observed = default };
            parts[unit] = _models[unit].Explain(own, block.Only(unit), cancellation);
        }

        return [.. parts[0].Select((_, i) => SideBySide([.. parts.Select(part => part[i])]))];
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        foreach (RunoffModel model in _models)
        {
            model.Dispose();
        }
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
            ArtefactFolder = folder,
        };
    }

    private static Attribution SideBySide(Attribution[] parts)
    {
        float[] values = new float[parts.Sum(part => part.Values.Length)];
        for (int at = 0; at < values.Length; at++)
        {
            values[at] = parts[at % parts.Length].Values.Span[at / parts.Length];
        }

        var units = new AttributionAxis(AttributionAxisKind.Unit, [.. parts.SelectMany(part => part.Axes[^1].Labels)]);
        return parts[0] with { Axes = [.. parts[0].Axes.SkipLast(1), units], Values = values };
    }

    /// <summary>Epochs counted over all basins.</summary>
    private sealed class Numbered(IProgress<TrainingProgress> next, int done, int count) : IProgress<TrainingProgress>
    {
        public void Report(TrainingProgress value) =>
            next.Report(value with { Epoch = (done * value.EpochCount) + value.Epoch, EpochCount = count * value.EpochCount });
    }

    private sealed class Simulation(ISimulation[] units) : ISimulation
    {
        public StateLayout States { get; } = new(units[0].States.Variables, units.Length);

        public void Advance(in SimulationBlock block)
        {
            for (int unit = 0; unit < units.Length; unit++)
            {
                units[unit].Advance(block.Only(unit));
            }
        }

        public void SaveStates(Span<double> states)
        {
            double[] own = new double[States.ElementCount];
            for (int unit = 0; unit < units.Length; unit++)
            {
                units[unit].SaveStates(own);
                for (int element = 0; element < own.Length; element++)
                {
                    states[(element * units.Length) + unit] = own[element];
                }
            }
        }

        public void RestoreStates(ReadOnlySpan<double> states)
        {
            double[] own = new double[States.ElementCount];
            for (int unit = 0; unit < units.Length; unit++)
            {
                for (int element = 0; element < own.Length; element++)
                {
                    own[element] = states[(element * units.Length) + unit];
                }

                units[unit].RestoreStates(own);
            }
        }

        public void Dispose()
        {
            foreach (ISimulation unit in units)
            {
                unit.Dispose();
            }
        }
    }
}
