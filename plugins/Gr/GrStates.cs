using Tributary.Contracts;

namespace Tributary.Plugins.Gr;

/// <summary>The states of a GR model: what they are and where each starts, <c>[element][unit]</c>.</summary>
internal sealed class GrStates
{
    public const int ProductionStore = 0;
    public const int RoutingStore = 1;

    public GrStates(bool hasExponentialStore, int longestTimeBase, int bandCount, int unitCount)
    {
        var variables = new List<StateVariable>
        {
            new("production_store", "mm", "water in the production store", WaterFrom: 0),
            new("routing_store", "mm", "water in the routing store", WaterFrom: 0),
            new("unit_hydrograph_1", "mm", "water on its way through the first unit hydrograph, by steps to go", longestTimeBase, WaterFrom: 1),
            new("unit_hydrograph_2", "mm", "water on its way through the second unit hydrograph, by steps to go", 2 * longestTimeBase, WaterFrom: 1),
        };
        if (hasExponentialStore)
        {
            variables.Add(new("exponential_store", "mm", "water in the exponential store", WaterFrom: 0));
        }

        if (bandCount > 0)
        {
            variables.Add(new("snow_pack", "mm", "water in the snow pack of each elevation band", bandCount, WaterFrom: 0));
            variables.Add(new("snow_temperature", "degC", "thermal state of the snow pack of each elevation band", bandCount));
            variables.Add(new("snow_full_cover", "mm", "water held by a snow pack that just covers all of the unit"));
        }

        Layout = new StateLayout(variables, unitCount);
        FirstHydrograph = RoutingStore + 1;
        SecondHydrograph = FirstHydrograph + longestTimeBase;
        ExponentialStore = SecondHydrograph + (2 * longestTimeBase);
        SnowPack = ExponentialStore + (hasExponentialStore ? 1 : 0);
        SnowTemperature = SnowPack + bandCount;
        SnowFullCover = SnowTemperature + bandCount;
        Values = new double[Layout.Length];
    }

    public StateLayout Layout { get; }

    /// <summary>The states, <c>[element][unit]</c>.</summary>
    public double[] Values { get; }

    public int FirstHydrograph { get; }

    public int SecondHydrograph { get; }

    public int ExponentialStore { get; }

    public int SnowPack { get; }

    public int SnowTemperature { get; }

    public int SnowFullCover { get; }

    /// <summary>The values of one element from a unit on.</summary>
    public Span<double> At(int element, int unit) => Values.AsSpan((element * Layout.UnitCount) + unit);
}
