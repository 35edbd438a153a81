using Tributary.Contracts;

namespace Tributary.Engine;

/// <summary>Turns what units give off into discharge at gauges: on lumped basins by area alone, on a river network by routing.</summary>
public sealed class RiverDischarge : IDisposable
{
    // Doubles that the flows of all reaches over a block may take.
    private const int MostFlowsAtOnce = 1 << 22;

    private readonly BasinDomain _domain;
    private readonly RoutingPlan? _plan;
    private readonly ModelDescriptor _model;
    private readonly TimeSpan _step;
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
        (_domain, _plan, _model, _step) = (domain, plan, model, step);
        Order = domain.Network is { } network ? NetworkOrder.Of(network) : null;
        if (plan is not null && domain.Network is not null)
        {
            var setup = new RoutingSetup(domain.Network, step, threads, services);
            _routing = plan.Prepare(setup);
            _parameters = ParameterSets.Uniform(plan.Parameters(), domain.Network.Count);
        }
    }

    /// <summary>Whether discharge is no more than what each unit gives off, converted.</summary>
    public bool IsLumped => _domain.Network is null;

    /// <summary>Number of reaches; 0 on lumped basins.</summary>
    public int ReachCount => _domain.Network?.Count ?? 0;

    /// <summary>The reaches in the order in which water runs through them.</summary>
    internal NetworkOrder? Order { get; }

    internal BasinDomain Domain => _domain;

    /// <summary>The conversion of a unit's output to m3 s-1.</summary>
    /// <exception cref="InputException">The model's main result is no flow.</exception>
    public UnitConversion Of(int unit) => DischargeConversion.Of(_model, _domain.Units.AreaKm2[unit], _step);

    /// <summary>Discharge at the gauges from empty rivers on.</summary>
    /// <param name="time">The time steps.</param>
    /// <param name="given">What each unit gives off, <c>[unit][time]</c>, as the model writes it.</param>
    /// <param name="discharge">Receives discharge at each gauge in m3 s-1, <c>[gauge][time]</c>.</param>
    /// <param name="room">Working room, to be used again by the same thread.</param>
    /// <exception cref="WorkException">The routing plugin broke down.</exception>
    public void Route(TimeAxis time, ReadOnlySpan<double> given, Span<double> discharge, Room room)
    {
        using RiverPassage passage = Start(room);
        int length = Math.Clamp(MostFlowsAtOnce / Math.Max(1, ReachCount), 1, time.Count);
        for (int first = 0; first < time.Count; first += length)
        {
            TimeAxis block = time.Slice(first, Math.Min(length, time.Count - first));
            passage.Advance(block, given, time.Count, first);
            passage.CopyAtGauges(discharge, time.Count, first);
        }
    }

    /// <summary>Starts from empty rivers.</summary>
    /// <param name="room">Working room, to be used again by the same thread.</param>
    /// <exception cref="WorkException">The routing plugin broke down.</exception>
    internal RiverPassage Start(Room room) => new(this, _routing?.Start(_parameters!), room);

    /// <inheritdoc/>
    public void Dispose() => _routing?.Dispose();

    internal WorkException Broken(Exception error) => PluginGuard.Broken(_plan!.Loaded, "routing", "routing", error);

    /// <summary>Flows of all reaches while one parameter set is routed.</summary>
    public sealed class Room
    {
        private double[] _lateral = [];
        private double[] _routed = [];

        internal Span<double> Lateral(int length) => (_lateral = _lateral.Length >= length ? _lateral : new double[length]).AsSpan(0, length);

        internal Span<double> Routed(int length) => (_routed = _routed.Length >= length ? _routed : new double[length]).AsSpan(0, length);
    }
}
