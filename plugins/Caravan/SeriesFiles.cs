using System.Globalization;
using Tributary.Contracts;

namespace Tributary.Plugins.Caravan;

/// <summary>One series as read, before it is known what it is.</summary>
/// <param name="Name">Caravan's name.</param>
/// <param name="Unit">Its unit; null where unknown.</param>
/// <param name="Time">Its time axis.</param>
/// <param name="Values">Its values, <c>[time]</c>, a gap being NaN.</param>
internal sealed record RawSeries(string Name, string? Unit, TimeAxis Time, double[] Values);

/// <summary>Reads Caravan's files of series.</summary>
internal static class SeriesFiles
{
    private const string Date = "date";

    /// <exception cref="InputException">The file is missing or damaged.</exception>
    public static List<RawSeries> ReadNetCdf(string path, IArrayFiles files)
    {
        using IArrayFile file = files.Open(path);
        var stamps = new StampedSeries(file.ReadTimes(Date), path);
        var units = new CaravanUnits((file.Attributes.GetValueOrDefault("Units") ?? file.Attributes.GetValueOrDefault("units")) as string);
        var series = new List<RawSeries>();
        foreach (ArrayVariable variable in file.Variables)
        {
            if (variable.Name != Date && !variable.IsText && variable.Dimensions is [(Date, long length)])
            {
                double[] values = new double[length];
                file.Read(variable.Name, [0], [length], values);
                series.Add(new RawSeries(variable.Name, variable.Text("units") ?? units.Of(variable.Name), stamps.Time, stamps.Place(values)));
            }
        }

        return series;
    }

    /// <exception cref="InputException">The file is missing or damaged.</exception>
    public static List<RawSeries> ReadCsv(string path)
    {
        using var text = new DelimitedText(path, ',');
        text.ReadHeadings();
        int date = text.Demand(Date);
        int[] columns = [.. Enumerable.Range(0, text.Headings.Count).Where(column => column != date && text.Headings[column].Length > 0)];
        var rows = new DatedRows(path, columns.Length);
        double[] values = new double[columns.Length];
        while (text.Read())
        {
            for (int i = 0; i < columns.Length; i++)
            {
                values[i] = text.NumberOrGap(columns[i]);
            }

            rows.Add(DateOf(text, date), values, text.Line);
        }

        (TimeAxis time, double[][] placed) = rows.Place();
        return [.. columns.Select((column, i) => new RawSeries(text.Headings[column], CaravanVariables.UnitOf(text.Headings[column]), time, placed[i]))];
    }

    private static DateTime DateOf(DelimitedText text, int column) =>
        DateTime.TryParseExact(text[column], ["yyyy-MM-dd", "yyyy-MM-dd HH:mm:ss"], CultureInfo.InvariantCulture, DateTimeStyles.None, out DateTime date)
            ? date
            : throw new InputException($"'{text[column]}' is no date", text.Place(column), "Write it as 1981-01-31.");
}
