using System.Globalization;
using Tributary.Contracts;

namespace Tributary.Engine;

/// <summary>Dates and steps as a workflow file writes them.</summary>
internal static class Dates
{
    public const string Pattern = @"^\d{4}-\d{2}-\d{2}([ T]\d{2}:\d{2}(:\d{2})?)?$";
    public const string JsonPattern = @"^\\d{4}-\\d{2}-\\d{2}([ T]\\d{2}:\\d{2}(:\\d{2})?)?$";

    private static readonly string[] Formats = ["yyyy-MM-dd", "yyyy-MM-dd HH:mm", "yyyy-MM-dd'T'HH:mm", "yyyy-MM-dd HH:mm:ss", "yyyy-MM-dd'T'HH:mm:ss"];

    /// <summary>A date or an instant; null where the text is none.</summary>
    public static DateTime? Parse(string text) =>
        DateTime.TryParseExact(text, Formats, CultureInfo.InvariantCulture, DateTimeStyles.None, out DateTime date) ? date : null;

    /// <summary>The period from a first to a last date. A last date without an hour counts as a whole day.</summary>
    public static Period? Span(string first, string last)
    {
        if (Parse(first) is not { } start || Parse(last) is not { } end)
        {
            return null;
        }

        return new Period(start, last.Length == "yyyy-MM-dd".Length ? end.AddDays(1) : end);
    }

    /// <summary>A time step as <c>1d</c>, <c>6h</c> or <c>15min</c>.</summary>
    public static TimeSpan Step(string text)
    {
        string digits = text.TrimEnd('d', 'h', 'm', 'i', 'n');
        int count = int.Parse(digits, CultureInfo.InvariantCulture);
        return text[digits.Length..] switch
        {
            "d" => TimeSpan.FromDays(count),
            "h" => TimeSpan.FromHours(count),
            _ => TimeSpan.FromMinutes(count),
        };
    }
}
