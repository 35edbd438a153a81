using System.Globalization;
using Tributary.Contracts;

namespace Tributary.Plugins.Stations;

/// <summary>Which array of a file is the time coordinate, which dimension runs over the stations, and what their ids are.</summary>
internal sealed class StationLayout
{
    private static readonly string[] IdNames = ["station_id", "station", "stations", "station_name", "gauge_id", "gauge", "basin", "basin_id", "id", "name"];

    private readonly IArrayFile _file;

    /// <exception cref="InputException">The file has no time coordinate, or more than one dimension besides time.</exception>
    public StationLayout(IArrayFile file, string? stationVariable)
    {
        _file = file;
        Time = FindTime();
        TimeDimension = Time.Dimensions[0].Name;
        (StationDimension, StationCount) = FindStations();
        Ids = FindIds(stationVariable);
    }

    /// <summary>The time coordinate.</summary>
    public ArrayVariable Time { get; }

    /// <summary>Name of its dimension.</summary>
    public string TimeDimension { get; }

    /// <summary>Name of the dimension that runs over the stations; null where the series have time alone.</summary>
    public string? StationDimension { get; }

    /// <summary>Number of stations.</summary>
    public long StationCount { get; }

    /// <summary>Ids of the stations; null where the file has none.</summary>
    public string[]? Ids { get; }

    /// <summary>Whether the ids are numbers, which may be written in other ways: a number loses the zeros in front of it, as in gauge 01022500.</summary>
    public bool IdsAreNumbers { get; private set; }

    /// <summary>The arrays that hold series: numbers over time, or over time and station in either order.</summary>
    public IEnumerable<ArrayVariable> Series => _file.Variables.Where(variable => variable != Time && IsOverTime(variable));

    /// <summary>Row of a station; a file with a single one needs no id.</summary>
    /// <exception cref="InputException">There are several stations, and none has this id.</exception>
    public long RowOf(string station)
    {
        if (StationCount == 1)
        {
            return 0;
        }

        if (Ids is null)
        {
            throw new InputException($"has {StationCount} stations but no variable of their ids", _file.Path, "Name it under settings.station_variable.");
        }

        int row = Array.FindIndex(Ids, id => id == station);
        row = row >= 0 || !IdsAreNumbers ? row : Array.FindIndex(Ids, id => IsSameNumber(id, station));
        return row >= 0
            ? row
            : throw new InputException($"there is no station '{station}'", _file.Path, $"It has {string.Join(", ", Ids.Take(20))}{(Ids.Length > 20 ? ", ..." : string.Empty)}. Say under settings.stations which one is a basin's.");
    }

    private ArrayVariable FindTime()
    {
        ArrayVariable[] candidates =
            [.. _file.Variables.Where(variable => variable.Dimensions.Count == 1 && variable.Text("units")?.Contains(" since ", StringComparison.Ordinal) == true)];
        return candidates.FirstOrDefault(variable => variable.Name == variable.Dimensions[0].Name)
            ?? candidates.FirstOrDefault(variable => variable.Text("standard_name") == "time")
            ?? candidates.FirstOrDefault()
            ?? throw new InputException("has no time coordinate", _file.Path, "One variable with one dimension needs units such as 'days since 1980-01-01'.");
    }

    private (string? Name, long Length) FindStations()
    {
        (string Name, long Length)[] others =
            [.. _file.Variables.Where(IsOverTime).SelectMany(variable => variable.Dimensions).Where(dimension => dimension.Name != TimeDimension).Distinct()];
        return others switch
        {
            [] => (null, 1),
            [var one] => (one.Name, one.Length),
            _ => throw new InputException(
                $"its variables over time have the dimensions {string.Join(", ", others.Select(other => other.Name))}", _file.Path, "A file of stations has one dimension besides time; a grid needs the source 'gridded'."),
        };
    }

    private bool IsOverTime(ArrayVariable variable) =>
        !variable.IsText && variable.Dimensions.Count <= 2 && variable.Dimensions.Any(dimension => dimension.Name == TimeDimension) && !IsBounds(variable);

    private bool IsBounds(ArrayVariable variable) => variable.Name == Time.Text("bounds");

    private string[]? FindIds(string? named)
    {
        ArrayVariable? ids = named is not null
            ? _file.Variables.FirstOrDefault(variable => variable.Name == named)
                ?? throw new InputException($"there is no variable '{named}', which settings.station_variable names", _file.Path, $"It has {string.Join(", ", _file.Variables.Select(variable => variable.Name))}.")
            : _file.Variables.FirstOrDefault(variable => variable.Text("cf_role") == "timeseries_id")
                ?? IdNames.Select(name => _file.Variables.FirstOrDefault(variable => variable.Name == name && IsOverStations(variable))).FirstOrDefault(found => found is not null);
        if (ids is null)
        {
            return null;
        }

        IdsAreNumbers = !ids.IsText;
        string[] read = ids.IsText ? _file.ReadText(ids.Name) : ReadNumbers(ids);
        return read.Length == StationCount
            ? read
            : throw new InputException($"{ids.Name} has {read.Length} ids for {StationCount} stations", _file.Path, "Name another variable under settings.station_variable.");
    }

    private bool IsOverStations(ArrayVariable variable) => variable.Dimensions.Count > 0 && variable.Dimensions[0].Name == StationDimension;

    private string[] ReadNumbers(ArrayVariable ids)
    {
        double[] numbers = new double[ids.Length];
        _file.Read(ids.Name, new long[ids.Dimensions.Count], [.. ids.Dimensions.Select(dimension => dimension.Length)], numbers);
        return Array.ConvertAll(numbers, number => number.ToString(CultureInfo.InvariantCulture));
    }

    private static bool IsSameNumber(string id, string station) =>
        long.TryParse(id, NumberStyles.None, CultureInfo.InvariantCulture, out long left)
        && long.TryParse(station, NumberStyles.None, CultureInfo.InvariantCulture, out long right)
        && left == right;
}
