using Tributary.Contracts;

namespace Tributary.Plugins.CamelsModelOutput;

/// <summary>Model output files of CAMELS-US, opened.</summary>
internal sealed class CamelsModelOutputSource : IBasinSource
{
    private readonly CamelsModelOutputSettings _settings;
    private readonly ForcingSetup _setup;
    private readonly AttributeFiles _attributes = new();

    /// <exception cref="InputException">No files are named, or the folder of attributes is missing or empty.</exception>
    public CamelsModelOutputSource(CamelsModelOutputSettings settings, ForcingSetup setup)
    {
        _settings = settings;
        _setup = setup;
        if (string.IsNullOrWhiteSpace(setup.Files))
        {
            throw new InputException("the source names no files", "forcing.files", "Write for example 'files: \"{basin}_05_model_output.txt\"'.");
        }

        if (settings.AttributesFolder is { } folder)
        {
            ReadAttributes(setup.Resolve(folder));
        }
    }

    /// <inheritdoc/>
    public IReadOnlyList<string>? BasinIds => null;

    /// <inheritdoc/>
    public BasinRecord Read(string basin, CancellationToken cancellation)
    {
        cancellation.ThrowIfCancellationRequested();
        string path = _setup.FileOf(basin);
        IReadOnlyList<BasinSeries> series = ModelOutputFile.Read(path);
        CheckZeros(basin, path, series[^1].Values);
        List<string> files = [path, .. _attributes.Paths];
        BasinPlace place = default;
        if (_settings.ForcingFile is { } pattern)
        {
            string header = _setup.Resolve(pattern.Replace("{basin}", basin, StringComparison.Ordinal));
            place = BasinPlace.ReadHeader(header);
            files.Add(header);
        }

        return new BasinRecord
        {
            Id = basin,
            Series = series,
            AreaKm2 = place.AreaKm2 ?? _attributes.Of(basin, "area_gages2"),
            Latitude = place.Latitude ?? _attributes.Of(basin, "gauge_lat"),
            Longitude = _attributes.Of(basin, "gauge_lon"),
            Elevation = place.Elevation ?? _attributes.Of(basin, "elev_mean"),
            Attributes = _attributes.Of(basin),
            Files = files,
        };
    }

    /// <inheritdoc/>
    public void Dispose()
    {
    }

    private void ReadAttributes(string folder)
    {
        string[] paths = Directory.Exists(folder) ? Directory.GetFiles(folder, "camels_*.txt") : [];
        if (paths.Length == 0)
        {
            throw new InputException("there are no attribute files camels_*.txt", folder, "Correct settings.attributes_folder, or leave it out.");
        }

        foreach (string path in paths.Order(StringComparer.Ordinal))
        {
            _attributes.Add(path, ';', "gauge_id");
        }
    }

    private void CheckZeros(string basin, string path, double[] runoff)
    {
        if (_settings.ZeroRunoff == ZeroRunoff.Gap)
        {
            runoff.AsSpan().Replace(0, double.NaN);
        }
        else if (SuspiciousZeros.Count(runoff) is > 0 and int days)
        {
            _setup.Services.Warn(
                $"{path}: the observed runoff of basin {basin} is exactly 0 on {days} days that follow on ample flow; "
                + "if these are days without observation, set settings.zero_runoff to 'gap'");
        }
    }
}
