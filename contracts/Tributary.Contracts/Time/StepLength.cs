using System.Globalization;

namespace Tributary.Contracts;

/// <summary>Lengths of time steps as people write them.</summary>
public static class StepLength
{
    /// <summary>A length in the workflow file's own form: <c>1 d</c>, <c>6 h</c>, <c>15 min</c>, <c>90 s</c>.</summary>
    /// <param name="step">The length.</param>
    public static string InWords(TimeSpan step) => step.Ticks switch
    {
        var ticks when ticks % TimeSpan.TicksPerDay == 0 => string.Create(CultureInfo.InvariantCulture, $"{step.TotalDays} d"),
        var ticks when ticks % TimeSpan.TicksPerHour == 0 => string.Create(CultureInfo.InvariantCulture, $"{step.TotalHours} h"),
        var ticks when ticks % TimeSpan.TicksPerMinute == 0 => string.Create(CultureInfo.InvariantCulture, $"{step.TotalMinutes} min"),
        _ => string.Create(CultureInfo.InvariantCulture, $"{step.TotalSeconds} s"),
    };
}
