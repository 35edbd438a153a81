using Tributary.Contracts;

namespace Tributary.Plugins.Caravan;

/// <summary>Where the files of Caravan lie. A basin's id starts with the name of the data set that it comes from, as in lamah_1145.</summary>
internal sealed class CaravanLayout
{
    public const string Expected =
        "The layout of Caravan is timeseries/netcdf/SUB/SUB_ID.nc or timeseries/csv/SUB/SUB_ID.csv, and attributes/SUB/attributes_*_SUB.csv.";

    private readonly string _folder;
    private readonly SeriesFormat _format;

    /// <exception cref="InputException">There are no series of the wanted form.</exception>
    public CaravanLayout(string folder, SeriesFormat format)
    {
        _folder = folder;
        _format = format;
        if (!Directory.Exists(folder))
        {
            throw new InputException("there is no such folder", folder, Expected);
        }

        BasinIds = [.. Candidates().SelectMany(candidate => IdsIn(candidate.Folder, candidate.Extension)).Distinct().Order(StringComparer.Ordinal)];
        if (BasinIds.Count == 0)
        {
            throw new InputException($"holds no series{(format == SeriesFormat.Auto ? string.Empty : $" as {format}")}", Path.Combine(folder, "timeseries"), Expected);
        }
    }

    public IReadOnlyList<string> BasinIds { get; }

    /// <exception cref="InputException">The basin has no file.</exception>
    public string SeriesOf(string basin)
    {
        string subset = SubsetOf(basin);
        List<string> missing = [];
        foreach ((string folder, string extension) in Candidates())
        {
            string path = Path.Combine(folder, subset, basin + extension);
            if (File.Exists(path))
            {
                return path;
            }

            missing.Add(path);
        }

        throw new InputException($"there is no file of basin {basin}", string.Join(" or ", missing), Expected);
    }

    /// <summary>The attribute files of a basin's data set; none where it has no folder of them.</summary>
    public IEnumerable<string> AttributesOf(string subset)
    {
        string folder = Path.Combine(_folder, "attributes", subset);
        return Directory.Exists(folder) ? Directory.EnumerateFiles(folder, $"attributes_*_{subset}.csv").Order(StringComparer.Ordinal) : [];
    }

    public static string SubsetOf(string basin)
    {
        int end = basin.IndexOf('_', StringComparison.Ordinal);
        return end < 0 ? basin : basin[..end];
    }

    private IEnumerable<(string Folder, string Extension)> Candidates()
    {
        string series = Path.Combine(_folder, "timeseries");
        if (_format != SeriesFormat.Csv)
        {
            yield return (Path.Combine(series, "netcdf"), ".nc");
        }

        if (_format != SeriesFormat.NetCdf)
        {
            yield return (Path.Combine(series, "csv"), ".csv");
        }
    }

    private static IEnumerable<string> IdsIn(string folder, string extension) => Directory.Exists(folder)
        ? Directory.EnumerateFiles(folder, "*" + extension, SearchOption.AllDirectories).Select(path => Path.GetFileNameWithoutExtension(path))
        : [];
}
