using System.Globalization;

namespace Tributary.Plugins.Csv;

/// <summary>Reads numbers and gaps.</summary>
/// <param name="settings">Which texts are gaps, and whether numbers have a decimal comma.</param>
internal sealed class NumberReading(CsvSettings settings)
{
    private static readonly string[] UsualGaps = ["", "NA", "NaN", "nan", "null", "-9999", "-9999.0", "-999", "-999.0"];

    private readonly HashSet<string> _gaps = [.. settings.Missing ?? UsualGaps];
    private readonly NumberFormatInfo _format = new() { NumberDecimalSeparator = settings.DecimalComma ? "," : "." };

    /// <summary>Reads one value; a gap is NaN. A number that stands for a gap is told by its text, so that -999.00 is none unless listed.</summary>
    public bool TryRead(string text, out double value)
    {
        if (_gaps.Contains(text))
        {
            value = double.NaN;
            return true;
        }

        return double.TryParse(text, NumberStyles.Float, _format, out value) && !double.IsInfinity(value);
    }
}
