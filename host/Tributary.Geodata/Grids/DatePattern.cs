using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;
using Tributary.Contracts;

namespace Tributary.Geodata;

/// <summary>Dates in the names of files and in the descriptions of bands.</summary>
internal sealed partial class DatePattern
{
    private static readonly (string Letters, string Group)[] Parts =
        [("yyyy", "year"), ("MM", "month"), ("DDD", "ordinal"), ("dd", "day"), ("HH", "hour"), ("mm", "minute"), ("ss", "second")];

    private readonly string _pattern;
    private readonly Regex _regex;

    /// <param name="pattern">The pattern, as <see cref="RasterStackSettings.DatePattern"/> defines it.</param>
    /// <exception cref="InputException">It has no year, or braces without a partner.</exception>
    public DatePattern(string pattern)
    {
        _pattern = pattern;
        var regex = new StringBuilder("(^|/)");
        bool inside = false;
        for (int i = 0; i < pattern.Length;)
        {
            char letter = pattern[i];
            (string Letters, string Group) part = inside ? Array.Find(Parts, candidate => pattern.AsSpan(i).StartsWith(candidate.Letters)) : default;
            if (part.Letters is not null)
            {
                regex.Append(CultureInfo.InvariantCulture, $@"(?<{part.Group}>\d{{{part.Letters.Length}}})");
                i += part.Letters.Length;
                continue;
            }

            if (letter is '{' or '}')
            {
                Demand(inside == (letter == '}'));
                inside = !inside;
            }
            else
            {
                regex.Append(inside ? Regex.Escape(letter.ToString()) : letter switch { '*' => "[^/]*", '?' => "[^/]", _ => Regex.Escape(letter.ToString()) });
            }

            i++;
        }

        Demand(!inside && regex.ToString().Contains("<year>", StringComparison.Ordinal));
        _regex = new Regex(regex.Append('$').ToString(), RegexOptions.CultureInvariant);

        void Demand(bool holds)
        {
            if (!holds)
            {
                throw new InputException($"'{pattern}' is no pattern of dates", remedy: "Write for example 'tp_{yyyyMMdd}.tif'.");
            }
        }
    }

    /// <summary>The date in the name of a file.</summary>
    /// <exception cref="InputException">It has none by this pattern.</exception>
    public DateTime DateOf(string path) =>
        _regex.Match(path.Replace('\\', '/')) is { Success: true } match && Read(match) is { } date
            ? date
            : throw new InputException($"its name has no date by the pattern '{_pattern}'", path, "Correct the pattern, or leave the file out.");

    /// <summary>The date in a text, and the text without it; null where there is none.</summary>
    public static (DateTime Date, string Remainder)? Find(string text)
    {
        foreach (Match match in Anywhere().Matches(text))
        {
            if (Read(match) is { } date)
            {
                return (date, text.Remove(match.Index, match.Length).Trim(' ', '_', '-', '.', ':', '=', ','));
            }
        }

        return null;
    }

    private static DateTime? Read(Match match)
    {
        int month = Number("month", 1);
        int day = Number("day", 1);
        int year = Number("year", 1);
        bool isDate = year > 0 && month is >= 1 and <= 12 && day >= 1 && day <= DateTime.DaysInMonth(year, month)
            && Number("hour", 0) <= 24 && Number("minute", 0) < 60 && Number("second", 0) < 60
            && Number("ordinal", 1) is var ordinal && ordinal >= 1 && ordinal <= (DateTime.IsLeapYear(year) ? 366 : 365);
        return isDate
            ? new DateTime(year, month, day).AddDays(Number("ordinal", 1) - 1).AddHours(Number("hour", 0)).AddMinutes(Number("minute", 0)).AddSeconds(Number("second", 0))
            : null;

        int Number(string group, int otherwise) => match.Groups[group] is { Success: true } digits ? int.Parse(digits.Value, CultureInfo.InvariantCulture) : otherwise;
    }

    // Years of this and the last centuries, so that other numbers of eight digits are less likely to be taken for dates.
    [GeneratedRegex(@"(?<!\d)(?<year>(1[89]|20|21)\d\d)(?<gap>[-_./]?)(?<month>\d\d)\k<gap>(?<day>\d\d)([T _-]?(?<hour>\d\d)(:?(?<minute>\d\d)(:?(?<second>\d\d))?)?Z?)?(?!\d)", RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture)]
    private static partial Regex Anywhere();
}
