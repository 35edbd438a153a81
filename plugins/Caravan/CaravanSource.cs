using Tributary.Contracts;

namespace Tributary.Plugins.Caravan;

/// <summary>Caravan, opened: reads a basin's forcing, streamflow and attributes.</summary>
internal sealed class CaravanSource : IBasinSource
{
    private readonly CaravanSettings _settings;
    private readonly CaravanLayout _layout;
    private readonly IArrayFiles _files;
    private readonly Dictionary<string, AttributeFiles> _attributes = [];

    /// <exception cref="InputException">The folder is missing or is not laid out as Caravan is.</exception>
    public CaravanSource(CaravanSettings settings, ForcingSetup setup)
    {
        _settings = settings;
        _files = setup.Services.ArrayFiles;
        _layout = new CaravanLayout(setup.Resolve(settings.Folder), settings.Format);
    }

    /// <inheritdoc/>
    public IReadOnlyList<string> BasinIds => _layout.BasinIds;

    /// <inheritdoc/>
    public BasinRecord Read(string basin, CancellationToken cancellation)
    {
        cancellation.ThrowIfCancellationRequested();
        string path = _layout.SeriesOf(basin);
        List<RawSeries> raw = path.EndsWith(".nc", StringComparison.Ordinal) ? SeriesFiles.ReadNetCdf(path, _files) : SeriesFiles.ReadCsv(path);
        string? potential = CaravanVariables.PotentialOf([.. raw.Select(series => series.Name)], _settings.PotentialEvaporation, path);
        AttributeFiles attributes = AttributesOf(CaravanLayout.SubsetOf(basin));
        return new BasinRecord
        {
            Id = basin,
            Series = [.. raw.Select(series => new BasinSeries(series.Name, CaravanVariables.Of(series.Name, potential), series.Unit, series.Time, series.Values))],
            AreaKm2 = attributes.Of(basin, "area"),
            Latitude = attributes.Of(basin, "gauge_lat"),
            Longitude = attributes.Of(basin, "gauge_lon"),
            Elevation = attributes.Of(basin, "ele_mt_sav"),
            Attributes = attributes.Of(basin),
            Files = [path, .. attributes.Paths],
        };
    }

    /// <inheritdoc/>
    public void Dispose()
    {
    }

    private AttributeFiles AttributesOf(string subset)
    {
        if (!_attributes.TryGetValue(subset, out AttributeFiles? attributes))
        {
            _attributes[subset] = attributes = new AttributeFiles();
            foreach (string path in _layout.AttributesOf(subset))
            {
                attributes.Add(path, ',', "gauge_id");
            }
        }

        return attributes;
    }
}
