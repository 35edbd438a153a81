using Tributary.Contracts;

namespace Tributary.PluginTesting;

/// <summary>What a run of a model gave.</summary>
/// <param name="Trial">The model.</param>
/// <param name="UnitCount">Number of simulated units.</param>
/// <param name="Values">All outputs, <c>[output][unit][time]</c>.</param>
/// <param name="Layout">Its states.</param>
/// <param name="Before">States before the first step.</param>
/// <param name="After">States after the last.</param>
public sealed record TrialResults(ModelTrial Trial, int UnitCount, double[] Values, StateLayout Layout, double[] Before, double[] After)
{
    /// <summary>One output series by name.</summary>
    /// <exception cref="ArgumentException">There is no such output.</exception>
    public double[] Of(string output, int unit = 0)
    {
        int index = Trial.Descriptor.OutputIndex(output);
        return index >= 0 ? Of(index, unit).ToArray() : throw new ArgumentException($"There is no output {output}.", nameof(output));
    }

    /// <summary>One output series by its place in the descriptor.</summary>
    public ReadOnlySpan<double> Of(int output, int row) => Values.AsSpan(((output * UnitCount) + row) * Trial.StepCount, Trial.StepCount);

    /// <summary>Change of a state from before to after the run, element by element.</summary>
    public double[] Change(string state, int unit = 0)
    {
        int element = 0;
        foreach (StateVariable variable in Layout.Variables)
        {
            if (variable.Name == state)
            {
                int first = element;
                return [.. Enumerable.Range(first, variable.ElementCount).Select(k => After[(k * UnitCount) + unit] - Before[(k * UnitCount) + unit])];
            }

            element += variable.ElementCount;
        }

        return [];
    }

    /// <summary>Tells the first output or state that has other bits than in another run; null where there is none.</summary>
    public string? Differs(TrialResults other) =>
        Bits.Differ(Values, other.Values, PlaceOf) ?? Bits.Differ(After, other.After, place => $"value {place} of the states after the last step");

    /// <summary>Where a value of all outputs stands.</summary>
    internal string PlaceOf(int index) =>
        $"{Trial.Descriptor.Outputs[index / (UnitCount * Trial.StepCount)].Variable.Name} of unit {index / Trial.StepCount % UnitCount} on step {index % Trial.StepCount}";
}
