using Tributary.Contracts;

namespace Tributary.Learning;

/// <summary>
/// Everything that a network learns from, in single precision, a gap being NaN: inputs <c>[basin][time, variable]</c>, targets
/// <c>[basin][time, target]</c> and attributes <c>[basin][attribute]</c>. Each basin's series are one contiguous block, so that a window is one run
/// of memory and no store, however many basins it holds, meets the length limit of an array.
/// </summary>
public sealed class SeriesStore
{
    private readonly float[][] _inputs;
    private readonly float[][] _targets;
    private readonly float[] _statics;

    /// <summary>Makes a store in which everything is missing.</summary>
    /// <param name="basins">Ids of the basins.</param>
    /// <param name="time">Time steps of all series.</param>
    /// <param name="variables">Names of the inputs.</param>
    /// <param name="attributes">Names of the static attributes; may be empty.</param>
    /// <param name="targets">Names of the targets.</param>
    public SeriesStore(
        IReadOnlyList<string> basins, TimeAxis time, IReadOnlyList<string> variables, IReadOnlyList<string> attributes, IReadOnlyList<string> targets)
    {
        (Basins, Time, Variables, Attributes, TargetNames) = (basins, time, variables, attributes, targets);
        _inputs = [.. basins.Select(_ => Missing(time.Count * variables.Count))];
        _targets = [.. basins.Select(_ => Missing(time.Count * targets.Count))];
        _statics = Missing(basins.Count * attributes.Count);
    }

    /// <summary>Ids of the basins.</summary>
    public IReadOnlyList<string> Basins { get; }

    /// <summary>Time steps of all series.</summary>
    public TimeAxis Time { get; }

    /// <summary>Names of the inputs.</summary>
    public IReadOnlyList<string> Variables { get; }

    /// <summary>Names of the static attributes.</summary>
    public IReadOnlyList<string> Attributes { get; }

    /// <summary>Names of the targets.</summary>
    public IReadOnlyList<string> TargetNames { get; }

    /// <summary>Bytes that the series take.</summary>
    public long Bytes => sizeof(float) * (((long)Basins.Count * Time.Count * (Variables.Count + TargetNames.Count)) + _statics.Length);

    /// <summary>Inputs of one basin, <c>[time, variable]</c>.</summary>
    public Span<float> Inputs(int basin) => _inputs[basin];

    /// <summary>Targets of one basin, <c>[time, target]</c>.</summary>
    public Span<float> Targets(int basin) => _targets[basin];

    /// <summary>Attributes of one basin, <c>[attribute]</c>.</summary>
    public Span<float> Statics(int basin) => _statics.AsSpan(basin * Attributes.Count, Attributes.Count);

    /// <summary>Writes one input series.</summary>
    /// <param name="basin">Index of the basin.</param>
    /// <param name="variable">Index of the variable.</param>
    /// <param name="values">Its values, <c>[time]</c>.</param>
    public void SetInput(int basin, int variable, ReadOnlySpan<double> values) => Write(values, _inputs[basin], Variables.Count, variable);

    /// <summary>Writes one target series.</summary>
    /// <param name="basin">Index of the basin.</param>
    /// <param name="target">Index of the target.</param>
    /// <param name="values">Its values, <c>[time]</c>.</param>
    public void SetTarget(int basin, int target, ReadOnlySpan<double> values) => Write(values, _targets[basin], TargetNames.Count, target);

    /// <summary>Checks that no attribute is missing.</summary>
    /// <exception cref="InputException">One is: names the attribute and the basins.</exception>
    public void RequireStatics()
    {
        for (int attribute = 0; attribute < Attributes.Count; attribute++)
        {
            string[] without = [.. Enumerable.Range(0, Basins.Count).Where(basin => !float.IsFinite(Statics(basin)[attribute])).Select(basin => Basins[basin])];
            if (without.Length > 0)
            {
                throw new InputException(
                    $"There is no value of the static attribute {Attributes[attribute]} for {BasinNames.Some(without)}",
                    without[0],
                    "Give the value, leave the attribute out, or let missing inputs be masked.");
            }
        }
    }

    private void Write(ReadOnlySpan<double> values, float[] rows, int width, int column)
    {
        if (values.Length != Time.Count)
        {
            throw new ArgumentException($"There are {Time.Count} time steps but {values.Length} values.", nameof(values));
        }

        for (int step = 0; step < values.Length; step++)
        {
            rows[(step * width) + column] = (float)values[step];
        }
    }

    private static float[] Missing(int count)
    {
        float[] values = GC.AllocateUninitializedArray<float>(count);
        Array.Fill(values, float.NaN);
        return values;
    }
}
