using System.Globalization;

namespace Tributary.Contracts;

/// <summary>Static attributes of basins from delimited text files with one row a basin, joined on the column of ids, or with one column a basin.</summary>
/// <remarks>
/// An attribute of which every value is a number or a gap becomes an attribute; any other (a name, a class) is left out.
/// </remarks>
public sealed class AttributeFiles
{
    private readonly Dictionary<string, Dictionary<string, double>> _basins = [];
    private readonly List<string> _paths = [];

    /// <summary>The files read so far.</summary>
    public IReadOnlyList<string> Paths => _paths;

    /// <summary>Reads a file and joins its columns.</summary>
    /// <param name="path">The file; its first row names the columns.</param>
    /// <param name="separator">What parts the columns.</param>
    /// <param name="key">Name of the column of ids.</param>
    /// <param name="lastIsFreeText">Whether the last column is text with separators of its own that are not quoted.</param>
    /// <exception cref="InputException">The file is missing or damaged, or an id is repeated in it.</exception>
    public void Add(string path, char separator, string key, bool lastIsFreeText = false)
    {
        using var text = new DelimitedText(path, separator) { LastIsFreeText = lastIsFreeText };
        text.ReadHeadings();
        int keyColumn = text.Demand(key);
        var ids = new List<string>();
        var columns = new List<string>[text.Headings.Count];
        for (int i = 0; i < columns.Length; i++)
        {
            columns[i] = [];
        }

        var known = new HashSet<string>();
        while (text.Read())
        {
            string id = text.Text(keyColumn);
            if (!known.Add(id))
            {
                throw new InputException($"the basin '{id}' is repeated", text.Place(keyColumn));
            }

            ids.Add(id);
            for (int i = 0; i < columns.Length; i++)
            {
                columns[i].Add(text.Text(i));
            }
        }

        for (int i = 0; i < columns.Length; i++)
        {
            if (i != keyColumn && Numbers(columns[i]) is { } values)
            {
                Join(ids, text.Headings[i], values);
            }
        }

        _paths.Add(path);
    }

    /// <summary>Reads a file with a row an attribute and a column a basin, and joins its rows.</summary>
    /// <param name="path">The file; its first row names the basins.</param>
    /// <param name="separator">What parts the columns.</param>
    /// <param name="key">Heading of the column of attributes' names.</param>
    /// <exception cref="InputException">The file is missing or damaged, or a basin is repeated in it.</exception>
    public void AddTransposed(string path, char separator, string key)
    {
        using var text = new DelimitedText(path, separator);
        text.ReadHeadings();
        int keyColumn = text.Demand(key);
        int[] columns = [.. Enumerable.Range(0, text.Headings.Count).Where(column => column != keyColumn)];
        List<string> ids = [.. columns.Select(column => text.Headings[column])];
        if (ids.GroupBy(id => id).FirstOrDefault(group => group.Count() > 1) is { } twice)
        {
            throw new InputException($"the basin '{twice.Key}' is repeated", $"{path}, line {text.Line}");
        }

        while (text.Read())
        {
            if (Numbers([.. columns.Select(column => text.Text(column).Trim())]) is { } values)
            {
                Join(ids, text.Text(keyColumn).Trim(), values);
            }
        }

        _paths.Add(path);
    }

    /// <summary>The attributes of a basin; none where no file has it. A gap is NaN.</summary>
    public IReadOnlyDictionary<string, double> Of(string basin) =>
        _basins.TryGetValue(basin, out Dictionary<string, double>? attributes) ? attributes : new Dictionary<string, double>();

    /// <summary>One attribute of a basin; null where it is unknown.</summary>
    public double? Of(string basin, string attribute) =>
        Of(basin).TryGetValue(attribute, out double value) && double.IsFinite(value) ? value : null;

    /// <summary>A basin with its attributes, of which <c>area</c> in km2, <c>gauge_lat</c> and <c>gauge_lon</c> say how large and where it is.</summary>
    /// <param name="basin">The basin.</param>
    /// <param name="series">Its series.</param>
    /// <param name="files">The files that they were read from.</param>
    /// <param name="elevation">The attribute that is its elevation in m.</param>
    public BasinRecord Describe(string basin, IReadOnlyList<BasinSeries> series, IEnumerable<string> files, string elevation) => new()
    {
        Id = basin,
        Series = series,
        AreaKm2 = Of(basin, "area"),
        Latitude = Of(basin, "gauge_lat"),
        Longitude = Of(basin, "gauge_lon"),
        Elevation = Of(basin, elevation),
        Attributes = Of(basin),
        Files = [.. files, .. Paths],
    };

    private void Join(List<string> ids, string attribute, double[] values)
    {
        for (int row = 0; row < values.Length; row++)
        {
            if (!_basins.TryGetValue(ids[row], out Dictionary<string, double>? attributes))
            {
                _basins[ids[row]] = attributes = [];
            }

            attributes[attribute] = values[row];
        }
    }

    private static double[]? Numbers(List<string> column)
    {
        double[] values = new double[column.Count];
        bool any = false;
        for (int row = 0; row < values.Length; row++)
        {
            if (DelimitedText.IsGap(column[row]))
            {
                values[row] = double.NaN;
            }
            else if (double.TryParse(column[row], NumberStyles.Float, CultureInfo.InvariantCulture, out values[row]))
            {
                any = true;
            }
            else
            {
                return null;
            }
        }

        return any ? values : null;
    }
}
