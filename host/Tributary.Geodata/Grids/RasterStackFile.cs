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
    private readonly Dictionary<string, StackedBand[]> _bands;
    private List<ArrayVariable>? _variables;

    public RasterStackFile(string path, RasterStackSettings settings)
    {
        _raster = RasterFile.Open(path);
        try
        {
            _bands = StackedBand.Read(_raster, settings).GroupBy(band => band.Name).ToDictionary(group => group.Key, group => group.ToArray());
        }
        catch
        {
            _raster.Dispose();
            throw;
        }
    }

    public string Path => _raster.Path;

    public IReadOnlyList<ArrayVariable> Variables => _variables ??= Describe();

    public IReadOnlyDictionary<string, object> Attributes => Texts(_raster.Metadata());

    public void Read(string variable, ReadOnlySpan<long> start, ReadOnlySpan<long> count, Span<double> values)
    {
        if (_bands.TryGetValue(variable, out StackedBand[]? bands))
        {
            ReadBands(bands, start, count, values);
            return;
        }

        ArrayVariable array = Find(variable);
        if (!_coordinates.TryGetValue(variable, out double[]? coordinate))
        {
            throw new InputException($"{variable} holds no values", Path);
        }

        for (int i = 0; i < start.Length; i++)
        {
            Demand(array, i, start[i], count[i]);
        }

        int across = start.Length == 2 ? 2 : 1;
        int place = 0;
        for (long row = start[0]; row < start[0] + count[0]; row++)
        {
            for (long side = across == 2 ? start[1] : 0; side < (across == 2 ? start[1] + count[1] : 1); side++)
            {
                values[place++] = coordinate[(across * row) + side];
            }
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

    // Only where it is asked for: values are read without, and a stack may have a file for each step.
    private List<ArrayVariable> Describe()
    {
        CoordinateSystem system = _raster.CoordinateSystem
            ?? throw new InputException("it states no coordinate system", Path, "Give a GeoTIFF that does, as from 'gdal_translate -a_srs'.");
        var variables = new List<ArrayVariable>();
        string[] axes = AddAxes(variables, system);
        foreach (StackedBand[] bands in _bands.Values)
        {
            Add(variables, bands, axes);
        }

        return variables;
    }

    private void ReadBands(StackedBand[] bands, ReadOnlySpan<long> start, ReadOnlySpan<long> count, Span<double> values)
    {
        (int row, int column, int height, int width) = ((int)start[^2], (int)start[^1], (int)count[^2], (int)count[^1]);
        (int first, int steps) = start.Length == 3 ? ((int)start[0], (int)count[0]) : (0, 1);
        if (first < 0 || first + steps > bands.Length)
        {
            throw new InputException($"{bands[0].Name} has {bands.Length} steps, not {first + steps}", Path);
        }

        for (int step = 0; step < steps; step++)
        {
            _raster.Read(bands[first + step].Number, column, row, width, height, values.Slice(step * height * width, height * width));
        }
    }

    private void Demand(ArrayVariable array, int dimension, long start, long count)
    {
        (string along, long length) = array.Dimensions[dimension];
        if (start < 0 || start + count > length)
        {
            throw new InputException($"{array.Name} has {length} values along {along}, not {start + count}", Path);
        }
    }

    private string[] AddAxes(List<ArrayVariable> variables, CoordinateSystem system)
    {
        GeoTransform place = _raster.Transform;
        bool degrees = system.IsWgs84;
        double metres = degrees || system.IsGeographic ? 1 : system.MetresPerUnit;
        string[] names = degrees ? ["lat", "lon"] : ["y", "x"];
        AddAxis(variables, names[0], degrees ? "latitude" : "projection_y_coordinate", degrees ? "degrees_north" : "m", _raster.Height, row => metres * (place.Top - (row * place.CellHeight)));
        AddAxis(variables, names[1], degrees ? "longitude" : "projection_x_coordinate", degrees ? "degrees_east" : "m", _raster.Width, column => metres * (place.Left + (column * place.CellWidth)));
        variables.Add(new ArrayVariable(Mapping, [], new Dictionary<string, object> { ["crs_wkt"] = system.WellKnownText }, IsText: false));
        return names;
    }

    private void AddAxis(List<ArrayVariable> variables, string name, string meaning, string unit, int length, Func<int, double> edge)
    {
        string bounds = $"{name}_bounds";
        _coordinates[name] = [.. Enumerable.Range(0, length).Select(i => (edge(i) + edge(i + 1)) / 2)];
        _coordinates[bounds] = [.. Enumerable.Range(0, 2 * length).Select(i => edge((i / 2) + (i % 2)))];
        var attributes = new Dictionary<string, object> { ["standard_name"] = meaning, ["units"] = unit, ["bounds"] = bounds };
        variables.Add(new ArrayVariable(name, [(name, length)], attributes, IsText: false));
        variables.Add(new ArrayVariable(bounds, [(name, length), ("edge", 2)], new Dictionary<string, object>(), IsText: false));
    }

    private void Add(List<ArrayVariable> variables, StackedBand[] bands, string[] axes)
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
            string time = !_coordinates.ContainsKey("time") ? "time" : $"time_of_{name}";
            dimensions.Insert(0, (time, bands.Length));
            _coordinates[time] = [.. bands.Select(band => (band.Date!.Value - DateTime.UnixEpoch).TotalSeconds)];
            var calendar = new Dictionary<string, object> { ["units"] = Epoch, ["calendar"] = "proleptic_gregorian", ["standard_name"] = "time" };
            variables.Add(new ArrayVariable(time, [(time, bands.Length)], calendar, IsText: false));
        }

        variables.Add(new ArrayVariable(name, dimensions, attributes, IsText: false));
    }

    private static Dictionary<string, object> Texts(IReadOnlyDictionary<string, string> items) => items.ToDictionary(item => item.Key, item => (object)item.Value);

    private ArrayVariable Find(string name) => Variables.FirstOrDefault(candidate => candidate.Name == name)
        ?? throw new InputException($"there is no variable '{name}'", Path, $"It has {string.Join(", ", _bands.Keys)}.");
}
