using System.Text.Json;

namespace Tributary.Contracts;

/// <summary>A model plugin whose model learns from data before it simulates.</summary>
public interface ITrainablePlugin : IModelPlugin
{
    /// <summary>
    /// Trains the model and writes its artefact (weights, scalers, configuration, log) to <see cref="TrainingSetup.ArtefactFolder"/>, from which
    /// <see cref="IModelPlugin.Prepare"/> later loads it. A folder that holds the state of a training that was interrupted is the same training's.
    /// </summary>
    /// <exception cref="OperationCanceledException">The user stopped it; the folder may hold a state from which to go on.</exception>
    /// <exception cref="WorkException">It diverged or ran out of memory.</exception>
    TrainingSummary Train(JsonElement settings, TrainingSetup setup, IProgress<TrainingProgress> progress, CancellationToken cancellation);
}

/// <summary>What a model learns from: series, attributes, targets and periods of any number of basins.</summary>
public sealed record TrainingSetup
{
    /// <summary>The units, with their attributes.</summary>
    public required CatchmentUnits Units { get; init; }

    /// <summary>The gauges whose discharge is observed.</summary>
    public required IReadOnlyList<Gauge> Gauges { get; init; }

    /// <summary>The time steps of all series.</summary>
    public required TimeAxis Time { get; init; }

    /// <summary>The forcing of the descriptor, <c>[variable][unit][time]</c>, a gap being NaN.</summary>
    public required ReadOnlyMemory<double> Forcing { get; init; }

    /// <summary>Where each forcing series lies in <see cref="Forcing"/>.</summary>
    public required SeriesRows ForcingRows { get; init; }

    /// <summary>The forcing of a grid model, in the place of <see cref="Forcing"/>; null for a model that reads series.</summary>
    public IGridForcing? Grid { get; init; }

    /// <summary>Observed targets, <c>[target][gauge][time]</c>, a gap being NaN; the first is discharge in m3 s-1.</summary>
    public required ReadOnlyMemory<double> Targets { get; init; }

    /// <summary>What the targets are.</summary>
    public required IReadOnlyList<Variable> TargetVariables { get; init; }

    /// <summary>
    /// Discharge at the gauges in m3 s-1 as another member simulates it, <c>[gauge][time]</c>, to learn from before the observed one; empty unless the
    /// workflow names that member (<c>pretrain_on</c>).
    /// </summary>
    public ReadOnlyMemory<double> Pretraining { get; init; }

    /// <summary>Periods to train, validate and test on.</summary>
    public required SplitPeriods Splits { get; init; }

    /// <summary>Seed of everything random; the same seed gives the same artefact on one machine.</summary>
    public required int Seed { get; init; }

    /// <summary>Folder for the artefact.</summary>
    public required string ArtefactFolder { get; init; }

    /// <summary>What the host offers.</summary>
    public required IHostServices Services { get; init; }

    /// <summary>For each forcing variable of the descriptor, whether the workflow provides it; null means all.</summary>
    public IReadOnlyList<bool>? ForcingProvided { get; init; }

    /// <summary>Threads that it may use.</summary>
    public int ThreadCount { get; init; } = 1;

    /// <summary>
    /// The way of the units' water to the gauges, with its derivative, so that gauges alone need observations; null on lumped basins, where
    /// each gauge observes the unit that it names.
    /// </summary>
    public IRunoffRouting? River { get; init; }
}

/// <summary>Where a training stands.</summary>
/// <param name="Epoch">Epochs done.</param>
/// <param name="EpochCount">Epochs planned.</param>
/// <param name="TrainingLoss">Loss over the last epoch.</param>
/// <param name="ValidationLoss">Loss on the validation period; NaN where there is none.</param>
/// <param name="ValidationScore">Score on the validation period, higher being better; NaN where there is none.</param>
/// <param name="ScoreName">Which score it is.</param>
public readonly record struct TrainingProgress(
    int Epoch, int EpochCount, double TrainingLoss, double ValidationLoss, double ValidationScore, string ScoreName);

/// <summary>How a training ended.</summary>
/// <param name="BestEpoch">The epoch whose weights were kept.</param>
/// <param name="BestScore">Its validation score.</param>
/// <param name="ParameterCount">Number of trained weights.</param>
public sealed record TrainingSummary(int BestEpoch, double BestScore, long ParameterCount)
{
    /// <summary>What the user should know of it, a sentence each; the host tells it with the run's notes.</summary>
    public IReadOnlyList<string> Notes { get; set; } = [];
}
