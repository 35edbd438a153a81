using Tributary.Contracts;

namespace Tributary.Learning;

/// <summary>Several logs written as one.</summary>
/// <param name="logs">The logs, closed with this one.</param>
public sealed class CompositeTrainingLog(params IReadOnlyList<ITrainingLog> logs) : ITrainingLog
{
    /// <summary>Opens the three logs of a training: <c>training.log</c>, <c>training.jsonl</c> and <c>events.out.tfevents.training</c>.</summary>
    /// <param name="folder">An existing folder.</param>
    /// <param name="resumedFrom">The epoch whose state the training goes on from; later ones are taken out of the logs. 0 begins anew.</param>
    /// <exception cref="WorkException">A log cannot be written.</exception>
    public static CompositeTrainingLog Open(string folder, int resumedFrom = 0)
    {
        var opened = new List<ITrainingLog>();
        try
        {
            opened.Add(new TextTrainingLog(Path.Combine(folder, "training.log"), resumedFrom));
            opened.Add(new JsonTrainingLog(Path.Combine(folder, "training.jsonl"), resumedFrom));
            opened.Add(new TensorBoardTrainingLog(Path.Combine(folder, "events.out.tfevents.training"), resumedFrom));
            return new CompositeTrainingLog(opened);
        }
        catch (TributaryException)
        {
            opened.ForEach(log => log.Dispose());
            throw;
        }
    }

    /// <inheritdoc/>
    public void Write(EpochRecord record)
    {
        foreach (ITrainingLog log in logs)
        {
            log.Write(record);
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        foreach (ITrainingLog log in logs)
        {
            log.Dispose();
        }
    }
}
