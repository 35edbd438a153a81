using System.Globalization;

namespace Tributary.Contracts;

/// <summary>A text file with a row a time step and a column a series, on a regular axis.</summary>
/// <param name="Time">The axis; a date that the file leaves out is a gap.</param>
/// <param name="Columns">The columns but that of the dates: each its heading and its values, <c>[time]</c>, a gap being NaN.</param>
public sealed record DatedTable(TimeAxis Time, IReadOnlyList<(string Name, double[] Values)> Columns)
{
    private static readonly string[] Forms = ["yyyy-MM-dd", "yyyy-MM-dd HH:mm:ss"];

    /// <summary>Reads a file whose first row names the columns. A column without a name is left out.</summary>
    /// <param name="path">The file.</param>
    /// <param name="separator">What parts the columns.</param>
    /// <param name="date">Heading of the column of dates, <c>1981-01-31</c> or <c>1981-01-31 00:00:00</c>.</param>
    /// <param name="wanted">The columns that must be there; null for all of the file.</param>
    /// <exception cref="InputException">The file is missing or damaged or lacks a column: names file, line and column.</exception>
    public static DatedTable Read(string path, char separator, string date, IReadOnlyList<string>? wanted = null)
    {
        using var text = new DelimitedText(path, separator);
        text.ReadHeadings();
        int dates = text.Demand(date);
        int[] columns = wanted is null
            ? [.. Enumerable.Range(0, text.Headings.Count).Where(column => column != dates && text.Headings[column].Length > 0)]
            : [.. wanted.Select(text.Demand)];
        var rows = new DatedRows(path, columns.Length);
        double[] values = new double[columns.Length];
        while (text.Read())
        {
            for (int i = 0; i < columns.Length; i++)
            {
                values[i] = text.NumberOrGap(columns[i]);
            }

            rows.Add(DateOf(text, dates), values, text.Line);
        }

        (TimeAxis time, double[][] placed) = rows.Place();
        return new DatedTable(time, [.. columns.Select((column, i) => (text.Headings[column], placed[i]))]);
    }

    private static DateTime DateOf(DelimitedText text, int column) =>
        DateTime.TryParseExact(text[column], Forms, CultureInfo.InvariantCulture, DateTimeStyles.None, out DateTime date)
            ? date
            : throw new InputException($"'{text[column]}' is no date", text.Place(column), "Write it as 1981-01-31.");
}
