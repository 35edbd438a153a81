namespace Tributary.Contracts;

/// <summary>A running simulation. One thread at a time.</summary>
public interface ISimulation : IDisposable
{
    /// <summary>What its states are.</summary>
    StateLayout States { get; }

    /// <summary>Simulates the next block of time steps. Blocks come in order of time, without holes; their length is free and changes no bit of the results.</summary>
    void Advance(in SimulationBlock block);

    /// <summary>Copies the states as they are after the last block.</summary>
    /// <param name="states">Receives <see cref="StateLayout.Length"/> values.</param>
    void SaveStates(Span<double> states);

    /// <summary>Puts the simulation back to states that <see cref="SaveStates"/> gave, of this or of another run with the same layout.</summary>
    /// <param name="states">As many values as <see cref="SaveStates"/> gives.</param>
    void RestoreStates(ReadOnlySpan<double> states);
}

/// <summary>The states of a simulation: one array <c>[variable][element][unit]</c>, units contiguous.</summary>
public sealed class StateLayout
{
    /// <summary>Describes the states.</summary>
    /// <param name="variables">The states, in order.</param>
    /// <param name="unitCount">Number of simulated units.</param>
    public StateLayout(IReadOnlyList<StateVariable> variables, int unitCount)
    {
        Variables = variables;
        UnitCount = unitCount;
        foreach (StateVariable variable in variables)
        {
            ElementCount += variable.ElementCount;
        }
    }

    /// <summary>The states, in order.</summary>
    public IReadOnlyList<StateVariable> Variables { get; }

    /// <summary>Number of simulated units.</summary>
    public int UnitCount { get; }

    /// <summary>Number of values that one unit has.</summary>
    public int ElementCount { get; }

    /// <summary>Number of values in all.</summary>
    public int Length => ElementCount * UnitCount;
}

/// <summary>A state of a model.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Unit">Its unit of measurement, as UDUNITS-2 reads it.</param>
/// <param name="Description">What it is, in one clause.</param>
/// <param name="ElementCount">Number of values that one catchment unit has: 1 for a store, the number of ordinates for a unit hydrograph.</param>
/// <param name="WaterFrom">
/// Where the state is water that a water balance counts: its first element that is, 0 for a store, 1 for ordinates of which the first has left. Its unit is then mm
/// over the unit, m3, or m3 s-1 for a flow of one step that is still to come. Null for all others.
/// </param>
public sealed record StateVariable(string Name, string Unit, string Description, int ElementCount = 1, int? WaterFrom = null);
