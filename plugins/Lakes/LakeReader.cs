using Tributary.Contracts;

namespace Tributary.Plugins.Lakes;

/// <summary>Makes the lakes of a network from its attributes, the settings and the parameters.</summary>
internal sealed class LakeReader(LakesSettings settings, RiverNetwork network, LakeAttributes attributes, NetworkOrder order, ParameterSets parameters)
{
    private const double SquareMetresPerSquareKm = 1e6;
    private const double CubicMetresPerCubicKm = 1e9;
    private const double SecondsPerDay = 86400;

    // Of the channel only its width is wanted; the roughness may be any.
    private readonly double[] _width = ChannelGeometry.Of(network, order, parameters[1], parameters[1], 0).Width;

    /// <summary>One lake a reach; null where it has none.</summary>
    /// <exception cref="InputException">An attribute has no possible value, or the capacity of a reservoir is not known.</exception>
    public ILake?[] Read() => [.. Enumerable.Range(0, network.Count).Select(reach => attributes.IsLake(reach) ? LakeOf(reach) : null)];

    private ILake LakeOf(int reach)
    {
        LakeRule rule = (LakeRule?)attributes.NumberOf(LakeAttributes.Rule, reach, (int)LakeRule.Hanasaki) ?? settings.Rule;
        double area = attributes.PositiveOf(LakeAttributes.Area, reach)!.Value * SquareMetresPerSquareKm;
        return rule switch
        {
            LakeRule.LevelPool => WithOutlet(reach, LevelPool(reach, area)),
            LakeRule.Doll => WithOutlet(reach, Doll(reach, area)),
            _ => Reservoir(reach, area),
        };
    }

    private OutletLake WithOutlet(int reach, StorageOutlet outlet)
    {
        double start = settings.Start == LakeStart.Empty ? 0 : attributes.Of(LakeAttributes.MeanInflow, reach) ?? 0;
        return new OutletLake(outlet, outlet.StorageFor(start));
    }

    private StorageOutlet LevelPool(int reach, double area)
    {
        double width = attributes.PositiveOf(LakeAttributes.OutletWidth, reach) ?? _width[reach];
        double coefficient = attributes.PositiveOf(LakeAttributes.OutletCoefficient, reach) ?? parameters[0][reach];
        return StorageOutlet.LevelPool(area, width, coefficient, settings.OutletExponent);
    }

    private StorageOutlet Doll(int reach, double area)
    {
        double capacity = attributes.PositiveOf(LakeAttributes.Capacity, reach) * CubicMetresPerCubicKm ?? area * parameters[3][reach];
        return StorageOutlet.Doll(capacity, parameters[2][reach] / SecondsPerDay);
    }

    private Reservoir Reservoir(int reach, double area)
    {
        double? volume = attributes.PositiveOf(LakeAttributes.Capacity, reach) ?? attributes.PositiveOf(LakeAttributes.Volume, reach);
        double capacity = volume * CubicMetresPerCubicKm ?? attributes.PositiveOf(LakeAttributes.Depth, reach) * area ?? throw new InputException(
            "the capacity of its reservoir is not known",
            $"reach {network.Ids[reach]}",
            $"Give {LakeAttributes.Capacity} (km3), {LakeAttributes.Volume} (km3) or {LakeAttributes.Depth} (m), or another rule by {LakeAttributes.Rule}.");
        return new Reservoir(
            capacity,
            parameters[4][reach],
            attributes.Of(LakeAttributes.MeanInflow, reach),
            attributes.Demand(reach),
            attributes.NumberOf(LakeAttributes.FirstMonth, reach, 12) ?? settings.FirstMonth,
            settings.Start == LakeStart.Balanced);
    }
}
