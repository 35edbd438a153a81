using Tributary.Contracts;

namespace Tributary.Learning;

/// <summary>Progress of one of several trainings, its epochs counted over all of them.</summary>
/// <param name="next">Receives it.</param>
/// <param name="done">Trainings done before.</param>
/// <param name="count">Trainings in all.</param>
public sealed class CountedEpochs(IProgress<TrainingProgress> next, int done, int count) : IProgress<TrainingProgress>
{
    /// <inheritdoc/>
    public void Report(TrainingProgress value) =>
        next.Report(value with { Epoch = (done * value.EpochCount) + value.Epoch, EpochCount = count * value.EpochCount });
}
