namespace Tributary.Contracts;

/// <summary>
/// The water balance of a unit without elevation bands: over any time, the sum of gains is the sum of losses and of what its states hold more
/// (<see cref="StateVariable.WaterFrom"/>). All are amounts of one unit of measurement, per time step.
/// </summary>
/// <param name="Gains">Names of forcing or, where there is no such forcing, of outputs that add water.</param>
/// <param name="Losses">Names of outputs that take water.</param>
public sealed record WaterBalance(IReadOnlyList<string> Gains, IReadOnlyList<string> Losses)
{
    /// <summary>Parameters that make or take water by intent, as a correction of what gauges catch, each with the value at which it does not.</summary>
    public IReadOnlyDictionary<string, double> Neutral { get; init; } = new Dictionary<string, double>();
}
