using Tributary.Contracts;

namespace Tributary.Engine;

/// <summary>All forcing of a run: one series a variable and unit on the run's time axis, <c>[variable][unit][time]</c>.</summary>
public sealed class ForcingTable
{
    private readonly double[] _values;
    private readonly List<Variable> _variables;

    /// <summary>Makes room.</summary>
    /// <param name="time">Time steps of the run.</param>
    /// <param name="unitCount">Number of units.</param>
    /// <param name="variables">The variables, each in the unit that the models want it in.</param>
    /// <exception cref="InputException">It would hold more values than an array can.</exception>
    public ForcingTable(TimeAxis time, int unitCount, IEnumerable<Variable> variables)
    {
        Time = time;
        UnitCount = unitCount;
        _variables = [.. variables];
        long length = (long)_variables.Count * unitCount * time.Count;
        _values = length <= Array.MaxLength
            ? new double[length]
            : throw new InputException(
                $"{_variables.Count} variables of {unitCount} units over {time.Count} time steps are {length} values, more than {Array.MaxLength}", remedy: "Divide the period or the domain.");
    }

    /// <summary>Time steps of the run.</summary>
    public TimeAxis Time { get; }

    /// <summary>Number of units.</summary>
    public int UnitCount { get; }

    /// <summary>The variables that are there.</summary>
    public IReadOnlyList<Variable> Variables => _variables;

    /// <summary>All values, <c>[variable][unit][time]</c>.</summary>
    public ReadOnlySpan<double> Values => _values;

    /// <summary>One series, <c>[time]</c>.</summary>
    public Span<double> Series(Variable variable, int unit) =>
        _values.AsSpan(((IndexOf(variable) * UnitCount) + unit) * Time.Count, Time.Count);

    /// <summary>Whether a variable is there, in this unit.</summary>
    public bool Contains(Variable variable) => IndexOf(variable) >= 0;

    /// <summary>A copy of some consecutive time steps.</summary>
    /// <param name="first">The first of them.</param>
    /// <param name="count">How many.</param>
    public ForcingTable Slice(int first, int count)
    {
        var part = new ForcingTable(Time.Slice(first, count), UnitCount, _variables);
        for (int row = 0; row < _variables.Count * UnitCount; row++)
        {
            _values.AsSpan((row * Time.Count) + first, count).CopyTo(part._values.AsSpan(row * count));
        }

        return part;
    }

    /// <summary>Where a model finds its forcing for some consecutive units.</summary>
    /// <param name="model">The model.</param>
    /// <param name="firstUnit">First unit.</param>
    /// <param name="unitCount">Number of units.</param>
    public SeriesRows RowsFor(ModelDescriptor model, int firstUnit, int unitCount)
    {
        int[] starts = new int[model.Forcing.Count];
        for (int i = 0; i < starts.Length; i++)
        {
            int index = IndexOf(model.Forcing[i].Variable);
            starts[i] = index < 0 ? -1 : ((index * UnitCount) + firstUnit) * Time.Count;
        }

        return new SeriesRows(starts, Time.Count, unitCount);
    }

    /// <summary>The forcing of a grid model.</summary>
    /// <param name="model">The model.</param>
    /// <param name="places">Where the units lie.</param>
    public IGridForcing FieldsFor(ModelDescriptor model, CellPlaces places) => new SeriesFields(_values, RowsFor(model, 0, UnitCount), model.Forcing.Count, places);

    /// <summary>For each forcing variable of a model whether it is there.</summary>
    public bool[] ProvidedTo(ModelDescriptor model) => [.. model.Forcing.Select(declared => Contains(declared.Variable))];

    private int IndexOf(Variable variable)
    {
        for (int i = 0; i < _variables.Count; i++)
        {
            if (_variables[i].Name == variable.Name && _variables[i].Unit == variable.Unit)
            {
                return i;
            }
        }

        return -1;
    }
}
