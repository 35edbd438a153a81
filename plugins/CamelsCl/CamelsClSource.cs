using Tributary.Contracts;

namespace Tributary.Plugins.CamelsCl;

/// <summary>
/// CAMELS-CL, opened. Its files hold all gauges side by side, so that each is read whole, once, when the first basin is asked for: all of Chile takes about
/// half a gigabyte.
/// </summary>
internal sealed class CamelsClSource : IBasinSource
{
    private readonly CamelsClFiles _files;
    private readonly PrecipitationProduct _precipitation;
    private readonly AttributeFiles _attributes = new();
    private readonly Dictionary<string, DatedTable> _tables = [];

    /// <exception cref="InputException">The folder is missing or is not laid out as CAMELS-CL is.</exception>
    public CamelsClSource(CamelsClSettings settings, ForcingSetup setup)
    {
        string folder = setup.Resolve(settings.Folder);
        if (!Directory.Exists(folder))
        {
            throw new InputException("there is no such folder", folder, CamelsClFiles.Expected);
        }

        (_files, _precipitation) = (new CamelsClFiles(folder), settings.Precipitation);
        if (_files.Find(CamelsClFiles.Attributes) is { } attributes)
        {
            _attributes.AddTransposed(attributes, '\t', CamelsClFiles.Key);
        }

        using var text = new DelimitedText(_files.Demand(CamelsClFiles.PrecipitationOf(_precipitation)), '\t');
        text.ReadHeadings();
        text.Demand(CamelsClFiles.Key);
        BasinIds = [.. text.Headings.Where(heading => heading != CamelsClFiles.Key).Order(StringComparer.Ordinal)];
    }

    /// <inheritdoc/>
    public IReadOnlyList<string> BasinIds { get; }

    /// <inheritdoc/>
    public BasinRecord Read(string basin, CancellationToken cancellation)
    {
        var series = new List<BasinSeries>();
        List<string> files = [];
        foreach ((string stem, Variable variable, string unit) in CamelsClFiles.Series(_precipitation))
        {
            cancellation.ThrowIfCancellationRequested();
            bool required = variable == Variables.Precipitation;
            if ((required ? _files.Demand(stem) : _files.Find(stem)) is not { } path)
            {
                continue;
            }

            DatedTable table = TableOf(path);
            (string Name, double[] Values) column = table.Columns.FirstOrDefault(column => column.Name == basin);
            if (column.Values is null)
            {
                throw new InputException($"there is no column '{basin}'", path, "Each file needs a column for every gauge, under its id.");
            }

            series.Add(new BasinSeries(stem[(stem.IndexOf("CAMELScl_", StringComparison.Ordinal) + "CAMELScl_".Length)..], variable, unit, table.Time, column.Values));
            files.Add(path);
        }

        return _attributes.Describe(basin, series, files, "elev_mean");
    }

    /// <inheritdoc/>
    public void Dispose() => _tables.Clear();

    private DatedTable TableOf(string path)
    {
        if (!_tables.TryGetValue(path, out DatedTable? table))
        {
            _tables[path] = table = DatedTable.Read(path, '\t', CamelsClFiles.Key);
        }

        return table;
    }
}
