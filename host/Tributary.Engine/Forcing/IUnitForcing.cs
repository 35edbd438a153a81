using Tributary.Contracts;

namespace Tributary.Engine;

/// <summary>The forcing of one unit, on the run's time axis and in the wanted units.</summary>
internal interface IUnitForcing
{
    /// <summary>Whether a variable is there.</summary>
    bool Has(Variable variable);

    /// <summary>Reads a variable, <c>[time]</c>, a gap being NaN.</summary>
    /// <exception cref="InputException">It is not there, too short, of another step, or in a unit that does not fit.</exception>
    void Read(Variable variable, Span<double> values);
}

/// <summary>Forcing of all units of a domain.</summary>
internal interface IDomainForcing : IDisposable
{
    /// <summary>The files that it was read from.</summary>
    IEnumerable<string> Files { get; }

    /// <summary>The forcing of one unit.</summary>
    IUnitForcing Of(int unit);
}
