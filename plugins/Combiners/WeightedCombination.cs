using Tributary.Contracts;

namespace Tributary.Plugins.Combiners;

/// <summary>A weighted sum of the members, never below zero.</summary>
/// <param name="weights">The weights.</param>
internal sealed class WeightedCombination(CombinationWeights weights) : ICombination
{
    private readonly double[] _weights = [.. weights.Values];
    private readonly bool _isMean = weights.Constant == 0 && weights.Values.All(weight => weight >= 0) && Math.Abs(weights.Values.Sum() - 1) < 1e-9;

    /// <inheritdoc/>
    public IReadOnlyList<CombinationWeights> Weights => [weights];

    /// <inheritdoc/>
    public void Combine(EnsembleSeries members, Span<double> discharge, IReadOnlyList<double[]> quantiles)
    {
        for (int step = 0; step < discharge.Length; step++)
        {
            discharge[step] = At(members, step);
        }
    }

    /// <summary>A weighted mean is taken of the members that are there; a regression is not defined where one is missing.</summary>
    public double At(EnsembleSeries members, int step)
    {
        double sum = 0, total = 0;
        bool isComplete = true;
        for (int member = 0; member < _weights.Length; member++)
        {
            double value = members[member, step];
            if (double.IsFinite(value))
            {
                sum += _weights[member] * value;
                total += _weights[member];
            }
            else
            {
                isComplete &= _weights[member] == 0;
            }
        }

        if (isComplete)
        {
            return Math.Max(sum + weights.Constant, 0);
        }

        return _isMean && total > 0 ? sum / total : double.NaN;
    }
}
