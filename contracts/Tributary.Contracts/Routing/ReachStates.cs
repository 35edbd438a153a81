namespace Tributary.Contracts;

/// <summary>
/// The states of a routing, those of one reach side by side in memory, as a sweep reads them. The first is the water that the reach holds where one number says
/// it. Of the last variable a reach may have fewer elements than the layout has; those it lacks are saved as 0.
/// </summary>
public sealed class ReachStates
{
    private readonly double[] _values;
    private readonly int[] _start;

    /// <summary>Room for states that are 0.</summary>
    /// <param name="variables">The states of a reach with the most elements.</param>
    /// <param name="elementCounts">Number of values that each reach has, <c>[reach]</c>.</param>
    public ReachStates(IReadOnlyList<StateVariable> variables, ReadOnlySpan<int> elementCounts)
    {
        Layout = new StateLayout(variables, elementCounts.Length);
        _start = new int[elementCounts.Length + 1];
        for (int reach = 0; reach < elementCounts.Length; reach++)
        {
            _start[reach + 1] = checked(_start[reach] + elementCounts[reach]);
        }

        _values = new double[_start[^1]];
    }

    /// <summary>Room for states that are 0, as many for each reach.</summary>
    /// <param name="variables">The states.</param>
    /// <param name="reachCount">Number of reaches.</param>
    public ReachStates(IReadOnlyList<StateVariable> variables, int reachCount)
        : this(variables, Enumerable.Repeat(variables.Sum(variable => variable.ElementCount), reachCount).ToArray())
    {
    }

    /// <summary>What the states are.</summary>
    public StateLayout Layout { get; }

    /// <summary>The states of a reach.</summary>
    public Span<double> this[int reach] => _values.AsSpan(_start[reach].._start[reach + 1]);

    /// <summary>Copies the states out, <c>[element][reach]</c>.</summary>
    /// <param name="states">Receives as many values as the layout says.</param>
    public void Save(Span<double> states)
    {
        states = states[..Layout.Length];
        states.Clear();
        for (int reach = 0; reach < Layout.UnitCount; reach++)
        {
            Span<double> own = this[reach];
            for (int k = 0; k < own.Length; k++)
            {
                states[(k * Layout.UnitCount) + reach] = own[k];
            }
        }
    }

    /// <summary>Copies states back that <see cref="Save"/> gave.</summary>
    /// <param name="states">As many values as the layout says.</param>
    public void Restore(ReadOnlySpan<double> states)
    {
        for (int reach = 0; reach < Layout.UnitCount; reach++)
        {
            Span<double> own = this[reach];
            for (int k = 0; k < own.Length; k++)
            {
                own[k] = states[(k * Layout.UnitCount) + reach];
            }
        }
    }
}
