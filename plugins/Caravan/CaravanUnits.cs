namespace Tributary.Plugins.Caravan;

/// <summary>
/// The units that a NetCDF file of Caravan states. Its variables carry none; one global attribute lists them as
/// <c>name: meaning [unit]</c>, a line each, the name without the ending that tells mean, min, max or sum.
/// </summary>
internal sealed class CaravanUnits
{
    private readonly Dictionary<string, string> _units = [];

    /// <param name="attribute">Text of the global attribute; null where the file has none.</param>
    public CaravanUnits(string? attribute)
    {
        foreach (string line in (attribute ?? string.Empty).Split('\n'))
        {
            int colon = line.IndexOf(':', StringComparison.Ordinal);
            int open = line.LastIndexOf('[');
            int close = line.LastIndexOf(']');
            if (colon > 0 && open > colon && close > open)
            {
                _units[line[..colon].Trim()] = line[(open + 1)..close].Trim();
            }
        }
    }

    /// <summary>The unit of a series: what the file says of it or of the quantity that it sums up, else what Caravan publishes it in.</summary>
    public string? Of(string name)
    {
        if (_units.TryGetValue(name, out string? own))
        {
            return own;
        }

        foreach (string ending in (ReadOnlySpan<string>)["_mean", "_min", "_max", "_sum"])
        {
            int end = name.LastIndexOf(ending, StringComparison.Ordinal);
            if (end > 0 && (_units.TryGetValue(name.Remove(end, ending.Length), out string? unit) || _units.TryGetValue(name[..end], out unit)))
            {
                return unit;
            }
        }

        return CaravanVariables.UnitOf(name);
    }
}
