namespace Tributary.Engine;

/// <summary>What became of a member.</summary>
/// <param name="Member">The member.</param>
/// <param name="Groups">The units that share a parameter set each.</param>
/// <param name="Parameters">Parameter set of each group, <c>[group][parameter]</c>.</param>
/// <param name="Calibrations">How each group's set came about; null where it was given.</param>
/// <param name="Simulation">Its results.</param>
/// <param name="Seed">Seed of its first calibration start.</param>
/// <param name="Steps">Its steps.</param>
public sealed record MemberResult(
    MemberPlan Member,
    IReadOnlyList<CalibrationGroup> Groups,
    double[][] Parameters,
    IReadOnlyList<CalibrationResult?> Calibrations,
    MemberSimulation Simulation,
    int Seed,
    IReadOnlyList<StepRecord> Steps)
{
    /// <summary>Folders of what the trainings left, one a seed; empty for a model that does not learn.</summary>
    public IReadOnlyList<string> Artefacts { get; init; } = [];

    /// <summary>The files of forcing that it alone read.</summary>
    public IReadOnlyList<string> ForcingFiles { get; init; } = [];

    /// <summary>Discharge at all gauges by each training, <c>[gauge][time]</c>, whose mean is the simulation's; one for a model that does not learn.</summary>
    public IReadOnlyList<double[]> DischargeBySeed { get; init; } = [];

    /// <summary>What its trainings want to be known.</summary>
    public IReadOnlyList<string> Notes { get; init; } = [];

    /// <summary>What it says of its own results, one for each method asked for.</summary>
    public IReadOnlyList<MemberExplanation> Explanations { get; init; } = [];

    /// <summary>How much its parameters matter, by basin; empty where it was not asked.</summary>
    public IReadOnlyList<MemberSensitivity> Sensitivities { get; init; } = [];

    /// <summary>The group that a gauge belongs to.</summary>
    public int GroupOf(int gauge) => Groups.Count == 1 ? 0 : gauge;
}
