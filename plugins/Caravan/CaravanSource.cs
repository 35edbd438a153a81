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
        BasinSeries[] series = [.. raw.Select(one => new BasinSeries(one.Name, CaravanVariables.Of(one.Name, potential), one.Unit, one.Time, one.Values))];
        return attributes.Describe(basin, series, [path], "ele_mt_sav");
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
