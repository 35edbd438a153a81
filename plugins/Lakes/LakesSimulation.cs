using Tributary.Contracts;

namespace Tributary.Plugins.Lakes;

/// <summary>Running lakes; reaches without one pass water on at once.</summary>
internal sealed class LakesSimulation : ReachwiseSimulation
{
    private readonly double _step;
    private readonly ILake?[] _lakes;
    private readonly bool _hasReservoirs;
    private BlockCalendar _calendar = new(default);

    public LakesSimulation(RoutingSetup setup, NetworkOrder order, ILake?[] lakes)
        : base(order, setup.ThreadCount, StatesOf(lakes))
    {
        _step = setup.Step.TotalSeconds;
        _lakes = lakes;
        _hasReservoirs = HasReservoirs(lakes);
        for (int reach = 0; reach < lakes.Length; reach++)
        {
            lakes[reach]?.Start(Held[reach]);
        }
    }

    public override bool Applies(int reach) => _lakes[reach] is not null;

    public override void Begin(TimeAxis time)
    {
        if (_hasReservoirs)
        {
            _calendar = new BlockCalendar(time);
        }
    }

    public override void Route(int reach, ReadOnlySpan<double> lateral, ReadOnlySpan<double> upstream, Span<double> discharge)
    {
        lateral.CopyTo(discharge);
        for (int t = 0; t < upstream.Length; t++)
        {
            discharge[t] += upstream[t];
        }

        _lakes[reach]?.Route(discharge, _calendar, _step, Held[reach]);
    }

    private static bool HasReservoirs(ILake?[] lakes) => Array.Exists(lakes, lake => lake is Reservoir);

    private static ReachStates StatesOf(ILake?[] lakes)
    {
        var storage = new StateVariable("storage", "m3", "water in the lake: above its sill, or in the reservoir", WaterFrom: 0);
        var operation = new StateVariable("operation", "1", $"of a reservoir: {Reservoir.OperationStates}", Reservoir.OperationCount);
        return new ReachStates(HasReservoirs(lakes) ? [storage, operation] : [storage], [.. lakes.Select(lake => lake?.StateCount ?? 1)]);
    }
}
