using Tributary.Contracts;

namespace Tributary.Plugins.CamelsGb;

/// <summary>CAMELS-GB, opened: reads a basin's forcing, streamflow and attributes (Coxon et al., 2020, tables 1 and 2).</summary>
internal sealed class CamelsGbSource : IBasinSource
{
    public const string Expected =
        "The layout of CAMELS-GB is data/timeseries/CAMELS_GB_hydromet_timeseries_ID_19701001-20150930.csv and data/CAMELS_GB_*_attributes.csv.";

    private const string Prefix = "CAMELS_GB_hydromet_timeseries_";
    private const string Key = "gauge_id";

    // Days of rain begin at 9 h UTC; they are dated by the day on which they begin.
    private static readonly Dictionary<string, (Variable? Variable, string Unit)> Columns = new()
    {
        ["precipitation"] = (Variables.Precipitation, "mm"),
        ["pet"] = (Variables.PotentialEvapotranspiration, "mm"),
        ["peti"] = (Variables.PotentialEvapotranspiration, "mm"),
        ["temperature"] = (Variables.AirTemperature, "degC"),
        ["discharge_spec"] = (null, "mm d-1"),
        ["discharge_vol"] = (Variables.Discharge, "m3 s-1"),
        ["humidity"] = (Variables.SpecificHumidity, "g kg-1"),
        ["shortwave_rad"] = (Variables.ShortwaveRadiation, "W m-2"),
        ["longwave_rad"] = (Variables.LongwaveRadiation, "W m-2"),
        ["windspeed"] = (Variables.WindSpeed, "m s-1"),
    };

    private readonly string _series;
    private readonly string _other;
    private readonly Dictionary<string, string> _files;
    private readonly AttributeFiles _attributes = new();

    /// <exception cref="InputException">A folder is missing or is not laid out as CAMELS-GB is.</exception>
    public CamelsGbSource(CamelsGbSettings settings, ForcingSetup setup)
    {
        string given = setup.Resolve(settings.Folder);
        string folder = Directory.Exists(Path.Combine(given, "data")) ? Path.Combine(given, "data") : given;
        _series = Path.Combine(folder, "timeseries");
        _other = settings.PotentialEvaporation == PotentialEvaporation.Pet ? "peti" : "pet";
        if (!Directory.Exists(_series))
        {
            throw new InputException("there is no such folder", _series, Expected);
        }

        _files = Directory.EnumerateFiles(_series, $"{Prefix}*.csv").Order(StringComparer.Ordinal).GroupBy(IdOf).ToDictionary(group => group.Key, group => group.First());
        if (_files.Count == 0)
        {
            throw new InputException($"holds no file {Prefix}ID_19701001-20150930.csv", _series, Expected);
        }

        foreach (string path in Directory.EnumerateFiles(folder, "CAMELS_GB_*_attributes.csv").Order(StringComparer.Ordinal))
        {
            _attributes.Add(path, ',', Key, lastIsFreeText: true);
        }

        BasinIds = [.. _files.Keys.OrderBy(id => id.Length).ThenBy(id => id, StringComparer.Ordinal)];
    }

    /// <inheritdoc/>
    public IReadOnlyList<string> BasinIds { get; }

    /// <inheritdoc/>
    public BasinRecord Read(string basin, CancellationToken cancellation)
    {
        cancellation.ThrowIfCancellationRequested();
        string path = _files.GetValueOrDefault(basin) ?? throw new InputException($"there is no file {Prefix}{basin}_19701001-20150930.csv of basin {basin}", _series, Expected);
        DatedTable table = DatedTable.Read(path, ',', "date", [.. Columns.Keys]);
        BasinSeries[] series = [.. table.Columns.Select(column => new BasinSeries(column.Name, column.Name == _other ? null : Columns[column.Name].Variable, Columns[column.Name].Unit, table.Time, column.Values))];
        return _attributes.Describe(basin, series, [path], "elev_mean");
    }

    /// <inheritdoc/>
    public void Dispose()
    {
    }

    private static string IdOf(string path) => Path.GetFileNameWithoutExtension(path)[Prefix.Length..].Split('_')[0];
}
