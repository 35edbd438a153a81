using Tributary.Contracts;

namespace Tributary.Geodata;

/// <summary>
/// A raster as the arrays of a CF file: each name that its bands have is a variable <c>[time, y, x]</c>, or <c>[y, x]</c> where a single band bears no date.
/// Bounds of the axes are the edges of the pixels; the coordinate system is a grid mapping.
/// </summary>
internal sealed class RasterStackFile : IArrayFile
{
    private const string Epoch = "seconds since 1970-01-01 00:00:00";
    private const string Mapping = "crs";

    private readonly RasterFile _raster;
    private readonly Dictionary<string, double[]> _coordinates = [];
    private readonly Dictionary<string, StackedBand[]> _bands = [];
    private readonly List<ArrayVariable> _variables = [];

    public RasterStackFile(string path, RasterStackSettings settings)
    {
        _raster = RasterFile.Open(path);
        try
        {
            CoordinateSystem system = _raster.CoordinateSystem
                ?? throw new InputException("it states no coordinate system", path, "Give a GeoTIFF that does, as from 'gdal_translate -a_srs'.");
            string[] axes = AddAxes(system);
            foreach (IGrouping<string, StackedBand> group in StackedBand.Read(_raster, settings).GroupBy(band => band.Name))
            {
                Add([.. group], axes);
            }
        }
        catch
        {
            _raster.Dispose();
            throw;
        }
    }

    public string Path => _raster.Path;

    public IReadOnlyList<ArrayVariable> Variables => _variables;

    public IReadOnlyDictionary<string, object> Attributes => Texts(_raster.Metadata());

    public void Read(string variable, ReadOnlySpan<long> start, ReadOnlySpan<long> count, Span<double> values)
    {
        ArrayVariable array = Find(variable);
        for (int i = 0; i < start.Length; i++)
        {
            if (start[i] < 0 || start[i] + count[i] > array.Dimensions[i].Length)
            {
                throw new InputException($"{variable} has {array.Dimensions[i].Length} values along {array.Dimensions[i].Name}, not {start[i] + count[i]}", Path);
            }
        }

        if (_coordinates.TryGetValue(variable, out double[]? coordinate))
        {
            ReadOnlySpan<double> rows = coordinate.AsSpan((int)start[0]..(int)(start[0] + count[0]));
            if (count.Length == 1)
            {
                rows.CopyTo(values);
                return;
            }

            int place = 0;
            for (long row = start[0]; row < start[0] + count[0]; row++)
            {
                for (long side = start[1]; side < start[1] + count[1]; side++)
                {
                    values[place++] = coordinate[(2 * row) + side];
                }
            }

            return;
        }

        if (!_bands.TryGetValue(variable, out StackedBand[]? bands))
        {
            throw new InputException($"{variable} holds no values", Path);
        }

        (int row0, int column0, int height, int width) = ((int)start[^2], (int)start[^1], (int)count[^2], (int)count[^1]);
        (int first, int steps) = start.Length == 3 ? ((int)start[0], (int)count[0]) : (0, 1);
        for (int step = 0; step < steps; step++)
        {
            _raster.Read(bands[first + step].Number, column0, row0, width, height, values.Slice(step * height * width, height * width));
        }
    }

    public DateTime[] ReadTimes(string variable)
    {
        ArrayVariable array = Find(variable);
        double[] values = new double[array.Length];
        Read(variable, [0], [array.Length], values);
        return CfTime.Decode(values, array.Text("units"), array.Text("calendar"), $"{Path}, {variable}");
    }

    public string[] ReadText(string variable) => throw new InputException($"{Find(variable).Name} holds numbers, not text", Path);

    public void Dispose() => _raster.Dispose();

    private string[] AddAxes(CoordinateSystem system)
    {
        GeoTransform place = _raster.Transform;
        bool degrees = system.IsWgs84;
        double metres = degrees || system.IsGeographic ? 1 : system.MetresPerUnit;
        string[] names = degrees ? ["lat", "lon"] : ["y", "x"];
        AddAxis(names[0], degrees ? "latitude" : "projection_y_coordinate", degrees ? "degrees_north" : "m", _raster.Height, row => metres * (place.Top - (row * place.CellHeight)));
        AddAxis(names[1], degrees ? "longitude" : "projection_x_coordinate", degrees ? "degrees_east" : "m", _raster.Width, column => metres * (place.Left + (column * place.CellWidth)));
        _variables.Add(new ArrayVariable(Mapping, [], new Dictionary<string, object> { ["crs_wkt"] = system.WellKnownText }, IsText: false));
        return names;
    }

    private void AddAxis(string name, string meaning, string unit, int length, Func<int, double> edge)
    {
        string bounds = $"{name}_bounds";
        _coordinates[name] = [.. Enumerable.Range(0, length).Select(i => (edge(i) + edge(i + 1)) / 2)];
        _coordinates[bounds] = [.. Enumerable.Range(0, 2 * length).Select(i => edge((i / 2) + (i % 2)))];
        var attributes = new Dictionary<string, object> { ["standard_name"] = meaning, ["units"] = unit, ["bounds"] = bounds };
        _variables.Add(new ArrayVariable(name, [(name, length)], attributes, IsText: false));
        _variables.Add(new ArrayVariable(bounds, [(name, length), ("edge", 2)], new Dictionary<string, object>(), IsText: false));
    }

    private void Add(StackedBand[] bands, string[] axes)
    {
        string name = bands[0].Name;
        StackedBand? other = Array.Find(bands, band => band.Unit != bands[0].Unit);
        if (other is not null)
        {
            throw new InputException($"its bands {bands[0].Number} and {other.Number} have the units '{bands[0].Unit}' and '{other.Unit}'", $"{Path}, {name}", "Give bands of one kind.");
        }

        Dictionary<string, object> attributes = Texts(bands[0].Metadata);
        attributes["grid_mapping"] = Mapping;
        if (bands[0].Scale != 1)
        {
            attributes["scale_factor"] = new[] { bands[0].Scale };
        }

        if (bands[0].Unit is { } unit)
        {
            attributes["units"] = unit;
        }

        List<(string, long)> dimensions = [(axes[0], _raster.Height), (axes[1], _raster.Width)];
        if (bands[0].Date is not null)
        {
            string time = _bands.Count == 0 ? "time" : $"time_of_{name}";
            dimensions.Insert(0, (time, bands.Length));
            _coordinates[time] = [.. bands.Select(band => (band.Date!.Value - DateTime.UnixEpoch).TotalSeconds)];
            var calendar = new Dictionary<string, object> { ["units"] = Epoch, ["calendar"] = "proleptic_gregorian", ["standard_name"] = "time" };
            _variables.Add(new ArrayVariable(time, [(time, bands.Length)], calendar, IsText: false));
        }

        _bands[name] = bands;
        _variables.Add(new ArrayVariable(name, dimensions, attributes, IsText: false));
    }

    private static Dictionary<string, object> Texts(IReadOnlyDictionary<string, string> items) => items.ToDictionary(item => item.Key, item => (object)item.Value);

    private ArrayVariable Find(string name) => _variables.Find(candidate => candidate.Name == name)
        ?? throw new InputException($"there is no variable '{name}'", Path, $"It has {string.Join(", ", _bands.Keys)}.");
}
