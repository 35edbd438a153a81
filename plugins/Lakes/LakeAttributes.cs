using System.Globalization;
using Tributary.Contracts;

namespace Tributary.Plugins.Lakes;

/// <summary>What the network says of its lakes.</summary>
internal sealed class LakeAttributes
{
    public const string Area = "lake_area";
    public const string Depth = "lake_depth";
    public const string Volume = "lake_volume";
    public const string Capacity = "capacity";
    public const string OutletWidth = "outlet_width";
    public const string OutletCoefficient = "outlet_coefficient";
    public const string MeanInflow = "mean_inflow";
    public const string Rule = "lake_rule";
    public const string FirstMonth = "first_month";

    private static readonly string[] DemandByMonth =
        [.. CultureInfo.InvariantCulture.DateTimeFormat.AbbreviatedMonthNames.Take(12).Select(month => $"demand_{month.ToLowerInvariant()}")];

    private readonly RiverNetwork _network;

    /// <exception cref="InputException">The network does not say which reaches are lakes.</exception>
    public LakeAttributes(RiverNetwork network)
    {
        _network = network;
        if (!network.Attributes.Contains(Area))
        {
            throw new InputException($"no reach has the attribute {Area}", "lakes", $"Give {Area} (km2) to the reaches that are lakes, or leave the lakes out of the routing.");
        }
    }

    public static IReadOnlyList<AttributeDeclaration> All { get; } =
    [
        new(Area, "km2", "area of the lake; a reach is a lake where it is positive"),
        new(Rule, "1", "1 level-pool, 2 doll, 3 hanasaki; left out, the setting holds", Required: false),
        new(MeanInflow, "m3 s-1", "long-term mean inflow; left out, lakes start empty, and reservoirs pass inflow on until they have seen a whole year", Required: false),
        new(OutletWidth, "m", "level-pool: width of the outlet; left out, that of the channel", Required: false),
        new(OutletCoefficient, "m1/2 s-1", "level-pool: flow over a m of outlet at a level of 1 m; left out, the parameter weir_coefficient holds", Required: false),
        new(Capacity, "km3", "greatest storage: above the sill of a lake (doll; left out, area by active depth), or of a reservoir (left out, lake_volume)", Required: false),
        new(Volume, "km3", "hanasaki: volume of the reservoir, where no capacity is given; left out, area by lake_depth", Required: false),
        new(Depth, "m", "hanasaki: mean depth of the reservoir, where neither capacity nor volume is given", Required: false),
        new(FirstMonth, "1", "hanasaki: month in which the operational year begins; left out, the setting holds", Required: false),
        .. DemandByMonth.Select(name => new AttributeDeclaration(name, "m3 s-1", "hanasaki: demand of irrigation in the month; where all are left out, the reservoir serves other purposes", Required: false)),
        .. ChannelGeometry.Attributes.Where(attribute => attribute.Name != ChannelGeometry.RoughnessAttribute),
    ];

    public bool IsLake(int reach) => Given(Area, reach) > 0;

    /// <summary>A value that is not negative; null where there is none.</summary>
    /// <exception cref="InputException">The value is negative or infinite.</exception>
    public double? Of(string attribute, int reach)
    {
        double value = Given(attribute, reach);
        if (double.IsNaN(value))
        {
            return null;
        }

        return value is >= 0 and < double.PositiveInfinity
            ? value
            : throw Wrong(attribute, value, reach, "Give a value of 0 or more, or leave it out.");
    }

    /// <summary>A positive value; null where there is none.</summary>
    /// <exception cref="InputException">The value is not positive, or infinite.</exception>
    public double? PositiveOf(string attribute, int reach) =>
        Of(attribute, reach) is { } value ? value > 0 ? value : throw Wrong(attribute, value, reach, "Give a positive value, or leave it out.") : null;

    /// <summary>A whole number from 1 on; null where there is none.</summary>
    /// <exception cref="InputException">It is not one of them.</exception>
    public int? NumberOf(string attribute, int reach, int greatest)
    {
        double value = Given(attribute, reach);
        return double.IsNaN(value) ? null
            : value >= 1 && value <= greatest && value == Math.Floor(value) ? (int)value
            : throw Wrong(attribute, value, reach, $"Give a whole number from 1 to {greatest}, or leave it out.");
    }

    /// <summary>Demand of each month in m3 s-1; null where there is none in any.</summary>
    /// <exception cref="InputException">A demand is negative or infinite.</exception>
    public double[]? Demand(int reach)
    {
        double[] demand = [.. DemandByMonth.Select(month => Of(month, reach) ?? 0)];
        return demand.Any(value => value > 0) ? demand : null;
    }

    private double Given(string attribute, int reach) => _network.Attributes.Contains(attribute) ? _network.Attributes[attribute][reach] : double.NaN;

    private InputException Wrong(string attribute, double value, int reach, string remedy) =>
        new(FormattableString.Invariant($"{attribute} is {value}"), $"reach {_network.Ids[reach]}", remedy);
}
