using Tributary.Contracts;

namespace Tributary.Engine;

/// <summary>What a simulation goes on from: the states of its model, and the water on its way down the river.</summary>
/// <param name="Time">The first instant that is not simulated yet.</param>
/// <param name="Model">States of the model.</param>
/// <param name="Routing">States of the routing; null where water reaches the gauges within its time step.</param>
public sealed record SimulationStates(DateTime Time, StatePart Model, StatePart? Routing);

/// <summary>The states of a model or of a routing.</summary>
/// <param name="Layout">What they are.</param>
/// <param name="Values">Their values, <c>[variable][element][unit]</c>.</param>
public sealed record StatePart(StateLayout Layout, double[] Values)
{
    /// <summary>Makes sure that they may be given to a simulation.</summary>
    /// <param name="wanted">What the simulation's states are.</param>
    /// <param name="whose">Whose simulation it is.</param>
    /// <exception cref="InputException">They are others.</exception>
    internal void DemandFit(StateLayout wanted, string whose)
    {
        static string Describe(StateLayout layout) => layout.Length == 0 ? "none"
            : $"{string.Join(", ", layout.Variables.Where(variable => variable.ElementCount > 0).Select(variable => variable.ElementCount == 1 ? variable.Name : $"{variable.Name} x {variable.ElementCount}"))} of {layout.UnitCount} units";
        if (Values.Length != wanted.Length || Describe(Layout) != Describe(wanted))
        {
            throw new InputException($"the stored states are {Describe(Layout)}; it has {Describe(wanted)}", whose, "Run the workflow again with the models and the domain of now.");
        }
    }
}
