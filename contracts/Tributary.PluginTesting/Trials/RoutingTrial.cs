using System.Text.Json;
using Tributary.Contracts;

namespace Tributary.PluginTesting;

/// <summary>A routing on a network, run as a host runs it.</summary>
public sealed class RoutingTrial : IDisposable
{
    private readonly IRouting _routing;
    private readonly ParameterSets _parameters;

    /// <summary>Prepares the routing; parameters that are not given have their defaults.</summary>
    public RoutingTrial(
        IRoutingPlugin plugin, RiverNetwork network, TimeSpan step, int threads = 1, string settings = "{}", params (string Name, double Value)[] parameters)
        : this(plugin, JsonElement.Parse(settings), new RoutingSetup(network, step, threads, new LoneServices()), ValuesOf(plugin, JsonElement.Parse(settings), parameters))
    {
    }

    /// <summary>Prepares the routing on a setup of the caller's own.</summary>
    /// <param name="plugin">The plugin.</param>
    /// <param name="settings">Its settings.</param>
    /// <param name="setup">What it is prepared on.</param>
    /// <param name="parameters">One value a parameter, the same on all reaches.</param>
    public RoutingTrial(IRoutingPlugin plugin, JsonElement settings, RoutingSetup setup, double[] parameters)
    {
        Descriptor = plugin.Describe(settings);
        Network = setup.Network;
        Step = setup.Step;
        _routing = plugin.Prepare(settings, setup);
        _parameters = ParameterSets.Uniform(parameters, Network.Count);
    }

    /// <summary>What the routing is.</summary>
    public RoutingDescriptor Descriptor { get; }

    /// <summary>The reaches.</summary>
    public RiverNetwork Network { get; }

    /// <summary>Time step.</summary>
    public TimeSpan Step { get; }

    /// <summary>Length of a time step in s.</summary>
    public double Seconds => Step.TotalSeconds;

    /// <summary>Starts from an empty network.</summary>
    public IRoutingSimulation Start() => _routing.Start(_parameters);

    /// <summary>Time steps from 2001 on, or from a later one.</summary>
    public TimeAxis Axis(int count, int first = 0) => new(new DateTime(2001, 1, 1) + (first * Step), Step, count);

    /// <summary>A whole run from an empty network.</summary>
    /// <param name="inflow">Lateral inflow in m3 s-1, <c>[reach][time]</c>.</param>
    /// <returns>Discharge in m3 s-1, <c>[reach][time]</c>.</returns>
    public double[] Run(double[] inflow)
    {
        using IRoutingSimulation simulation = Start();
        return Advance(simulation, inflow);
    }

    /// <summary>A whole run from an empty network in blocks.</summary>
    /// <param name="inflow">Lateral inflow in m3 s-1, <c>[reach][time]</c>.</param>
    /// <param name="blocks">Lengths of the first blocks; one more takes what is left.</param>
    /// <param name="restarts">Whether states are saved and restored into a simulation of their own before every block.</param>
    /// <returns>Discharge in m3 s-1, <c>[reach][time]</c>.</returns>
    public double[] Run(double[] inflow, IReadOnlyList<int> blocks, bool restarts)
    {
        int steps = inflow.Length / Network.Count;
        double[] discharge = new double[inflow.Length];
        IRoutingSimulation simulation = Start();
        int first = 0;
        for (int block = 0; first < steps; block++)
        {
            if (restarts)
            {
                double[] states = new double[simulation.States.Length];
                simulation.SaveStates(states);
                simulation.Dispose();
                simulation = Start();
                simulation.RestoreStates(states);
            }

            int length = Math.Min(block < blocks.Count ? blocks[block] : steps, steps - first);
            double[] part = new double[Network.Count * length];
            for (int reach = 0; reach < Network.Count; reach++)
            {
                inflow.AsSpan((reach * steps) + first, length).CopyTo(part.AsSpan(reach * length));
            }

            double[] flow = Advance(simulation, part, first);
            for (int reach = 0; reach < Network.Count; reach++)
            {
                flow.AsSpan(reach * length, length).CopyTo(discharge.AsSpan((reach * steps) + first));
            }

            first += length;
        }

        simulation.Dispose();
        return discharge;
    }

    /// <summary>Routes one block.</summary>
    public double[] Advance(IRoutingSimulation simulation, double[] inflow, int first = 0)
    {
        double[] discharge = new double[inflow.Length];
        simulation.Advance(Axis(inflow.Length / Network.Count, first), inflow, discharge);
        return discharge;
    }

    /// <summary>Water in the network, m3: what its states say that they hold.</summary>
    public double Stored(IRoutingSimulation simulation) => Stored(simulation, Step);

    /// <inheritdoc cref="Stored(IRoutingSimulation)"/>
    public static double Stored(IRoutingSimulation simulation, TimeSpan step)
    {
        double[] states = new double[simulation.States.Length];
        simulation.SaveStates(states);
        double sum = 0;
        int first = 0;
        foreach (StateVariable variable in simulation.States.Variables)
        {
            if (variable.WaterFrom is { } water)
            {
                // A flow that is still to come lasts a step.
                double factor = variable.Unit == "m3" ? 1 : step.TotalSeconds;
                sum += factor * states.AsSpan((first + water) * simulation.States.UnitCount, (variable.ElementCount - water) * simulation.States.UnitCount).ToArray().Sum();
            }

            first += variable.ElementCount;
        }

        return sum;
    }

    /// <inheritdoc/>
    public void Dispose() => _routing.Dispose();

    private static double[] ValuesOf(IRoutingPlugin plugin, JsonElement settings, (string Name, double Value)[] parameters)
    {
        IReadOnlyList<ParameterDeclaration> declared = plugin.Describe(settings).Parameters;
        double[] values = [.. declared.Select(parameter => parameter.Default)];
        foreach ((string name, double value) in parameters)
        {
            values[declared.Select(parameter => parameter.Name).ToList().IndexOf(name)] = value;
        }

        return values;
    }
}
