namespace Tributary.Contracts;

/// <summary>Quantiles of simulated discharge through time.</summary>
/// <param name="Probabilities">The probability of each not to be exceeded, ascending.</param>
/// <param name="Values">The quantiles in m3 s-1, <c>[probability][time]</c>.</param>
public sealed record DischargeQuantiles(IReadOnlyList<double> Probabilities, IReadOnlyList<double[]> Values)
{
    /// <summary>Those of some consecutive time steps.</summary>
    public DischargeQuantiles Within(Range steps) => this with { Values = [.. Values.Select(row => row[steps])] };

    /// <summary>Those of some time steps.</summary>
    public DischargeQuantiles At(int[] steps) => this with { Values = [.. Values.Select(row => steps.Select(step => row[step]).ToArray())] };
}
