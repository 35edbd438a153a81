using System.Globalization;
using Tributary.Contracts;

namespace PluginName;

/// <summary>Reads text files with a line <c># area_km2 100</c> and, day by day, the date and three numbers: rain and potential evapotranspiration in mm, flow in m3 s-1.</summary>
internal sealed class PluginNameSource(ForcingSetup setup) : IBasinSource
{
    private const string AreaMark = "# area_km2 ";

    public IReadOnlyList<string>? BasinIds => null;

    public BasinRecord Read(string basin, CancellationToken cancellation)
    {
        string path = setup.FileOf(basin);
        if (!File.Exists(path))
        {
            throw new InputException("is not there", path, "Correct forcing.files, or the basin's id.");
        }

        double? area = null;
        var stamps = new List<DateTime>();
        List<double>[] columns = [[], [], []];
        int number = 0;
        foreach (string line in File.ReadLines(path))
        {
            number++;
            cancellation.ThrowIfCancellationRequested();
            string where = $"{path}, line {number}";
            if (line.StartsWith(AreaMark, StringComparison.Ordinal))
            {
                area = Number(line[AreaMark.Length..], where);
            }
            else if (!line.StartsWith('#') && line.Length > 0)
            {
                string[] fields = line.Split(' ', StringSplitOptions.RemoveEmptyEntries);
                if (fields.Length != columns.Length + 1 || !DateTime.TryParse(fields[0], CultureInfo.InvariantCulture, out DateTime stamp))
                {
                    throw new InputException($"'{line}' is not a date and {columns.Length} numbers", where);
                }

                stamps.Add(stamp);
                for (int column = 0; column < columns.Length; column++)
                {
                    columns[column].Add(Number(fields[column + 1], where));
                }
            }
        }

        // Puts the days on a regular axis: one that is missing becomes a gap.
        var axis = new StampedSeries(stamps.ToArray(), path);
        return new BasinRecord
        {
            Id = basin,
            AreaKm2 = area,
            Series =
            [
                new("rain", Variables.Precipitation, "mm", axis.Time, axis.Place(columns[0].ToArray())),
                new("pet", Variables.PotentialEvapotranspiration, "mm", axis.Time, axis.Place(columns[1].ToArray())),
                new("flow", Variables.Discharge, "m3 s-1", axis.Time, axis.Place(columns[2].ToArray())),
            ],
            Files = [path],
        };
    }

    public void Dispose()
    {
    }

    private static double Number(string text, string where) => text.Trim() switch
    {
        "NA" => double.NaN,
        var word when double.TryParse(word, CultureInfo.InvariantCulture, out double value) => value,
        var word => throw new InputException($"'{word}' is no number", where, "Write a gap as NA."),
    };
}
