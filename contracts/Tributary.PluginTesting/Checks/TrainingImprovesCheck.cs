using System.Globalization;
using Tributary.Contracts;

namespace Tributary.PluginTesting;

/// <summary>A model that learns beats the mean of the observations on a problem whose answer is known, by a loss that falls.</summary>
internal sealed class TrainingImprovesCheck() : Check("training-improves", "training improves the model on a known problem")
{
    public override Finding OfModel(ModelSubject subject)
    {
        if (subject.Problem is not { } problem)
        {
            return Finding.NotApplicable("it does not learn");
        }

        IReadOnlyList<TrainingProgress> progress = problem.Progress;
        if (progress.Count == 0)
        {
            return Finding.Failed("it reports no progress");
        }

        double score = problem.Score(problem.Simulate(problem.Trained));
        string figures = string.Create(CultureInfo.InvariantCulture, $"loss {progress[0].TrainingLoss:G3} to {progress[^1].TrainingLoss:G3} over {progress.Count} epochs; NSE {score:F2} on years that it did not see");
        return progress.Count > 1 && !(progress[^1].TrainingLoss < progress[0].TrainingLoss) ? Finding.Failed($"its loss does not fall: {figures}")
            : !(score > 0) ? Finding.Failed($"it is no better than the mean of the observations: {figures}")
            : Finding.Passed(figures);
    }
}
