namespace Tributary.Learning;

/// <summary>How a network is trained.</summary>
public sealed record TrainingPlan
{
    /// <summary>Epochs at most.</summary>
    public required int Epochs { get; init; }

    /// <summary>Learning rate of each epoch.</summary>
    public required ILearningRate LearningRate { get; init; }

    /// <summary>
    /// Seed of the run. Before each epoch torch is seeded from its stream <see cref="RunSeed.Dropout"/> at the epoch's number: the state of the random
    /// numbers is thus a function of both, and a resumed training draws as an unbroken one does.
    /// </summary>
    public required RunSeed Seeds { get; init; }

    /// <summary>Norm to which gradients are clipped; null for no clipping.</summary>
    public double? GradientNorm { get; init; }

    /// <summary>Epochs without a better score after which to stop; null to go on to the end. Without validation the training loss decides.</summary>
    public int? Patience { get; init; }

    /// <summary>By how much a score must exceed the best to count as better.</summary>
    public double LeastGain { get; init; }

    /// <summary>File from which to go on and to which finished epochs are written; null for none.</summary>
    public string? StateFile { get; init; }

    /// <summary>Time between two writings of the state and of the best weights: what a kill costs at most, and the epoch in flight. Zero: after every epoch.</summary>
    public TimeSpan BetweenStates { get; init; }

    /// <summary>Stands for settings and data: a state of another one is refused. Empty for no such check.</summary>
    public string Fingerprint { get; init; } = string.Empty;

    /// <summary>
    /// Opens the log, given the epoch from which the training goes on (0 for a new one), as <c>from => CompositeTrainingLog.Open(folder, from)</c>; the
    /// trainer closes it. Null for none.
    /// </summary>
    public Func<int, ITrainingLog>? OpenLog { get; init; }

    /// <summary>Called when an epoch is the best so far, or at the end, with the network holding the best weights: the moment to write the artefact.</summary>
    public Action<EpochOutcome>? BestFound { get; init; }
}
