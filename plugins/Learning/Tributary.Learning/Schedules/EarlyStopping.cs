namespace Tributary.Learning;

/// <summary>Keeps the best epoch, and says when none better has come for too long. Fed with the same scores it is in the same state again.</summary>
/// <param name="patience">Epochs without a better score after which to stop; null to go on to the end.</param>
/// <param name="leastGain">By how much a score must exceed the best to count as better.</param>
public sealed class EarlyStopping(int? patience, double leastGain = 0)
{
    private int _epoch;

    /// <summary>The best epoch so far, from 1; 0 before any score.</summary>
    public int BestEpoch { get; private set; }

    /// <summary>Its score; NaN before any.</summary>
    public double BestScore { get; private set; } = double.NaN;

    /// <summary>Whether to stop.</summary>
    public bool ShouldStop => patience is { } most && _epoch - BestEpoch >= most;

    /// <summary>Takes the score of the next epoch.</summary>
    /// <param name="score">The score, higher being better; NaN, as of an epoch without a finite score, is never better.</param>
    /// <returns>Whether this epoch is the best so far.</returns>
    public bool Observe(double score)
    {
        _epoch++;
        bool better = double.IsNaN(BestScore) ? !double.IsNaN(score) : score > BestScore + leastGain;
        if (better)
        {
            (BestEpoch, BestScore) = (_epoch, score);
        }

        return better;
    }
}
