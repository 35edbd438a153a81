using Tributary.Contracts;

namespace Tributary.Geodata;

/// <summary>How a gridded series is read where its files do not say so themselves.</summary>
public sealed record GridSeriesSettings
{
    /// <summary>The variable's unit; null to take it from the files.</summary>
    public string? Unit { get; init; }

    /// <summary>Length of the steps wanted; null for those of the files.</summary>
    public TimeSpan? Step { get; init; }

    /// <summary>When a step wanted begins, counted from midnight: 6 hours for days from 06:00 to 06:00.</summary>
    public TimeSpan DayStart { get; init; }

    /// <summary>How several steps make one; null to take it from the files' <c>cell_methods</c>, and where these are silent from the unit: amounts are summed, all else averaged. Points make one by their mean.</summary>
    public CellMethod? Method { get; init; }

    /// <summary>Which instant of its interval a stamp without bounds names.</summary>
    public StampPlace Stamp { get; init; }

    /// <summary>Set where the values are sums since some earlier instant.</summary>
    public Accumulation? Accumulated { get; init; }
}

/// <summary>Which instant of its interval a stamp names.</summary>
public enum StampPlace
{
    /// <summary>Its start.</summary>
    Start,

    /// <summary>Its middle.</summary>
    Middle,

    /// <summary>Its end.</summary>
    End,
}

/// <summary>Values that are sums since a reset, as ERA5-Land's since midnight UTC (stamps at the end of each hour).</summary>
/// <param name="Every">Time from reset to reset; null for sums since the start of the whole series, whose first step then is left out.</param>
/// <param name="At">When a reset happens, counted from midnight.</param>
/// <param name="MayFall">Whether a sum may fall between resets, as one of a net flux may. Else a fall below rounding is an error.</param>
public sealed record Accumulation(TimeSpan? Every, TimeSpan At = default, bool MayFall = false);
