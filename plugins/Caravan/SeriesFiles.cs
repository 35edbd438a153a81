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
        DatedTable table = DatedTable.Read(path, ',', Date);
        return [.. table.Columns.Select(column => new RawSeries(column.Name, CaravanVariables.UnitOf(column.Name), table.Time, column.Values))];
    }
}
