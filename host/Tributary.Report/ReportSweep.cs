namespace Tributary.Report;

/// <summary>A sweep: variants of the workflow, of which the best became the run's result.</summary>
/// <param name="Method">How the points were chosen, as <c>random</c>.</param>
/// <param name="Score">Name of the score that they were compared by; one of the content's scores.</param>
/// <param name="Axes">The keys that it went over.</param>
/// <param name="Points">The points, in their order.</param>
public sealed record ReportSweep(string Method, string Score, IReadOnlyList<ReportSweepAxis> Axes, IReadOnlyList<ReportSweepPoint> Points)
{
    /// <summary>What successive halving gave more of; null where nothing was halved.</summary>
    public string? Resource { get; init; }
}

/// <summary>A key that a sweep went over.</summary>
/// <param name="Key">Its path in the workflow.</param>
/// <param name="Label">Its short name.</param>
public sealed record ReportSweepAxis(string Key, string Label)
{
    /// <summary>Whether its numbers stand on a logarithmic axis.</summary>
    public bool IsLogarithmic { get; init; }

    /// <summary>The values that were listed for it, as text; null for a range of numbers.</summary>
    public IReadOnlyList<string>? Choices { get; init; }
}

/// <summary>A point of a sweep.</summary>
/// <param name="Number">Its number.</param>
/// <param name="Values">For each key its number, or the index of its choice.</param>
/// <param name="Status">How far it came: <c>done</c>, <c>stopped early</c> or <c>failed</c>.</param>
public sealed record ReportSweepPoint(int Number, IReadOnlyList<double> Values, string Status)
{
    /// <summary>Whether the run's results are those of this point.</summary>
    public bool IsBest { get; init; }

    /// <summary>Why it failed or was stopped; empty where neither.</summary>
    public string Reason { get; init; } = string.Empty;

    /// <summary>What successive halving gave it at last; null where nothing was halved.</summary>
    public int? Resource { get; init; }

    /// <summary>How far from perfect its score is, by which points were compared; NaN where it failed.</summary>
    public double Distance { get; init; } = double.NaN;

    /// <summary>Its score in the validation period; NaN where it failed.</summary>
    public double Validation { get; init; } = double.NaN;

    /// <summary>Its score in the test period; NaN where it has none.</summary>
    public double Test { get; init; } = double.NaN;
}
