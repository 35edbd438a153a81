using System.Globalization;
using Tributary.Contracts;

namespace Tributary.Engine;

/// <summary>Seasons, months and periods as people write them.</summary>
internal static class CalendarParts
{
    /// <summary>The seasons, from winter of the northern half on.</summary>
    public static readonly string[] Seasons = ["December to February", "March to May", "June to August", "September to November"];

    private static readonly string[] Initials = ["DJF", "MAM", "JJA", "SON"];
    private static readonly string[][] Words = [["winter"], ["spring"], ["summer"], ["autumn", "fall"]];
    private static readonly string[] Formats = ["yyyy", "yyyy-MM", "yyyy-MM-dd", "yyyy-MM-dd'T'HH:mm", "yyyy-MM-dd'T'HH:mm:ss"];

    /// <summary>Names of the months.</summary>
    public static IReadOnlyList<string> Months { get; } = CultureInfo.InvariantCulture.DateTimeFormat.MonthNames[..12];

    /// <summary>Place of a date's season among <see cref="Seasons"/>.</summary>
    public static int SeasonOf(DateTime date) => date.Month % 12 / 3;

    /// <summary>Place of a season among <see cref="Seasons"/>.</summary>
    /// <param name="text">Its initials as <c>JJA</c>, its months, or its name.</param>
    /// <param name="isSouth">Whether the basin lies south of the equator, where summer is December to February.</param>
    /// <exception cref="InputException">There is no such season.</exception>
    public static int ParseSeason(string text, bool isSouth)
    {
        for (int season = 0; season < Seasons.Length; season++)
        {
            if (Is(Initials[season], text) || Is(Seasons[season], text))
            {
                return season;
            }

            if (Words[season].Any(word => Is(word, text)))
            {
                return isSouth ? (season + 2) % Seasons.Length : season;
            }
        }

        throw new InputException($"there is no season '{text}'", "season", $"There are {string.Join(", ", Initials)}, winter, spring, summer and autumn.");
    }

    /// <summary>A month from 1.</summary>
    /// <param name="text">Its number, name, or the name's first three letters.</param>
    /// <exception cref="InputException">There is no such month.</exception>
    public static int ParseMonth(string text)
    {
        int month = int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out int number)
            ? number
            : 1 + Months.ToList().FindIndex(name => Is(name, text) || Is(name[..3], text));
        return month is >= 1 and <= 12 ? month : throw new InputException($"there is no month '{text}'{Nearest.Suggest(text, Months)}", "month");
    }

    /// <summary>A year, month or day, or all from one to another.</summary>
    /// <param name="text">As <c>2017</c>, <c>2017-07</c>, <c>2017-07-14</c> or <c>2017-06-15..2017-08</c>.</param>
    /// <returns>The first instant, and the first after it.</returns>
    /// <exception cref="InputException">It is no period.</exception>
    public static (DateTime Start, DateTime End) ParsePeriod(string text)
    {
        string[] parts = text.Split("..", StringSplitOptions.TrimEntries);
        if (parts.Length <= 2 && TryRange(parts[0], out DateTime start, out DateTime end) && TryRange(parts[^1], out DateTime last, out end) && last >= start)
        {
            return (start, end);
        }

        throw new InputException($"'{text}' is no period", "period", "Write a year, month or day as 2017, 2017-07 or 2017-07-14, or two of them as 2017-06-15..2017-08.");
    }

    private static bool TryRange(string text, out DateTime start, out DateTime end)
    {
        bool isDate = DateTime.TryParseExact(text, Formats, CultureInfo.InvariantCulture, DateTimeStyles.None, out start);
        bool isYear = text.Length == 4, isMonth = text.Length == 7, isLast = isDate && start.Year == 9999;
        end = isLast ? DateTime.MaxValue : isYear ? start.AddYears(1) : isMonth ? start.AddMonths(1) : start.TimeOfDay == TimeSpan.Zero && text.Length == 10 ? start.AddDays(1) : start.AddTicks(1);
        return isDate;
    }

    private static bool Is(string one, string other) => string.Equals(one, other, StringComparison.OrdinalIgnoreCase);
}
