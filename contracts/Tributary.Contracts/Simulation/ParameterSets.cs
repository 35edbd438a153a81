namespace Tributary.Contracts;

/// <summary>Values of a model's parameters for each simulated unit, <c>[parameter][set x unit]</c>.</summary>
public sealed class ParameterSets
{
    private readonly double[] _values;

    /// <summary>Room for some sets on some units.</summary>
    /// <param name="parameterCount">Number of parameters of the model.</param>
    /// <param name="setCount">Number of parameter sets that run side by side.</param>
    /// <param name="unitCount">Number of units of the domain.</param>
    public ParameterSets(int parameterCount, int setCount, int unitCount)
    {
        ParameterCount = parameterCount;
        SetCount = setCount;
        UnitCount = unitCount;
        _values = new double[parameterCount * setCount * unitCount];
    }

    /// <summary>Number of parameters.</summary>
    public int ParameterCount { get; }

    /// <summary>Number of parameter sets that run side by side.</summary>
    public int SetCount { get; }

    /// <summary>Number of units of the domain.</summary>
    public int UnitCount { get; }

    /// <summary>Number of simulated units: sets times units.</summary>
    public int Count => SetCount * UnitCount;

    /// <summary>The values of one parameter, <c>[set x unit]</c>, the sets outermost.</summary>
    public Span<double> this[int parameter] => _values.AsSpan(parameter * Count, Count);

    /// <summary>One set that is the same on all units.</summary>
    /// <param name="values">One value a parameter.</param>
    /// <param name="unitCount">Number of units of the domain.</param>
    public static ParameterSets Uniform(ReadOnlySpan<double> values, int unitCount = 1)
    {
        var sets = new ParameterSets(values.Length, 1, unitCount);
        sets.Fill(0, values);
        return sets;
    }

    /// <summary>Gives a set the same values on all units.</summary>
    /// <param name="set">Index of the set.</param>
    /// <param name="values">One value a parameter.</param>
    public void Fill(int set, ReadOnlySpan<double> values)
    {
        for (int parameter = 0; parameter < ParameterCount; parameter++)
        {
            this[parameter].Slice(set * UnitCount, UnitCount).Fill(values[parameter]);
        }
    }
}
