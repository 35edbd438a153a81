using System.Globalization;
using System.Text.RegularExpressions;
using Tributary.Contracts;

namespace Tributary.Geodata;

/// <summary>Time coordinates by the CF conventions: <c>days since 1980-01-01 00:00</c>, with a calendar.</summary>
internal static partial class CfTime
{
    private const double FarthestSeconds = 1e12;
    private const long LastTick = 3155378975999999999;

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

        bool mixed = !string.Equals(calendar, "proleptic_gregorian", StringComparison.OrdinalIgnoreCase);
        long origin = OriginTicks(match.Groups["origin"].Value, mixed, where);
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
            double seconds = Math.Round(values[i] * ticksPerUnit / TimeSpan.TicksPerSecond);
            if (Math.Abs(seconds) > FarthestSeconds || origin + ((long)seconds * TimeSpan.TicksPerSecond) is var ticks && ticks is < 0 or > LastTick)
            {
                throw new InputException($"value {i + 1} of the time coordinate, {values[i]:R} {units}, is no date between the years 1 and 9999", where);
            }

            times[i] = new DateTime(ticks);
        }

        return times;
    }

    /// <summary>Ticks from the first instant of the (proleptic Gregorian) year 1; less than 0 for an origin just before it.</summary>
    private static long OriginTicks(string text, bool mixed, string where)
    {
        // Years may be short ('1-1-1') and a zone may follow ('UTC', 'Z', '+02:00').
        Match zone = Zone().Match(text);
        Match origin = Origin().Match(text[..(zone.Success ? zone.Index : text.Length)]);
        long days = 0;
        double seconds = 0;
        bool exists = origin.Success && TryDays(Part("year"), Part("month"), Part("day"), mixed, out days) && TrySeconds(origin, out seconds);
        if (!exists)
        {
            throw new InputException($"its origin '{text}' is no date", where);
        }

        long ticks = (days * TimeSpan.TicksPerDay) + (long)Math.Round(seconds * TimeSpan.TicksPerSecond);
        if (zone.Groups["hours"] is { Success: true } hours)
        {
            int minutes = zone.Groups["minutes"] is { Success: true } given ? int.Parse(given.Value, CultureInfo.InvariantCulture) : 0;
            long sign = hours.Value[0] == '-' ? -1 : 1;
            ticks -= (int.Parse(hours.Value, CultureInfo.InvariantCulture) * TimeSpan.TicksPerHour) + (sign * minutes * TimeSpan.TicksPerMinute);
        }

        return ticks;

        int Part(string name) => int.Parse(origin.Groups[name].Value, CultureInfo.InvariantCulture);
    }

    /// <summary>Days from 0001-01-01 of the Gregorian calendar. In the mixed one, days before 1582-10-15 are those of the Julian calendar.</summary>
    private static bool TryDays(int year, int month, int day, bool mixed, out long days)
    {
        bool julian = mixed && (year < 1582 || (year == 1582 && (month < 10 || (month == 10 && day < 15))));
        bool leap = year % 4 == 0 && (julian || year % 100 != 0 || year % 400 == 0);
        days = 0;
        if (year < 1 || month is < 1 or > 12 || day < 1 || day > (month == 2 && leap ? 29 : DateTime.DaysInMonth(2001, month)))
        {
            return false;
        }

        // The first day of the year 1 was two days earlier in the Julian calendar.
        long years = year - 1;
        long leapDays = julian ? (years / 4) - 2 : (years / 4) - (years / 100) + (years / 400);
        days = (365 * years) + leapDays + day - 1 + (leap && month > 2 ? 1 : 0);
        for (int m = 1; m < month; m++)
        {
            days += DateTime.DaysInMonth(2001, m);
        }

        return true;
    }

    private static bool TrySeconds(Match origin, out double seconds)
    {
        double hours = Number("hour");
        double minutes = Number("minute");
        seconds = Number("second");
        bool exists = hours <= 24 && minutes < 60 && seconds < 60;
        seconds += (60 * minutes) + (3600 * hours);
        return exists;

        double Number(string name) => origin.Groups[name] is { Success: true } part ? double.Parse(part.Value, CultureInfo.InvariantCulture) : 0;
    }

    [GeneratedRegex(@"^\s*(?<year>\d{1,4})-(?<month>\d{1,2})-(?<day>\d{1,2})([T\s]+(?<hour>\d{1,2})(:(?<minute>\d{1,2})(:(?<second>\d{1,2}(\.\d*)?))?)?)?\s*$", RegexOptions.CultureInvariant)]
    private static partial Regex Origin();

    [GeneratedRegex(@"^\s*(?<unit>d|h|m|s)(ays?|ours?|rs?|inutes?|ins?|econds?|ecs?)?\s+since\s+(?<origin>.+)$", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex Since();

    [GeneratedRegex(@"\s*(UTC|GMT|Z)\s*$|(?<=:\d\d(\.\d+)?)\s*(?<hours>[+-]\d{1,2})(:?(?<minutes>\d{2}))?\s*$", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex Zone();
}
