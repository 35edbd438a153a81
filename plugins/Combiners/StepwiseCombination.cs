using Tributary.Contracts;

namespace Tributary.Plugins.Combiners;

/// <summary>A combination that needs nothing but the members that are there on a time step.</summary>
/// <param name="combine">Combines those values; it may reorder them, and gets at least one.</param>
internal sealed class StepwiseCombination(StepwiseCombination.Rule combine) : ICombination
{
    /// <summary>One value of several.</summary>
    public delegate double Rule(Span<double> values);

    /// <inheritdoc/>
    public IReadOnlyList<CombinationWeights> Weights => [];

    /// <inheritdoc/>
    public void Combine(EnsembleSeries members, Span<double> discharge, IReadOnlyList<double[]> quantiles)
    {
        Span<double> present = new double[members.Members.Count];
        for (int step = 0; step < discharge.Length; step++)
        {
            int count = 0;
            for (int member = 0; member < members.Members.Count; member++)
            {
                if (double.IsFinite(members[member, step]))
                {
                    present[count++] = members[member, step];
                }
            }

            discharge[step] = count > 0 ? combine(present[..count]) : double.NaN;
        }
    }
}
