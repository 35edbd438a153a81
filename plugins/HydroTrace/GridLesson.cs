using TorchSharp;
using Tributary.Contracts;
using Tributary.Learning;
using static TorchSharp.torch;

namespace Tributary.Plugins.HydroTrace;

/// <summary>All that a network learns from, prepared once for any number of networks.</summary>
/// <param name="Setup">What the host gave.</param>
/// <param name="Cells">Mask and static grids.</param>
/// <param name="Fields">Scaled fields.</param>
/// <param name="Scaler">The scalings.</param>
/// <param name="Splits">The periods.</param>
/// <param name="Grid">The network's grid.</param>
/// <param name="Fingerprint">Stands for settings and data.</param>
internal sealed record GridLesson(TrainingSetup Setup, GridCells Cells, FieldBlocks Fields, Scaler Scaler, SplitRanges Splits, GridCellsOfUnits Grid, string Fingerprint)
{
    /// <summary>A network with the first values of a seed.</summary>
    public GridNetwork NewNetwork(HydroTraceSettings settings, int seed)
    {
        manual_seed(new RunSeed(seed).ForTorch(RunSeed.Initialisation));
        var network = new GridNetwork(settings.Shape(Grid, Setup.Gauges.Count));
        network.to(Cells.Mask.device);
        return network;
    }

    /// <summary>Trains a network and leaves it with its best weights.</summary>
    /// <param name="network">The network.</param>
    /// <param name="settings">The settings.</param>
    /// <param name="seed">Seed of the order of the windows.</param>
    /// <param name="scoreName">What its score is called.</param>
    /// <param name="complete">Adds to the plan where its state and its artefact go.</param>
    /// <param name="progress">Is told of each epoch.</param>
    /// <param name="cancellation">Stops it.</param>
    public TrainingSummary Learn(
        GridNetwork network, HydroTraceSettings settings, int seed, string scoreName, Func<TrainingPlan, TrainingPlan> complete, IProgress<TrainingProgress> progress, CancellationToken cancellation)
    {
        using optim.Optimizer optimiser = optim.Adam(network.parameters(), settings.LearningRate, weight_decay: settings.L2Regularization);
        var plan = new TrainingPlan
        {
            Epochs = settings.Epochs,
            LearningRate = new SteppedRate(settings.LearningRate),
            Seeds = new RunSeed(seed),
            GradientNorm = settings.ClipGradientNorm,
            Patience = settings.LearningPatience == 0 ? null : settings.LearningPatience,
        };
        var task = new GridTask(network, Cells, Fields, Setup with { Seed = seed }, settings, Scaler.Targets, Splits) { ScoreName = scoreName };
        return new Trainer(task, optimiser, complete(plan)).Run(progress, cancellation);
    }
}
