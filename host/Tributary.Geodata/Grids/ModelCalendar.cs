using System.Globalization;
using System.Text.RegularExpressions;
using Tributary.Contracts;

namespace Tributary.Geodata;

/// <summary>
/// The calendars of CF, each with its own count of ticks. A day that the Gregorian calendar has and a model's has not takes the model's day before
/// it (29 February: the 28th), a day that it has not is left out; a year of 360 days is spread evenly over its Gregorian one.
/// </summary>
internal sealed partial class ModelCalendar
{
    private static readonly int[] DaysBefore = [0, 31, 59, 90, 120, 151, 181, 212, 243, 273, 304, 334];

    private readonly int _yearLength;

    private readonly string? _gregorian;

    private ModelCalendar(string name, int yearLength, string? gregorian = null) => (Name, _yearLength, _gregorian) = (name, yearLength, gregorian);

    /// <summary>Its CF name.</summary>
    public string Name { get; }

    /// <summary>Whether its days are those of the Gregorian calendar, so that no mapping is needed.</summary>
    public bool IsReal => _yearLength == 0;

    /// <summary>The calendar of a time coordinate.</summary>
    /// <exception cref="InputException">It is none of CF's.</exception>
    public static ModelCalendar Of(ArrayVariable time, string where) => time.Text("calendar")?.Trim().ToUpperInvariant() switch
    {
        null or "" or "STANDARD" or "GREGORIAN" or "PROLEPTIC_GREGORIAN" => new ModelCalendar("standard", 0, time.Text("calendar")?.Trim()),
        "JULIAN" => new ModelCalendar("julian", 0),
        "NOLEAP" or "365_DAY" => new ModelCalendar("noleap", 365),
        "ALL_LEAP" or "366_DAY" => new ModelCalendar("all_leap", 366),
        "360_DAY" => new ModelCalendar("360_day", 360),
        string other => throw new InputException(
            $"its calendar '{other.ToLowerInvariant()}' is none that is read", where, "Read are standard, proleptic_gregorian, julian, noleap, all_leap and 360_day."),
    };

    /// <summary>Time values as ticks of this calendar; of the Gregorian one where <see cref="IsReal"/>.</summary>
    /// <exception cref="InputException">The units are no CF time.</exception>
    public long[] Decode(double[] values, string? units, string where)
    {
        if (Name == "standard")
        {
            return Array.ConvertAll(CfTime.Decode(values, units, _gregorian, where), time => time.Ticks);
        }

        Match match = Since().Match(units ?? string.Empty);
        long? origin = match.Success ? Origin(match) : null;
        if (origin is null)
        {
            throw new InputException($"its units '{units}' are no time of the calendar {Name}", where, "Expected for example 'days since 1980-01-01 00:00:00'.");
        }

        double seconds = match.Groups["unit"].Value.ToUpperInvariant() switch { "D" => 86400, "H" => 3600, "M" => 60, _ => 1 };
        long[] ticks = new long[values.Length];
        for (int i = 0; i < ticks.Length; i++)
        {
            double after = Math.Round(values[i] * seconds);
            ticks[i] = Math.Abs(after) < 1e12 && origin.Value + ((long)after * TimeSpan.TicksPerSecond) is var tick and >= 0
                ? tick
                : throw new InputException($"value {i + 1} of the time coordinate, {values[i]:R} {units}, is no date", where);
        }

        return ticks;
    }

    /// <summary>The step of this calendar that a Gregorian instant takes its values from, in this calendar's ticks.</summary>
    public long From(DateTime instant)
    {
        if (IsReal)
        {
            return instant.Ticks;
        }

        bool leap = DateTime.IsLeapYear(instant.Year);
        int dayOfYear = instant.DayOfYear - 1;
        int day = _yearLength switch
        {
            365 => dayOfYear - (leap && dayOfYear >= 59 ? 1 : 0),
            366 => dayOfYear + (leap || dayOfYear < 59 ? 0 : 1),
            _ => dayOfYear * 360 / (leap ? 366 : 365),
        };
        return (((((long)instant.Year - 1) * _yearLength) + day) * TimeSpan.TicksPerDay) + instant.TimeOfDay.Ticks;
    }

    /// <summary>The first Gregorian instant whose values come from this tick or later.</summary>
    public DateTime FirstFrom(long ticks)
    {
        if (IsReal)
        {
            return new DateTime(ticks);
        }

        long day = ticks / TimeSpan.TicksPerDay;
        DateTime instant = new DateTime((int)(day / _yearLength) + 1, 1, 1).AddTicks(ticks % TimeSpan.TicksPerDay);
        while (From(instant) < ticks)
        {
            instant = instant.AddDays(1);
        }

        return instant;
    }

    /// <summary>A tick as a date of this calendar.</summary>
    public string Date(long ticks)
    {
        if (IsReal)
        {
            return new DateTime(Math.Clamp(ticks, 0, DateTime.MaxValue.Ticks)).ToString("yyyy-MM-dd HH:mm", CultureInfo.InvariantCulture);
        }

        long days = ticks / TimeSpan.TicksPerDay;
        (long year, int day) = ((days / _yearLength) + 1, (int)(days % _yearLength));
        int month = 12;
        while (Before(month, year) > day)
        {
            month--;
        }

        return string.Create(CultureInfo.InvariantCulture, $"{year:0000}-{month:00}-{day - Before(month, year) + 1:00} {TimeSpan.FromTicks(ticks % TimeSpan.TicksPerDay):hh\\:mm} ({Name})");
    }

    private long? Origin(Match match)
    {
        (int year, int month, int day) = (Part("year"), Part("month"), Part("day"));
        if (year < 1 || month is < 1 or > 12 || day < 1 || day > Before(month + 1, year) - Before(month, year))
        {
            return null;
        }

        long years = year - 1;

        // The first day of the year 1 was two days earlier in the Julian calendar.
        long days = (Name == "julian" ? (365 * years) + (years / 4) - 2 : years * _yearLength) + Before(month, year) + day - 1;
        return (days * TimeSpan.TicksPerDay) + (Part("hour") * TimeSpan.TicksPerHour) + (Part("minute") * TimeSpan.TicksPerMinute) + (Part("second") * TimeSpan.TicksPerSecond);

        int Part(string name) => match.Groups[name] is { Success: true } part ? int.Parse(part.Value, CultureInfo.InvariantCulture) : 0;
    }

    private int Before(int month, long year)
    {
        if (_yearLength == 360)
        {
            return 30 * (month - 1);
        }

        bool leap = _yearLength == 366 || (_yearLength == 0 && year % 4 == 0);
        return month > 12 ? (leap ? 366 : 365) : DaysBefore[month - 1] + (leap && month > 2 ? 1 : 0);
    }

    [GeneratedRegex(@"^\s*(?<unit>d|h|m|s)(ays?|ours?|rs?|inutes?|ins?|econds?|ecs?)?\s+since\s+(?<year>\d{1,4})-(?<month>\d{1,2})-(?<day>\d{1,2})([T\s]+(?<hour>\d{1,2})(:(?<minute>\d{1,2})(:(?<second>\d{1,2})(\.0*)?)?)?)?\s*(Z|UTC|GMT)?\s*$", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex Since();
}
