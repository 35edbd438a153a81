using Tributary.Contracts;

namespace Tributary.Learning;

/// <summary>
/// Where a training writes its epochs. What is written survives a kill of the process at once. To lose no epoch over a kill, write the epoch
/// here before the checkpoint from which a training resumes.
/// </summary>
public interface ITrainingLog : IDisposable
{
    /// <summary>Adds an epoch; epochs come in their order.</summary>
    /// <exception cref="WorkException">It cannot be written.</exception>
    void Write(EpochRecord record);
}
