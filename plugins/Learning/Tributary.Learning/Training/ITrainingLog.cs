namespace Tributary.Learning;

/// <summary>Where a training tells what its epochs gave.</summary>
public interface ITrainingLog
{
    /// <summary>Called once, before the first epoch that is run: a log that was cut off by a kill can be made whole from what went before.</summary>
    /// <param name="earlier">The epochs finished before, in order; empty for a new training.</param>
    void Begin(IReadOnlyList<EpochRecord> earlier);

    /// <summary>Called after each epoch, its state being safe already.</summary>
    void Write(EpochRecord record);
}
