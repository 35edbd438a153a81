using Tributary.Contracts;

namespace Tributary.Engine;

/// <summary>Forcing that is read for all units at once, each variable when it is first asked for. A failure is told once, not once a unit.</summary>
/// <param name="time">Time steps of the run.</param>
internal abstract class SpreadForcing(TimeAxis time) : IDomainForcing
{
    // Two models may want the same variable in different units.
    private readonly Dictionary<(string Name, string Unit), double[]> _values = [];
    private readonly Dictionary<(string Name, string Unit), InputException> _failures = [];

    public abstract IEnumerable<string> Files { get; }

    protected TimeAxis Time => time;

    public IUnitForcing Of(int unit) => new Unit(this, unit);

    public abstract void Dispose();

    /// <summary>Whether a variable is there.</summary>
    protected abstract bool Has(Variable variable);

    /// <summary>Reads a variable of all units, <c>[unit][time]</c>, a gap being NaN.</summary>
    /// <exception cref="InputException">It cannot be read.</exception>
    protected abstract double[] Read(Variable variable);

    private ReadOnlySpan<double> Row(Variable variable, int unit)
    {
        (string, string) wanted = (variable.Name, variable.Unit);
        if (_failures.TryGetValue(wanted, out InputException? failure))
        {
            throw failure;
        }

        if (!_values.TryGetValue(wanted, out double[]? values))
        {
            try
            {
                values = _values[wanted] = Read(variable);
            }
            catch (InputException error)
            {
                _failures[wanted] = error;
                throw;
            }
        }

        return values.AsSpan(unit * time.Count, time.Count);
    }

    private sealed class Unit(SpreadForcing forcing, int unit) : IUnitForcing
    {
        public bool Has(Variable variable) => forcing.Has(variable);

        public void Read(Variable variable, Span<double> values) => forcing.Row(variable, unit).CopyTo(values);
    }
}
