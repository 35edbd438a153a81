namespace Tributary.Learning;

/// <summary>What one epoch of a training gave.</summary>
/// <param name="Epoch">Its number, from 1.</param>
/// <param name="TrainingLoss">Mean loss over its batches, each by its weight.</param>
/// <param name="ValidationLoss">Loss on the validation period; NaN where there is none.</param>
/// <param name="ValidationScore">Score on the validation period, higher being better; NaN where there is none.</param>
/// <param name="Criterion">What epochs are compared by, higher being better: the score, or the negative training loss where nothing is validated.</param>
/// <param name="ScoreName">Which score it is, as NSE.</param>
/// <param name="LearningRate">Its learning rate.</param>
/// <param name="GradientNorm">Largest norm of a batch's gradient before clipping; NaN where nothing is clipped.</param>
/// <param name="BatchCount">Batches learned from.</param>
/// <param name="IsBest">Whether it is the best so far.</param>
/// <param name="Seconds">Time it took.</param>
public sealed record EpochOutcome(
    int Epoch,
    double TrainingLoss,
    double ValidationLoss,
    double ValidationScore,
    double Criterion,
    string ScoreName,
    double LearningRate,
    double GradientNorm,
    int BatchCount,
    bool IsBest,
    double Seconds)
{
    internal EpochRecord ForLog(int epochCount) => new()
    {
        Epoch = Epoch,
        EpochCount = epochCount,
        TrainingLoss = TrainingLoss,
        ValidationLoss = ValidationLoss,
        Scores = double.IsNaN(ValidationScore) ? [] : [KeyValuePair.Create(ScoreName, ValidationScore)],
        LearningRate = LearningRate,
        Duration = TimeSpan.FromSeconds(Seconds),
        Time = DateTimeOffset.UtcNow,
    };
}
