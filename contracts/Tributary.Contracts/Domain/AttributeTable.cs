namespace Tributary.Contracts;

/// <summary>Static attributes of units, one column an attribute, with its unit of measurement; a gap is NaN.</summary>
/// <param name="unitCount">Number of catchment units.</param>
public sealed class AttributeTable(int unitCount)
{
    private readonly Dictionary<string, (string Unit, double[] Values)> _columns = [];

    /// <summary>Number of catchment units, the length of each column.</summary>
    public int UnitCount { get; } = unitCount;

    /// <summary>The names of the attributes.</summary>
    public IReadOnlyCollection<string> Names => _columns.Keys;

    /// <summary>Adds or replaces a column.</summary>
    /// <param name="name">The attribute.</param>
    /// <param name="unit">Its unit of measurement; empty where unknown.</param>
    /// <param name="values">Its values, <c>[unit]</c>.</param>
    /// <exception cref="ArgumentException">The column's length is not the number of units.</exception>
    public void Set(string name, string unit, double[] values)
    {
        if (values.Length != UnitCount)
        {
            throw new ArgumentException($"There are {UnitCount} units but {values.Length} values of {name}.", nameof(values));
        }

        _columns[name] = (unit, values);
    }

    /// <summary>Whether the attribute is there at all.</summary>
    public bool Contains(string name) => _columns.ContainsKey(name);

    /// <summary>The values of an attribute, <c>[unit]</c>.</summary>
    /// <exception cref="KeyNotFoundException">There is no such attribute.</exception>
    public ReadOnlySpan<double> this[string name] => _columns[name].Values;

    /// <summary>The unit of measurement of an attribute; empty where unknown.</summary>
    /// <exception cref="KeyNotFoundException">There is no such attribute.</exception>
    public string UnitOf(string name) => _columns[name].Unit;

    /// <summary>The same for one catchment unit alone.</summary>
    public AttributeTable Only(int unit)
    {
        var only = new AttributeTable(1);
        foreach ((string name, (string unitOfMeasurement, double[] values)) in _columns)
        {
            only.Set(name, unitOfMeasurement, [values[unit]]);
        }

        return only;
    }
}
