using CsvHelper;
using Tributary.Contracts;

namespace Tributary.Plugins.Csv;

/// <summary>One CSV file: a header, then a row a time step.</summary>
/// <param name="path">The file.</param>
/// <param name="settings">How it is written.</param>
internal sealed class CsvTable(string path, CsvSettings settings)
{
    private readonly DateReading _dates = new(settings.DateFormat);
    private readonly NumberReading _numbers = new(settings);

    /// <summary>Reads all its columns.</summary>
    /// <exception cref="InputException">The file is missing or damaged, or the settings name columns that it does not have.</exception>
    public IReadOnlyList<BasinSeries> Read(CancellationToken cancellation)
    {
        var options = new CsvReaderOptions
        {
            Separator = SeparatorOfHeader.Find(path, settings),
            TrimWhitespace = true,
            TrackLineNumbers = true,
            AllowLineBreaksInQuotes = false,
            MalformedData = CsvMalformedDataHandling.Throw,
        };
        try
        {
            using CsvReader reader = CsvReader.FromFile(path, options);
            var columns = new CsvColumns(path, [.. reader.Headers.Select(Heading.Parse)], settings);
            (TimeAxis time, double[][] values) = ReadRows(reader, columns, cancellation);
            return [.. columns.Series.Select((column, i) => SeriesOf(columns, column, time, values[i]))];
        }
        catch (CsvFormatException error)
        {
            throw new InputException("a quotation mark is misplaced or not closed", $"{path}, line {error.LineNumber}", cause: error);
        }
    }

    private (TimeAxis Time, double[][] Values) ReadRows(CsvReader reader, CsvColumns columns, CancellationToken cancellation)
    {
        var rows = new DatedRows(path, columns.Series.Count);
        double[] values = new double[columns.Series.Count];
        while (reader.Read())
        {
            cancellation.ThrowIfCancellationRequested();
            int line = (int)reader.LineNumber;
            if (reader.FieldCount != columns.Headings.Count)
            {
                throw new InputException(
                    $"has {reader.FieldCount} fields where the header has {columns.Headings.Count}", $"{path}, line {line}", "Each row needs a field for each column; a gap is written as NA or left empty.");
            }

            DateTime date = DateOf(reader.GetString(columns.Date), line, columns);
            for (int i = 0; i < values.Length; i++)
            {
                values[i] = NumberOf(reader.GetString(columns.Series[i]), line, columns, columns.Series[i]);
            }

            rows.Add(date, values, line);
        }

        return rows.Place();
    }

    private DateTime DateOf(string text, int line, CsvColumns columns)
    {
        if (_dates.TryRead(text, out DateTime date))
        {
            return date;
        }

        string remedy = settings.DateFormat is { } format
            ? $"It should be written as '{format}'."
            : "Write it as 2004-01-31 or 2004-01-31 06:00, or say under settings.date_format how it is written.";
        throw new InputException($"'{text}' is no date", Place(line, columns, columns.Date), remedy);
    }

    private double NumberOf(string text, int line, CsvColumns columns, int column) => _numbers.TryRead(text, out double value)
        ? value
        : throw new InputException(
            $"'{text}' is no number", Place(line, columns, column), "Name it under settings.missing if it stands for a gap, or the column under settings.ignore.");

    private static BasinSeries SeriesOf(CsvColumns columns, int column, TimeAxis time, double[] values)
    {
        string name = columns.Headings[column].Name;
        return new BasinSeries(name, Variables.All.GetValueOrDefault(name), columns.UnitOf(column), time, values);
    }

    private string Place(int line, CsvColumns columns, int column) => $"{path}, line {line}, column {column + 1} ({columns.Headings[column].Text})";
}
