using System.Globalization;

namespace Tributary.Plugins.Csv;

/// <summary>Reads dates in one format that is given, or in the unmistakable ones.</summary>
/// <param name="format">The format; null for ISO 8601 and digits alone.</param>
internal sealed class DateReading(string? format)
{
    private const DateTimeStyles ToUtc = DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal;

    private readonly string[] _formats = format is not null
        ? [format]
        :
        [
            "yyyy-MM-dd", "yyyy-MM-dd HH:mm", "yyyy-MM-dd HH:mm:ss", "yyyy-MM-ddTHH:mmK", "yyyy-MM-ddTHH:mm:ssK",
            "yyyy-MM-dd HH:mm:ssK", "yyyy-MM-ddTHH:mm:ss.FFFFFFFK", "yyyyMMdd", "yyyyMMddHH", "yyyyMMddHHmm",
        ];

    private int _last;

    /// <summary>Reads one date; a zone (Z, +02:00) turns it to UTC.</summary>
    public bool TryRead(string text, out DateTime date)
    {
        // A file keeps to one format, save for R, which writes midnight as the day alone.
        for (int i = 0; i < _formats.Length; i++)
        {
            int index = (_last + i) % _formats.Length;
            if (DateTime.TryParseExact(text, _formats[index], CultureInfo.InvariantCulture, ToUtc, out date))
            {
                _last = index;
                date = DateTime.SpecifyKind(date, DateTimeKind.Unspecified);
                return true;
            }
        }

        date = default;
        return false;
    }
}
