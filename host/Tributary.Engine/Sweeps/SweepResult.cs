namespace Tributary.Engine;

/// <summary>What became of a sweep.</summary>
/// <param name="Plan">The sweep.</param>
/// <param name="Points">Its points, in their order.</param>
/// <param name="Best">Index of the best point, whose results are the run's.</param>
public sealed record SweepResult(SweepPlan Plan, IReadOnlyList<PointResult> Points, int Best)
{
    /// <summary>Hashes of the steps of all points.</summary>
    public IReadOnlyList<string> Steps { get; init; } = [];
}

/// <summary>What became of a point.</summary>
/// <param name="Point">The point.</param>
/// <param name="Status">Whether it was tried to the end.</param>
/// <param name="Reason">Why it failed or was stopped early; empty where neither.</param>
/// <param name="Trials">Each time that it ran: one, or one a step of successive halving.</param>
public sealed record PointResult(SweepPoint Point, PointStatus Status, string Reason, IReadOnlyList<PointTrial> Trials)
{
    /// <summary>The last time that it ran.</summary>
    public PointTrial Last => Trials[^1];

    /// <summary>What it took altogether, in seconds.</summary>
    public double Seconds => Math.Round(Trials.Sum(trial => trial.Seconds), 3);
}

/// <summary>How far a point came.</summary>
public enum PointStatus
{
    /// <summary>It was tried to the end.</summary>
    Done,

    /// <summary>Successive halving went on with better ones.</summary>
    StoppedEarly,

    /// <summary>It could not be run, or has no score.</summary>
    Failed,
}

/// <summary>One run of a point.</summary>
/// <param name="Resource">What successive halving gave it; null where nothing is halved.</param>
/// <param name="Scores">Its scores; empty where it failed.</param>
/// <param name="Distance">How far from perfect it is by the sweep's metric in the validation period, the median over the gauges and the mean over the members; NaN where it failed.</param>
/// <param name="Seconds">What it took when it was computed.</param>
/// <param name="Failure">Why it failed; null where it did not.</param>
public sealed record PointTrial(int? Resource, IReadOnlyList<PointScore> Scores, double Distance, double Seconds, string? Failure)
{
    /// <summary>A score by name; NaN where there is none.</summary>
    public PointScore Of(string score) => Scores.FirstOrDefault(known => known.Score == score) ?? new PointScore(score, double.NaN, double.NaN);
}

/// <summary>A score of a point: the median over the gauges that have one, the mean over the members.</summary>
/// <param name="Score">The score.</param>
/// <param name="Validation">Its value in the validation period.</param>
/// <param name="Test">Its value in the test period, which takes no part in any choice; NaN where there is none.</param>
public sealed record PointScore(string Score, double Validation, double Test);
