using Tributary.Contracts;

namespace Tributary.Plugins.Stations;

/// <summary>NetCDF files of station series, opened: one file of all basins, or one file a basin.</summary>
internal sealed class StationsSource : IBasinSource
{
    private readonly StationsSettings _settings;
    private readonly ForcingSetup _setup;
    private readonly StationFile? _shared;

    /// <exception cref="InputException">The workflow names no files, or the one file of all basins is missing or damaged.</exception>
    public StationsSource(StationsSettings settings, ForcingSetup setup)
    {
        _settings = settings;
        _setup = setup;
        if (string.IsNullOrWhiteSpace(setup.Files))
        {
            throw new InputException("the source names no files", "forcing.files", "Write for example 'files: stations.nc' or 'files: \"forcing/{basin}.nc\"'.");
        }

        if (!setup.Files.Contains("{basin}", StringComparison.Ordinal))
        {
            _shared = new StationFile(setup.Resolve(setup.Files), settings, setup.Services);
            BasinIds = _shared.Ids is { } ids ? [.. ids.Union(settings.Stations?.Keys ?? [])] : null;
        }
    }

    /// <inheritdoc/>
    public IReadOnlyList<string>? BasinIds { get; }

    /// <inheritdoc/>
    public IReadOnlyList<string>? AllIds => _shared?.AllIds;

    /// <inheritdoc/>
    public BasinRecord Read(string basin, CancellationToken cancellation)
    {
        cancellation.ThrowIfCancellationRequested();
        string station = _settings.Stations?.GetValueOrDefault(basin) ?? basin;
        if (_shared is not null)
        {
            return _shared.Read(basin, station);
        }

        using var own = new StationFile(_setup.FileOf(basin), _settings, _setup.Services);
        return own.Read(basin, station);
    }

    /// <inheritdoc/>
    public void Dispose() => _shared?.Dispose();
}
