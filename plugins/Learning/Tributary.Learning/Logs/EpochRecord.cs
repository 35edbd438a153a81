namespace Tributary.Learning;

/// <summary>What a training log says of one epoch.</summary>
public sealed record EpochRecord
{
    /// <summary>Epochs done, the first being 1.</summary>
    public required int Epoch { get; init; }

    /// <summary>Epochs planned.</summary>
    public required int EpochCount { get; init; }

    /// <summary>Mean loss over the epoch's batches.</summary>
    public required double TrainingLoss { get; init; }

    /// <summary>Loss on the validation period; NaN where it was not validated.</summary>
    public double ValidationLoss { get; init; } = double.NaN;

    /// <summary>Scores on the validation period by their names, such as NSE, in the order to be shown; higher is better.</summary>
    public IReadOnlyList<KeyValuePair<string, double>> Scores { get; init; } = [];

    /// <summary>Learning rate of the epoch; NaN where it is not told.</summary>
    public double LearningRate { get; init; } = double.NaN;

    /// <summary>How long the epoch took; zero where it is not told.</summary>
    public TimeSpan Duration { get; init; }

    /// <summary>When the epoch ended.</summary>
    public required DateTimeOffset Time { get; init; }
}
