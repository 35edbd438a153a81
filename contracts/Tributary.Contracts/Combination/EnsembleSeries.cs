namespace Tributary.Contracts;

/// <summary>Discharge by several members at one gauge, on the same time steps, and what was observed there.</summary>
public sealed class EnsembleSeries
{
    private readonly double[][] _simulated;
    private readonly double[]? _observed;

    /// <summary>Joins series.</summary>
    /// <param name="time">Their time steps.</param>
    /// <param name="members">Names of the members.</param>
    /// <param name="simulated">Discharge by each member in m3 s-1, <c>[member][time]</c>; NaN where it is missing.</param>
    /// <param name="observed">Observed discharge in m3 s-1, <c>[time]</c>, a gap being NaN; null where there is none.</param>
    /// <exception cref="InputException">A series has not one value a time step.</exception>
    public EnsembleSeries(TimeAxis time, IReadOnlyList<string> members, IReadOnlyList<double[]> simulated, double[]? observed = null)
    {
        for (int member = 0; member < members.Count; member++)
        {
            if (simulated[member].Length != time.Count)
            {
                throw new InputException(
                    $"{simulated[member].Length} time steps cannot be combined with the {time.Count} of {time.Period}", $"member {members[member]}", "Give all members the same period and step.");
            }
        }

        if (observed is not null && observed.Length != time.Count)
        {
            throw new InputException($"{observed.Length} observed time steps cannot be compared with the {time.Count} of {time.Period}");
        }

        (Time, Members, _simulated, _observed) = (time, members, [.. simulated], observed);
    }

    /// <summary>Time steps of all series.</summary>
    public TimeAxis Time { get; }

    /// <summary>Names of the members.</summary>
    public IReadOnlyList<string> Members { get; }

    /// <summary>Whether there are observations.</summary>
    public bool IsObserved => _observed is not null;

    /// <summary>Observed discharge in m3 s-1, <c>[time]</c>; empty where there is none.</summary>
    public ReadOnlySpan<double> Observed => _observed;

    /// <summary>Discharge by a member in m3 s-1, <c>[time]</c>.</summary>
    public ReadOnlySpan<double> Simulated(int member) => _simulated[member];

    /// <summary>Discharge by a member on a time step in m3 s-1.</summary>
    public double this[int member, int step] => _simulated[member][step];

    /// <summary>The time steps on which all members and, where there are observations, the observation are there.</summary>
    public int[] CompleteSteps()
    {
        var steps = new List<int>(Time.Count);
        for (int step = 0; step < Time.Count; step++)
        {
            bool isComplete = _observed is null || double.IsFinite(_observed[step]);
            for (int member = 0; member < _simulated.Length && isComplete; member++)
            {
                isComplete = double.IsFinite(_simulated[member][step]);
            }

            if (isComplete)
            {
                steps.Add(step);
            }
        }

        return [.. steps];
    }

    /// <summary>The same over consecutive time steps.</summary>
    public EnsembleSeries Within(Range steps)
    {
        (int first, int count) = steps.GetOffsetAndLength(Time.Count);
        return new EnsembleSeries(Time.Slice(first, count), Members, [.. _simulated.Select(row => row[steps])], _observed?[steps]);
    }
}
