using System.Globalization;
using Tributary.Learning;
using YamlDotNet.RepresentationModel;

namespace Tributary.Plugins.Imports;

/// <summary>SYMFLUENCE's periods: <c>2004-01-05, 2004-01-19</c>, or a list of two dates or years.</summary>
internal static class SymfluencePeriods
{
    private static readonly string[] Formats = ["yyyy-MM-dd", "yyyy-MM-dd HH:mm", "yyyy-MM-dd HH:mm:ss", "yyyy-MM-dd'T'HH:mm", "yyyy-MM-dd'T'HH:mm:ss"];

    /// <summary>The splits of the experiment. An LSTM's training takes its last fifth to validate on, as SYMFLUENCE's does.</summary>
    public static SplitDates Splits(SymfluenceKeys keys, ImportNotes notes, bool learns)
    {
        var splits = new SplitDates();
        Span? calibration = Of(keys, "CALIBRATION_PERIOD") ?? Between(keys, "CALIBRATION_START_DATE", "CALIBRATION_END_DATE");
        if (calibration is { } whole && learns && whole.Last - whole.First >= TimeSpan.FromDays(5))
        {
            DateTime cut = whole.First.AddDays(Math.Floor(0.8 * ((whole.Last - whole.First).TotalDays + 1)));
            splits.Add("calibration", new Span(whole.First, cut.AddDays(-1)));
            splits.Add("validation", new Span(cut, whole.Last));
            notes.Add(keys.Name("CALIBRATION_PERIOD"), "its first four fifths train, its last fifth validates; SYMFLUENCE divides its training the same way, but over all of its records");
        }
        else if (calibration is { } all)
        {
            splits.Add("calibration", all);
        }

        foreach ((string key, string name) in (ReadOnlySpan<(string, string)>)[("EVALUATION_PERIOD", "test"), ("SPINUP_PERIOD", "warmup")])
        {
            if (Of(keys, key) is { } span && splits.Add(name, span) is { } other)
            {
                notes.Add(keys.Name(key), $"overlaps the {other} period, which a workflow refuses; left out");
            }
        }

        return splits;
    }

    /// <summary>The day of an instant; told where the hour is lost.</summary>
    public static DateTime Day(SymfluenceKeys keys, ImportNotes notes, string key, bool isLast)
    {
        DateTime instant = Date(keys, key, keys.Demanded(key));
        if (instant.TimeOfDay != TimeSpan.Zero && !(isLast && instant.Hour == 23))
        {
            notes.Add(keys.Name(key), "a workflow's period begins and ends with whole days");
        }

        return instant.Date;
    }

    private static Span? Of(SymfluenceKeys keys, string key)
    {
        string name = keys.Name(key);
        ConfigurationFile file = keys.File;
        if (file.Node(name) is not { } node || (node is YamlScalarNode && keys.Text(key) is null))
        {
            return null;
        }

        string[] parts = [.. file.List(name, node).SelectMany(text => text.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries))];
        if (parts.Length != 2)
        {
            throw file.Wrong(name, "a first and a last date, as 2004-01-05, 2004-01-19");
        }

        (DateTime first, DateTime last) = (Date(keys, key, parts[0]), Date(keys, key, parts[1], isLast: true));
        return last >= first ? new Span(first.Date, last.Date) : throw file.Wrong(name, "a first date before the last one");
    }

    private static Span? Between(SymfluenceKeys keys, string start, string end) =>
        keys.Text(start) is { } first && keys.Text(end) is { } last ? new Span(Date(keys, start, first).Date, Date(keys, end, last, isLast: true).Date) : null;

    private static DateTime Date(SymfluenceKeys keys, string key, string text, bool isLast = false)
    {
        if (text.Length == 4 && int.TryParse(text, CultureInfo.InvariantCulture, out int year) && year > 0)
        {
            return isLast ? new DateTime(year, 12, 31) : new DateTime(year, 1, 1);
        }

        return DateTime.TryParseExact(text, Formats, CultureInfo.InvariantCulture, DateTimeStyles.None, out DateTime date)
            ? date
            : throw keys.File.Wrong(keys.Name(key), "a date as 2004-01-31 or 2004-01-31 06:00");
    }
}
