using System.Text.Json;
using Tributary.Contracts;
using Tributary.Engine;

namespace Tributary.Tests.RiverRouting;

/// <summary>A routing on a network, run as a host runs it.</summary>
internal sealed class RoutingTrial : IDisposable
{
    private readonly IRouting _routing;
    private readonly ParameterSets _parameters;

    /// <summary>Prepares the routing; parameters that are not given have their defaults.</summary>
    public RoutingTrial(
        IRoutingPlugin plugin, RiverNetwork network, TimeSpan step, int threads = 1, string settings = "{}", params (string Name, double Value)[] parameters)
    {
        var element = JsonElement.Parse(settings);
        Descriptor = plugin.Describe(element);
        Network = network;
        Step = step;
        _routing = plugin.Prepare(element, new RoutingSetup(network, step, threads, new HostServices(_ => { })));
        double[] values = [.. Descriptor.Parameters.Select(parameter => parameter.Default)];
        foreach ((string name, double value) in parameters)
        {
            values[Descriptor.Parameters.Select(parameter => parameter.Name).ToList().IndexOf(name)] = value;
        }

        _parameters = ParameterSets.Uniform(values, network.Count);
    }

    public RoutingDescriptor Descriptor { get; }

    public RiverNetwork Network { get; }

    public TimeSpan Step { get; }

    public double Seconds => Step.TotalSeconds;

    public IRoutingSimulation Start() => _routing.Start(_parameters);

    /// <summary>Time steps from 2001 on, or from a later one.</summary>
    public TimeAxis Axis(int count, int first = 0) => new(new DateTime(2001, 1, 1) + (first * Step), Step, count);

    /// <summary>A whole run from an empty network.</summary>
    public double[] Run(double[] inflow)
    {
        using IRoutingSimulation simulation = Start();
        return Advance(simulation, inflow);
    }

    public double[] Advance(IRoutingSimulation simulation, double[] inflow, int first = 0)
    {
        double[] discharge = new double[inflow.Length];
        simulation.Advance(Axis(inflow.Length / Network.Count, first), inflow, discharge);
        return discharge;
    }

    /// <summary>Water in the network, m3: of each routing the variables "storage…", or "underway", which is a flow by steps to go.</summary>
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
            double factor = variable.Name.StartsWith("storage", StringComparison.Ordinal) ? 1 : variable.Name.StartsWith("underway", StringComparison.Ordinal) ? step.TotalSeconds : 0;
            int count = variable.ElementCount * simulation.States.UnitCount;
            sum += factor * (factor == 0 ? 0 : states.AsSpan(first, count).ToArray().Sum());
            first += count;
        }

        return sum;
    }

    public void Dispose() => _routing.Dispose();
}
