namespace Tributary.Contracts;

/// <summary>Width, side slope, roughness and bed slope of every reach, from the network's attributes where they are and else from hydraulic geometry.</summary>
public sealed class ChannelGeometry
{
    /// <summary>Attribute with the width of the channel's bed, m.</summary>
    public const string WidthAttribute = "width";

    /// <summary>Attribute with the horizontal run of a bank per vertical m.</summary>
    public const string SideSlopeAttribute = "side_slope";

    /// <summary>Attribute with Manning's n, s m-1/3.</summary>
    public const string RoughnessAttribute = "roughness";

    /// <summary>Attribute with the area above the end of a reach, km2.</summary>
    public const string DrainageAreaAttribute = "drainage_area";

    /// <summary>Length of river per area where no drainage area is known, km per km2.</summary>
    public const double DrainageDensity = 0.5;

    /// <summary>The narrowest channel, m.</summary>
    public const double LeastWidth = 0.1;

    private ChannelGeometry(double[] width, double[] sideSlope, double[] roughness, double[] slope)
    {
        Width = width;
        SideSlope = sideSlope;
        Roughness = roughness;
        Slope = slope;
    }

    /// <summary>Attributes that are read, for a descriptor.</summary>
    public static IReadOnlyList<AttributeDeclaration> Attributes { get; } =
    [
        new(WidthAttribute, "m", "width of the channel's bed; left out, it grows with the root of the drainage area", Required: false),
        new(RoughnessAttribute, "s m-1/3", "Manning's n; left out, the parameter holds", Required: false),
        new(DrainageAreaAttribute, "km2", "area above the end of the reach; left out, it is taken from the length of river above", Required: false),
    ];

    /// <summary>Width of the bed in m, <c>[reach]</c>.</summary>
    public double[] Width { get; }

    /// <summary>Horizontal run of a bank per vertical m, <c>[reach]</c>; NaN where the network does not say.</summary>
    public double[] SideSlope { get; }

    /// <summary>Manning's n in s m-1/3, <c>[reach]</c>.</summary>
    public double[] Roughness { get; }

    /// <summary>Slope in m per m, never below the least one, <c>[reach]</c>.</summary>
    public double[] Slope { get; }

    /// <summary>Reads the channels of a network.</summary>
    /// <param name="network">The network.</param>
    /// <param name="order">The same network, ordered.</param>
    /// <param name="roughness">Manning's n where the network has none, <c>[reach]</c>.</param>
    /// <param name="widthFactor">Width in m of a river that drains 1 km2; width grows with the root of the area (Leopold and Maddock, 1953), <c>[reach]</c>.</param>
    /// <param name="leastSlope">Flatter reaches get this slope, m per m.</param>
    /// <exception cref="InputException">A width or a roughness is not positive, or a side slope is negative.</exception>
    public static ChannelGeometry Of(
        RiverNetwork network, NetworkOrder order, ReadOnlySpan<double> roughness, ReadOnlySpan<double> widthFactor, double leastSlope)
    {
        int count = network.Count;
        double[] width = new double[count];
        double[] slope = new double[count];
        double[] n = new double[count];
        double[] sideSlope = new double[count];
        double[] lengthAbove = order.SumUpstream(network.LengthMetres);
        for (int reach = 0; reach < count; reach++)
        {
            double lengthArea = lengthAbove[reach] / 1000 / DrainageDensity;
            double area = Given(network, DrainageAreaAttribute, reach, lengthArea, positive: false);
            width[reach] = Given(network, WidthAttribute, reach, Math.Max(LeastWidth, widthFactor[reach] * Math.Sqrt(area)), positive: true);
            n[reach] = Given(network, RoughnessAttribute, reach, roughness[reach], positive: true);
            sideSlope[reach] = Given(network, SideSlopeAttribute, reach, double.NaN, positive: false);
            slope[reach] = Math.Max(network.Slope[reach], leastSlope);
        }

        return new ChannelGeometry(width, sideSlope, n, slope);
    }

    private static double Given(RiverNetwork network, string attribute, int reach, double otherwise, bool positive)
    {
        double value = network.Attributes.Contains(attribute) ? network.Attributes[attribute][reach] : double.NaN;
        if (double.IsNaN(value))
        {
            return otherwise;
        }

        if (value < 0 || (positive && value == 0) || double.IsInfinity(value))
        {
            throw new InputException(
                FormattableString.Invariant($"{attribute} is {value}"), $"reach {network.Ids[reach]}", $"Give a {(positive ? "positive" : "non-negative")} value, or leave it out.");
        }

        return value;
    }
}
