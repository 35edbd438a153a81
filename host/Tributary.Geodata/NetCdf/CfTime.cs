using System.Globalization;
using System.Text.RegularExpressions;
using Tributary.Contracts;

namespace Tributary.Geodata;

/// <summary>Time coordinates by the CF conventions: <c>days since 1980-01-01 00:00</c>, with a calendar.</summary>
internal static partial class CfTime
{
    /// <summary>Turns a time coordinate into instants.</summary>
    /// <exception cref="InputException">The units are no CF time, or the calendar is none that fits the Gregorian one.</exception>
    public static DateTime[] Decode(ReadOnlySpan<double> values, string? units, string? calendar, string where)
    {
        Match match = Since().Match(units ?? string.Empty);
        if (!match.Success)
        {
            throw new InputException($"its units '{units}' are no CF time", where, "Expected for example 'days since 1980-01-01 00:00:00'.");
        }

        if (calendar?.ToUpperInvariant() is not (null or "" or "STANDARD" or "GREGORIAN" or "PROLEPTIC_GREGORIAN"))
        {
            throw new InputException($"its calendar '{calendar}' is not the Gregorian one", where);
        }

        DateTime origin = ParseOrigin(match.Groups["origin"].Value, where);
        long ticksPerUnit = match.Groups["unit"].Value.ToUpperInvariant() switch
        {
            "D" => TimeSpan.TicksPerDay,
            "H" => TimeSpan.TicksPerHour,
            "M" => TimeSpan.TicksPerMinute,
            _ => TimeSpan.TicksPerSecond,
        };

        var times = new DateTime[values.Length];
        for (int i = 0; i < values.Length; i++)
        {
            if (!double.IsFinite(values[i]))
            {
                throw new InputException($"value {i + 1} of the time coordinate is missing", where);
            }

            // Stamps are whole seconds; floating-point days would else leave some a few microseconds short.
            long ticks = (long)Math.Round(values[i] * ticksPerUnit / TimeSpan.TicksPerSecond) * TimeSpan.TicksPerSecond;
            times[i] = origin.AddTicks(ticks);
        }

        return times;
    }

    private static DateTime ParseOrigin(string text, string where)
    {
        // Years may be short ('1-1-1') and a zone may follow ('UTC', 'Z', '+02:00').
        Match zone = Zone().Match(text);
        string local = text[..(zone.Success ? zone.Index : text.Length)].Replace('T', ' ');
        if (!DateTime.TryParse(local, CultureInfo.InvariantCulture, DateTimeStyles.None, out DateTime origin))
        {
            throw new InputException($"its origin '{text}' is no date", where);
        }

        if (zone.Groups["hours"] is { Success: true } hours)
        {
            int minutes = zone.Groups["minutes"] is { Success: true } given ? int.Parse(given.Value, CultureInfo.InvariantCulture) : 0;
            double sign = hours.Value[0] == '-' ? -1 : 1;
            origin = origin.AddHours(-double.Parse(hours.Value, CultureInfo.InvariantCulture)).AddMinutes(-sign * minutes);
        }

        return origin;
    }

    [GeneratedRegex(@"^\s*(?<unit>d|h|m|s)(ays?|ours?|rs?|inutes?|ins?|econds?|ecs?)?\s+since\s+(?<origin>.+)$", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex Since();

    [GeneratedRegex(@"\s*(UTC|GMT|Z)\s*$|(?<=:\d\d(\.\d+)?)\s*(?<hours>[+-]\d{1,2})(:?(?<minutes>\d{2}))?\s*$", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex Zone();
}
