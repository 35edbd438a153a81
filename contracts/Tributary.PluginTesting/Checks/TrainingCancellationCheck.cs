using Tributary.Contracts;

namespace Tributary.PluginTesting;

/// <summary>A training that is stopped halfway, and asked for again in the same folder, ends with the numbers of one that was not.</summary>
internal sealed class TrainingCancellationCheck() : Check("training-cancels", "a training that is stopped and resumed ends with the same numbers")
{
    public override Finding OfModel(ModelSubject subject)
    {
        if (subject.Problem is not { } problem)
        {
            return Finding.NotApplicable("it does not learn");
        }

        int epochs = problem.Progress.Count;
        int last = epochs / 2;
        int reported = 0;
        using var stop = new CancellationTokenSource();
        if (last == 0)
        {
            stop.Cancel();
        }

        try
        {
            problem.Train("stopped", progress => StopAt(progress.Epoch), cancellation: stop.Token);
            return Finding.Failed($"asked to stop after epoch {last}, it went on to the end");
        }
        catch (OperationCanceledException)
        {
        }

        if (reported > last + 1)
        {
            return Finding.Failed($"asked to stop after epoch {last}, it went on to epoch {reported}");
        }

        (string folder, IReadOnlyList<TrainingProgress> resumed, _) = problem.Train("stopped");
        return problem.Simulate(problem.Trained).Differs(problem.Simulate(folder)) is { } difference
            ? Finding.Failed($"stopped after epoch {last} of {epochs} and resumed: {difference}")
            : Finding.Passed($"stopped after epoch {last} of {epochs}; {resumed.Count} more ended with the same bits");

        void StopAt(int epoch)
        {
            reported = epoch;
            if (epoch >= last)
            {
                stop.Cancel();
            }
        }
    }
}
