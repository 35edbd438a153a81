using Tributary.Contracts;

namespace Tributary.Engine;

/// <summary>
/// Weights of an explanation over variables, and over steps and units where it has these. A weight that may be negative, as an integrated gradient,
/// counts by its size, and what lies on lags is summed.
/// </summary>
internal sealed class ExplanationWeights
{
    private const long ValuesAtOnce = 1 << 21;

    private readonly IArrayFile _file;
    private readonly ArrayVariable _variable;

    private ExplanationWeights(IArrayFile file, ArrayVariable variable, int units)
    {
        (_file, _variable, UnitCount) = (file, variable, units);
        Name = variable.Text("attribution")!;
        Member = variable.Text("member")!;
        Features = file.ReadText($"{DimensionOf(variable, "variable")}_name");
        Times = DimensionOf(variable, "time") is { } time ? file.ReadTimes(time) : [];
    }

    /// <summary>What they are, as <c>attention_by_step</c>.</summary>
    public string Name { get; }

    /// <summary>The member that they explain.</summary>
    public string Member { get; }

    /// <summary>How to read them.</summary>
    public string Description => _variable.Text("comment") ?? string.Empty;

    /// <summary>What the model's own checks found; null where there were none.</summary>
    public string? Verdict => _variable.Text("verdict");

    /// <summary>The variables.</summary>
    public string[] Features { get; }

    /// <summary>The explained steps; none where the weights are means over all of them.</summary>
    public DateTime[] Times { get; }

    /// <summary>Number of units; 1 where they are of the whole basin.</summary>
    public int UnitCount { get; }

    /// <summary>Whether they say where.</summary>
    public bool HasUnits => DimensionOf(_variable, "unit") is not null;

    /// <summary>The weights that a variable of the file holds; null where it holds others.</summary>
    public static ExplanationWeights? Of(IArrayFile file, ArrayVariable variable, StoredUnits units)
    {
        string[] kinds = [.. variable.Dimensions.Select(dimension => KindOf(dimension.Name))];
        bool fits = variable.Text("attribution") is not null
            && variable.Text("member") is not null
            && kinds.Contains("variable")
            && (kinds.Contains("time") || kinds.Contains("unit"))
            && kinds.Distinct().Count() == kinds.Length
            && kinds.All(kind => kind is "time" or "variable" or "lag" or "unit")
            && (DimensionOf(variable, "unit") is null || DimensionOf(variable, "unit") == units.Dimension);
        return fits ? new ExplanationWeights(file, variable, kinds.Contains("unit") ? units.Count : 1) : null;
    }

    /// <summary>Sums of weights over groups of steps, <c>[group][variable, unit]</c>.</summary>
    /// <param name="groupOf">The group of each step, below 0 for none; where there are no steps, the one entry is of all of them.</param>
    /// <param name="groups">Number of groups.</param>
    public double[][] Sum(ReadOnlySpan<int> groupOf, int groups)
    {
        double[][] sums = [.. Enumerable.Range(0, groups).Select(_ => new double[Features.Length * UnitCount])];
        int time = Array.FindIndex([.. _variable.Dimensions], dimension => KindOf(dimension.Name) == "time");
        if (time < 0)
        {
            AddTo(sums, [groupOf[0]], 0, 1, time);
            return sums;
        }

        long slice = _variable.Length / Math.Max(1, Times.Length);
        int most = (int)Math.Max(1, ValuesAtOnce / Math.Max(1, slice));
        for (int first = 0; first < Times.Length;)
        {
            int end = first;
            while (end < Times.Length && groupOf[end] >= 0 && end - first < most)
            {
                end++;
            }

            if (end > first)
            {
                AddTo(sums, groupOf[first..end], first, end - first, time);
            }

            first = Math.Max(end, first + 1);
        }

        return sums;
    }

    private static string KindOf(string dimension) => dimension.Split('_')[0];

    private static string? DimensionOf(ArrayVariable variable, string kind) => variable.Dimensions.Select(dimension => dimension.Name).FirstOrDefault(name => KindOf(name) == kind);

    private void AddTo(double[][] sums, ReadOnlySpan<int> groupOf, int first, int count, int time)
    {
        int rank = _variable.Dimensions.Count;
        long[] start = new long[rank];
        long[] size = [.. _variable.Dimensions.Select(dimension => dimension.Length)];
        if (time >= 0)
        {
            (start[time], size[time]) = (first, count);
        }

        int[] stride = [.. _variable.Dimensions.Select(dimension => KindOf(dimension.Name) switch { "variable" => UnitCount, "unit" => 1, _ => 0 })];
        double[] values = new double[size.Aggregate(1L, (product, length) => product * length)];
        _file.Read(_variable.Name, start, size, values);
        int[] index = new int[rank];
        for (int at = 0; at < values.Length; at++)
        {
            int place = 0;
            for (int axis = 0; axis < rank; axis++)
            {
                place += index[axis] * stride[axis];
            }

            if (double.IsFinite(values[at]))
            {
                sums[groupOf[time < 0 ? 0 : index[time]]][place] += Math.Abs(values[at]);
            }

            for (int axis = rank - 1; axis >= 0 && ++index[axis] == size[axis]; axis--)
            {
                index[axis] = 0;
            }
        }
    }
}
