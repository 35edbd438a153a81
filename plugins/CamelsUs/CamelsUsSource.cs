using Tributary.Contracts;

namespace Tributary.Plugins.CamelsUs;

/// <summary>CAMELS-US, opened: reads a basin's forcing, streamflow and attributes.</summary>
internal sealed class CamelsUsSource : IBasinSource
{
    private readonly CamelsUsSettings _settings;
    private readonly CamelsUsLayout _layout;
    private readonly AttributeFiles _attributes;
    private readonly Action<string> _warn;
    private bool _warnedOfMean;

    /// <exception cref="InputException">A folder is missing or is not laid out as CAMELS-US is.</exception>
    public CamelsUsSource(CamelsUsSettings settings, ForcingSetup setup)
    {
        _settings = settings;
        _warn = setup.Services.Warn;
        _layout = new CamelsUsLayout(setup.Resolve(settings.Folder), settings.Forcing, _warn);
        _attributes = _layout.ReadAttributes();
        BasinIds = [.. _layout.Forcing.Keys.Order(StringComparer.Ordinal)];
    }

    /// <inheritdoc/>
    public IReadOnlyList<string> BasinIds { get; }

    /// <inheritdoc/>
    public BasinRecord Read(string basin, CancellationToken cancellation)
    {
        cancellation.ThrowIfCancellationRequested();
        string path = _layout.ForcingOf(basin);
        var forcing = new ForcingFile(path);
        WarnOfMean(forcing);
        List<BasinSeries> series = [.. forcing.Series];
        List<string> files = [path];
        if (_layout.Streamflow.TryGetValue(basin, out string? flow))
        {
            series.Add(StreamflowFile.Read(flow, basin));
            files.Add(flow);
        }

        return new BasinRecord
        {
            Id = basin,
            Series = series,
            AreaKm2 = AreaOf(basin, forcing),
            Latitude = forcing.Latitude,
            Longitude = _attributes.Of(basin, "gauge_lon"),
            Elevation = forcing.Elevation,
            Attributes = _attributes.Of(basin),
            Files = [.. files, .. _attributes.Paths],
        };
    }

    /// <inheritdoc/>
    public void Dispose()
    {
    }

    private double AreaOf(string basin, ForcingFile forcing)
    {
        if (_settings.AreaSource == AreaSource.Forcing)
        {
            return forcing.AreaKm2;
        }

        string attribute = _settings.AreaSource == AreaSource.Gages2 ? "area_gages2" : "area_geospa_fabric";
        return _attributes.Of(basin, attribute) ?? throw new InputException(
            $"{attribute} of basin {basin} is unknown", Path.Combine(_layout.AttributeFolder, "camels_topo.txt"), "Set settings.area_source to 'forcing', or add the attribute files.");
    }

    private void WarnOfMean(ForcingFile forcing)
    {
        if (forcing.HasOnlyMeanTemperature && !_warnedOfMean)
        {
            _warnedOfMean = true;
            _warn($"CAMELS-US forcing '{_settings.Forcing}': tmin equals tmax on every day, so both are taken as the daily mean temperature, not as its extremes");
        }
    }
}
