namespace Tributary.Contracts;

/// <summary>One thing that was looked at on this machine.</summary>
/// <param name="Subject">What was looked at, in a word or two, as <c>BLAS</c>.</param>
/// <param name="Finding">What was found, in a clause: a version, a rate; of what is missing, what it is for.</param>
/// <param name="Level">Whether that is well.</param>
/// <param name="Remedy">What the reader can do about it, where something is to be done: the command, with the package's name.</param>
public sealed record Diagnosis(string Subject, string Finding, DiagnosisLevel Level = DiagnosisLevel.Works, string? Remedy = null)
{
    /// <summary>What was measured, in <see cref="Unit"/>; null where nothing was.</summary>
    public double? Value { get; init; }

    /// <summary>Unit of <see cref="Value"/>, as <c>Gflop/s</c>; null where nothing was measured.</summary>
    public string? Unit { get; init; }
}

/// <summary>Whether what was found is well.</summary>
public enum DiagnosisLevel
{
    /// <summary>It works.</summary>
    Works,

    /// <summary>It is not installed, and only what needs it cannot be done.</summary>
    Missing,

    /// <summary>It works, but badly.</summary>
    Warning,

    /// <summary>It is installed and does not work.</summary>
    Fails,
}
