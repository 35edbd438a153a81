using Tributary.Contracts;

namespace Tributary.Engine;

/// <summary>Turns what units give off into discharge at gauges: on lumped basins by area alone, on a river network by routing.</summary>
public sealed class RiverDischarge : IDisposable
{
    private readonly BasinDomain _domain;
    private readonly RoutingPlan? _plan;
    private readonly UnitConversion[] _toDischarge;
    private readonly int[] _order;
    private readonly IRouting? _routing;
    private readonly ParameterSets? _parameters;

    /// <summary>Prepares the routing on the domain's network.</summary>
    /// <param name="domain">The units, the network and the gauges.</param>
    /// <param name="plan">The routing; null for water that reaches the gauges within its time step.</param>
    /// <param name="model">The model that gives the water off.</param>
    /// <param name="step">Time step.</param>
    /// <param name="threads">Threads that the routing may use.</param>
    /// <param name="services">What the host offers.</param>
    /// <exception cref="InputException">The network lacks something that the routing needs.</exception>
    /// <exception cref="WorkException">The plugin broke down.</exception>
    public RiverDischarge(BasinDomain domain, RoutingPlan? plan, ModelDescriptor model, TimeSpan step, int threads, HostServices services)
    {
        _domain = domain;
        _plan = plan;
        _toDischarge = new UnitConversion[domain.Units.Count];
        for (int unit = 0; unit < _toDischarge.Length; unit++)
        {
            _toDischarge[unit] = DischargeConversion.Of(model, domain.Units.AreaKm2[unit], step);
        }

        _order = domain.Network is { } network ? DownstreamOrder(network) : [];
        if (plan is not null && domain.Network is not null)
        {
            var setup = new RoutingSetup(domain.Network, step, threads, services);
            _routing = plan.Prepare(setup);
            _parameters = ParameterSets.Uniform(plan.Parameters(), domain.Network.Count);
        }
    }

    /// <summary>Whether discharge is no more than what each unit gives off, converted.</summary>
    public bool IsLumped => _domain.Network is null;

    /// <summary>The conversion of a unit's output to m3 s-1.</summary>
    public UnitConversion Of(int unit) => _toDischarge[unit];

    /// <summary>Discharge at the gauges from empty rivers on.</summary>
    /// <param name="time">The time steps.</param>
    /// <param name="given">What each unit gives off, <c>[unit][time]</c>, as the model writes it.</param>
    /// <param name="discharge">Receives discharge at each gauge in m3 s-1, <c>[gauge][time]</c>.</param>
    /// <param name="room">Working room, to be used again by the same thread.</param>
    /// <exception cref="WorkException">The routing plugin broke down.</exception>
    public void Route(TimeAxis time, ReadOnlySpan<double> given, Span<double> discharge, Room room)
    {
        RiverNetwork network = _domain.Network ?? throw new InvalidOperationException("Lumped basins have no network.");
        Span<double> lateral = room.Lateral(network.Count * time.Count);
        Span<double> routed = room.Routed(network.Count * time.Count);
        lateral.Clear();
        routed.Clear();
        for (int unit = 0; unit < _toDischarge.Length; unit++)
        {
            Add(given.Slice(unit * time.Count, time.Count), _toDischarge[unit], Row(lateral, network.ReachOfUnit[unit], time));
        }

        if (_routing is null)
        {
            PassOn(network, lateral, routed, time);
        }
        else
        {
            RunPlugin(time, lateral, routed);
        }

        for (int gauge = 0; gauge < _domain.Gauges.Count; gauge++)
        {
            Gauge place = _domain.Gauges[gauge];
            Span<double> row = discharge.Slice(gauge * time.Count, time.Count);
            if (!place.AtHead)
            {
                Row(routed, place.Reach, time).CopyTo(row);
                continue;
            }

            Row(lateral, place.Reach, time).CopyTo(row);
            for (int reach = 0; reach < network.Count; reach++)
            {
                if (network.Downstream[reach] == place.Reach)
                {
                    Add(Row(routed, reach, time), UnitConversion.Identity, row);
                }
            }
        }
    }

    /// <inheritdoc/>
    public void Dispose() => _routing?.Dispose();

    private static Span<double> Row(Span<double> rows, int reach, TimeAxis time) => rows.Slice(reach * time.Count, time.Count);

    private static void Add(ReadOnlySpan<double> values, UnitConversion conversion, Span<double> sum)
    {
        for (int i = 0; i < sum.Length; i++)
        {
            sum[i] += conversion.Apply(values[i]);
        }
    }

    /// <summary>Reaches so that each stands behind all those upstream.</summary>
    private static int[] DownstreamOrder(RiverNetwork network)
    {
        int[] waiting = new int[network.Count];
        foreach (int below in network.Downstream)
        {
            if (below >= 0)
            {
                waiting[below]++;
            }
        }

        var order = new List<int>(network.Count);
        for (int reach = 0; reach < waiting.Length; reach++)
        {
            for (int at = reach; at >= 0 && waiting[at] == 0; at = network.Downstream[at])
            {
                waiting[at] = -1;
                order.Add(at);
                if (network.Downstream[at] is >= 0 and int below)
                {
                    waiting[below]--;
                }
            }
        }

        return [.. order];
    }

    /// <summary>Water reaches the outlet within its time step.</summary>
    private void PassOn(RiverNetwork network, ReadOnlySpan<double> lateral, Span<double> routed, TimeAxis time)
    {
        lateral.CopyTo(routed);
        foreach (int reach in _order)
        {
            if (network.Downstream[reach] is >= 0 and int below)
            {
                Add(Row(routed, reach, time), UnitConversion.Identity, Row(routed, below, time));
            }
        }
    }

    private void RunPlugin(TimeAxis time, Span<double> lateral, Span<double> routed)
    {
        try
        {
            using IRoutingSimulation simulation = _routing!.Start(_parameters!);
            simulation.Advance(time, lateral, routed);

            // A gauge at the head of a reach sees what has come down the hillslopes.
            (simulation as RoutingCascadeSimulation)?.CopyAtRiver(lateral);
        }
        catch (Exception error) when (error is not TributaryException and not OperationCanceledException)
        {
            throw PluginGuard.Broken(_plan!.Loaded, "routing", "routing", error);
        }
    }

    /// <summary>Flows of all reaches while one parameter set is routed.</summary>
    public sealed class Room
    {
        private double[] _lateral = [];
        private double[] _routed = [];

        internal Span<double> Lateral(int length) => (_lateral = _lateral.Length >= length ? _lateral : new double[length]).AsSpan(0, length);

        internal Span<double> Routed(int length) => (_routed = _routed.Length >= length ? _routed : new double[length]).AsSpan(0, length);
    }
}
