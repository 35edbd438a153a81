namespace Tributary.Report;

/// <summary>The range of values over which the colours of a result run, the same for all members and frames.</summary>
internal static class MapColourRange
{
    private const double Tail = 0.01;
    private const double Decades = 1e-4;

    /// <summary>From the first to the last percentile; of a logarithmic scale over at most four decades; of a diverging one as far on both sides of zero.</summary>
    public static (double Low, double High) Of(IEnumerable<MapLayer> layers)
    {
        List<MapLayer> members = [.. layers];
        MapScale scale = members[0].Scale;
        float[] values = [.. members.SelectMany(layer => layer.Values).Where(value => float.IsFinite(value) && (value > 0 || scale != MapScale.Logarithmic))];
        if (values.Length == 0)
        {
            return (0, 1);
        }

        if (scale == MapScale.Diverging)
        {
            values = [.. values.Select(Math.Abs)];
        }

        Array.Sort(values);
        double low = values[(int)(Tail * (values.Length - 1))];
        double high = values[(int)Math.Ceiling((1 - Tail) * (values.Length - 1))];
        return scale switch
        {
            MapScale.Diverging => (-high, high),
            MapScale.Logarithmic => (Math.Max(low, Decades * high), high),
            _ => (low, high),
        };
    }
}
