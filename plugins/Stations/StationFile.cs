using Tributary.Contracts;

namespace Tributary.Plugins.Stations;

/// <summary>One NetCDF file of station series.</summary>
internal sealed class StationFile : IDisposable
{
    private static readonly double[] UsualGaps = [-9999, -1.2345];

    private readonly IArrayFile _file;
    private readonly IHostServices _services;
    private readonly StationLayout _layout;
    private readonly StampedSeries _stamps;
    private readonly IReadOnlyList<double> _gaps;

    /// <exception cref="InputException">The file is missing or damaged, or holds no station series.</exception>
    public StationFile(string path, StationsSettings settings, IHostServices services)
    {
        _services = services;
        _gaps = settings.Missing ?? UsualGaps;
        _file = services.ArrayFiles.Open(path);
        try
        {
            _layout = new StationLayout(_file, settings.StationVariable);
            _stamps = new StampedSeries(_file.ReadTimes(_layout.Time.Name), path);
        }
        catch
        {
            _file.Dispose();
            throw;
        }
    }

    /// <summary>Ids of several stations; null where the file does not say, or says them as numbers, whose spelling is open.</summary>
    public string[]? Ids => _layout is { StationCount: > 1, IdsAreNumbers: false } ? _layout.Ids : null;

    /// <summary>Ids of all stations, as the file spells them.</summary>
    public string[]? AllIds => _layout.Ids;

    /// <summary>Reads the series of one station.</summary>
    /// <exception cref="InputException">There is no such station, or the file is damaged.</exception>
    public BasinRecord Read(string basin, string station)
    {
        long row = _layout.RowOf(station);
        List<BasinSeries> series = [.. _layout.Series.Select(variable => SeriesOf(variable, row))];
        if (series.Count == 0)
        {
            throw new InputException($"has no variable over {_layout.TimeDimension}", _file.Path);
        }

        var place = new StationPlace(_file, row, _services);
        return new BasinRecord
        {
            Id = basin,
            Series = series,
            AreaKm2 = place.AreaKm2,
            Latitude = place.Latitude,
            Longitude = place.Longitude,
            Elevation = place.Elevation,
            Files = [_file.Path],
        };
    }

    /// <inheritdoc/>
    public void Dispose() => _file.Dispose();

    private BasinSeries SeriesOf(ArrayVariable variable, long row)
    {
        int rank = variable.Dimensions.Count;
        long[] start = new long[rank];
        long[] count = new long[rank];
        for (int i = 0; i < rank; i++)
        {
            bool isTime = variable.Dimensions[i].Name == _layout.TimeDimension;
            start[i] = isTime ? 0 : row;
            count[i] = isTime ? variable.Dimensions[i].Length : 1;
        }

        double[] values = new double[_layout.Time.Length];
        _file.Read(variable.Name, start, count, values);
        foreach (double gap in _gaps)
        {
            // In single precision the value is not quite the one written.
            values.AsSpan().Replace(gap, double.NaN);
            values.AsSpan().Replace((float)gap, double.NaN);
        }

        string? unit = variable.Text("units") is { Length: > 0 } own ? own : null;
        return new BasinSeries(variable.Name, StandardVariable.Of(variable, _services.Units), unit, _stamps.Time, _stamps.Place(values));
    }
}
