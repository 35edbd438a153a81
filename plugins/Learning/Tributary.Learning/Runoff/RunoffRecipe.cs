using System.Text.Json.Serialization;

namespace Tributary.Learning;

/// <summary>How a network is made to learn runoff: what it reads, how long, by which loss. Settings of plugins end here.</summary>
public sealed record RunoffRecipe
{
    /// <summary>Forcing variables, in the order of the descriptor.</summary>
    public required IReadOnlyList<string> DynamicInputs { get; init; }

    /// <summary>Features computed from them.</summary>
    public IReadOnlyList<string> DerivedInputs { get; init; } = [];

    /// <summary>Static attributes.</summary>
    public IReadOnlyList<string> StaticAttributes { get; init; } = [];

    /// <summary>Units of the forcing variables, for the scaler's table.</summary>
    public IReadOnlyDictionary<string, string> Units { get; init; } = new Dictionary<string, string>();

    /// <summary>The network's sizes.</summary>
    public required NetworkShape Network { get; init; }

    /// <summary>Windows.</summary>
    public required SampleWindow Window { get; init; }

    /// <summary>Epochs at most; 0 to take the weights as they are.</summary>
    public required int Epochs { get; init; }

    /// <summary>Windows of a batch.</summary>
    public required int BatchSize { get; init; }

    /// <summary>Learning rate of each epoch.</summary>
    public required ILearningRate LearningRate { get; init; }

    /// <summary>Epochs without a better score after which to stop; null to go on.</summary>
    public int? Patience { get; init; }

    /// <summary>L2 regularisation.</summary>
    public double WeightDecay { get; init; }

    /// <summary>Norm to which gradients are clipped; null for no clipping.</summary>
    public double? GradientNorm { get; init; }

    /// <summary>The loss of a network that gives one number; heads bring their own.</summary>
    public RunoffLoss Loss { get; init; } = RunoffLoss.NashSutcliffe;

    /// <summary>What the second target's error counts beside the first's.</summary>
    public double SecondTargetWeight { get; init; } = 1;

    /// <summary>The score by which epochs are chosen.</summary>
    public ScoreKind Score { get; init; } = ScoreKind.Nse;

    /// <summary>What a gap in the inputs does.</summary>
    public MissingInputs Missing { get; init; } = MissingInputs.Refuse;

    /// <summary>Where the network computes.</summary>
    public DeviceChoice Device { get; init; } = DeviceChoice.Auto;

    /// <summary>Basins left out of training and of the scaler.</summary>
    public IReadOnlyList<string> Ungauged { get; init; } = [];

    /// <summary>Whether it learns through the river.</summary>
    public bool ThroughRiver { get; init; }

    /// <summary>Whether every unit below the river has a network of its own; else one is shared. Only through the river.</summary>
    public bool NetworkPerUnit { get; init; }

    /// <summary>Quantiles that are written, whose cover is fitted on the validation period; empty for none.</summary>
    public IReadOnlyList<double> ConformalQuantiles { get; init; } = [];

    /// <summary>Predictions with dropout on; 0 for none.</summary>
    public int DropoutDraws { get; init; }

    /// <summary>Weights to begin with and the scaler that they were trained with; null to begin anew.</summary>
    public RunoffSource? Source { get; init; }

    /// <summary>How a parameter is trained, by its path, null for one that stays as it is; null for all alike.</summary>
    public Func<string, ParameterTraining?>? Trains { get; init; }

    /// <summary>The optimiser.</summary>
    public RunoffOptimiser Optimiser { get; init; } = RunoffOptimiser.Adam;

    /// <summary>What is done to variables before they are scaled, by their name; <c>discharge</c> is the target.</summary>
    public IReadOnlyDictionary<string, ValueTransform> Transforms { get; init; } = new Dictionary<string, ValueTransform>();
}

/// <summary>Where a network's first weights come from.</summary>
/// <param name="Weights">Its state dict.</param>
/// <param name="Scaler">The scaler that they were trained with; null to fit one anew.</param>
/// <param name="Name">Where it lies, for messages.</param>
public sealed record RunoffSource(IReadOnlyDictionary<string, StoredTensor> Weights, Scaler? Scaler, string Name)
{
    /// <summary>Whether a parameter begins with first values of its own instead, by its path, as a layer that reads other inputs; null for none.</summary>
    public Func<string, bool>? Anew { get; init; }
}

/// <summary>How one parameter is trained.</summary>
/// <param name="RateFactor">Its learning rate by that of the epoch.</param>
/// <param name="FromEpoch">First epoch in which it moves, from 1.</param>
public sealed record ParameterTraining(double RateFactor = 1, int FromEpoch = 1);

/// <summary>Optimisers.</summary>
public enum RunoffOptimiser
{
    /// <summary>Adam (Kingma and Ba, 2015).</summary>
    [JsonStringEnumMemberName("adam")]
    Adam,

    /// <summary>Adadelta (Zeiler, 2012), whose usual rate is 1.</summary>
    [JsonStringEnumMemberName("adadelta")]
    Adadelta,
}
