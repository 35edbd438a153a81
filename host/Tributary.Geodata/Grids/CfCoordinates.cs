using Tributary.Contracts;

namespace Tributary.Geodata;

/// <summary>Finds the coordinates of one variable, by CF's attributes and where they are absent by usual names.</summary>
internal sealed class CfCoordinates(IArrayFile file, ArrayVariable variable)
{
    private static readonly string[] LatitudeNames = ["lat", "latitude", "nav_lat", "xlat", "xlat_m"];
    private static readonly string[] LongitudeNames = ["lon", "longitude", "long", "nav_lon", "xlong", "xlong_m"];

    private enum Meaning
    {
        Unknown,
        Longitude,
        Latitude,
        GridLongitude,
        GridLatitude,
        X,
        Y,
        Time,
    }

    private string Where => $"{file.Path}, {variable.Name}";

    /// <summary>Which dimension is time, and its coordinate.</summary>
    public int TimeDimension(out string? coordinate)
    {
        for (int dimension = 0; dimension < variable.Dimensions.Count; dimension++)
        {
            if (Axis(dimension, Meaning.Time) is { } time)
            {
                coordinate = time.Name;
                return dimension;
            }
        }

        coordinate = null;
        return -1;
    }

    /// <summary>Whether a dimension is known to be one of the horizontal ones.</summary>
    public bool IsHorizontal(int dimension) =>
        Axes(dimension).Any(axis => MeaningOf(axis) is not (Meaning.Unknown or Meaning.Time))
        || (Plane() is var (latitude, _) && latitude.Dimensions.TakeLast(2).Contains(variable.Dimensions[dimension]));

    /// <summary>The grid along two dimensions.</summary>
    /// <exception cref="InputException">No coordinates that can be read lie along them.</exception>
    public CellGrid Grid(int rows, int columns)
    {
        if (Pair(rows, columns, Meaning.Longitude, Meaning.Latitude) is var (row, column, rowsAreX))
        {
            return new AxisGrid("regular", GridAxis.Read(file, row, 1, rowsAreX), GridAxis.Read(file, column, 1, !rowsAreX), rowsAreX);
        }

        CfGridMapping? mapping = Mapping();
        (ArrayVariable Row, ArrayVariable Column, bool RowsAreX)? axes = mapping is null ? null : mapping.Name == "rotated_latitude_longitude"
            ? Pair(rows, columns, Meaning.GridLongitude, Meaning.GridLatitude)
            : Pair(rows, columns, Meaning.X, Meaning.Y);
        if (mapping is { IsKnown: true } && axes is { } plane)
        {
            bool rotated = mapping.Name == "rotated_latitude_longitude";
            return new AxisGrid(
                rotated ? "rotated pole" : mapping.Name,
                GridAxis.Read(file, plane.Row, rotated ? 1 : Metres(plane.Row), rotated && plane.RowsAreX),
                GridAxis.Read(file, plane.Column, rotated ? 1 : Metres(plane.Column), rotated && !plane.RowsAreX),
                plane.RowsAreX,
                mapping.Inverse(),
                mapping.Definition);
        }

        if (Plane(rows, columns) is var (latitude, longitude))
        {
            return Curvilinear(latitude, longitude);
        }

        if (mapping?.SystemText is { } text && Pair(rows, columns, Meaning.X, Meaning.Y) is { } map)
        {
            return Projected(map.Row, map.Column, map.RowsAreX, text);
        }

        throw new InputException(Missing(rows, columns, mapping), Where, "Give it latitudes and longitudes by CF (units degrees_north and degrees_east), or a grid mapping.");
    }

    private string Missing(int rows, int columns, CfGridMapping? mapping)
    {
        string dimensions = $"({variable.Dimensions[rows].Name}, {variable.Dimensions[columns].Name})";
        return mapping switch
        {
            { Name: { Length: > 0 } name, IsKnown: false, SystemText: null } => $"its grid mapping '{name}' is none that is read, and no 2-D latitudes and longitudes lie along {dimensions}",
            { IsKnown: true } or { SystemText: not null } => $"no coordinates of its grid mapping '{mapping.Name}' lie along {dimensions}",
            _ => $"no latitudes and longitudes lie along {dimensions}",
        };
    }

    private ProjectedGrid Projected(ArrayVariable row, ArrayVariable column, bool rowsAreX, string systemText)
    {
        using var system = CoordinateSystem.Parse(systemText, Where);
        double metres = system.IsGeographic ? 1 : system.MetresPerUnit;
        GridAxis rows = GridAxis.Read(file, row, system.IsGeographic ? 1 : Metres(row) / metres, circular: false);
        GridAxis columns = GridAxis.Read(file, column, system.IsGeographic ? 1 : Metres(column) / metres, circular: false);
        return new ProjectedGrid(rows, columns, rowsAreX, systemText, Where);
    }

    private CornerGrid Curvilinear(ArrayVariable latitude, ArrayVariable longitude)
    {
        (int height, int width) = ((int)latitude.Dimensions[^2].Length, (int)latitude.Dimensions[^1].Length);
        double[] north = First(latitude, height * width, 2);
        double[] east = First(longitude, height * width, 2);
        if (Bounds(latitude) is { } latitudeBounds && Bounds(longitude) is { } longitudeBounds)
        {
            return new CornerGrid(height, width, east, north, (First(longitudeBounds, 4 * height * width, 3), First(latitudeBounds, 4 * height * width, 3)));
        }

        return height > 1 && width > 1
            ? new CornerGrid(height, width, east, north, null)
            : throw new InputException("it has one row or one column only, so that the size of its cells is unknown", $"{file.Path}, {latitude.Name}", "Give it bounds (CF attribute 'bounds').");
    }

    private ArrayVariable? Bounds(ArrayVariable centre) =>
        file.Variables.FirstOrDefault(bounds => bounds.Name == centre.Text("bounds") && bounds.Dimensions.Count == 3 && bounds.Dimensions[2].Length == 4);

    // Some models repeat the same coordinates for each time step.
    private double[] First(ArrayVariable array, int length, int rank)
    {
        int before = array.Dimensions.Count - rank;
        double[] values = new double[length];
        file.Read(array.Name, new long[array.Dimensions.Count], [.. array.Dimensions.Select((dimension, i) => i < before ? 1 : dimension.Length)], values);
        return values;
    }

    private double Metres(ArrayVariable axis) => axis.Text("units")?.Trim() switch
    {
        "m" or "meter" or "meters" or "metre" or "metres" or null or "" => 1,
        "km" or "kilometer" or "kilometers" or "kilometre" or "kilometres" => 1000,
        string unit => throw new InputException($"its unit '{unit}' is neither m nor km", $"{file.Path}, {axis.Name}"),
    };

    private CfGridMapping? Mapping()
    {
        string? name = variable.Text("grid_mapping")?.Split([' ', ':'], StringSplitOptions.RemoveEmptyEntries).FirstOrDefault();
        return name is null ? null : file.Variables.FirstOrDefault(candidate => candidate.Name == name) is { } mapping
            ? new CfGridMapping(mapping, file.Path)
            : throw new InputException($"its grid mapping variable '{name}' is not in the file", Where);
    }

    private (ArrayVariable Row, ArrayVariable Column, bool RowsAreX)? Pair(int rows, int columns, Meaning x, Meaning y)
    {
        if (Axis(rows, y) is { } northRows && Axis(columns, x) is { } eastColumns)
        {
            return (northRows, eastColumns, false);
        }

        return Axis(rows, x) is { } eastRows && Axis(columns, y) is { } northColumns ? (eastRows, northColumns, true) : null;
    }

    private (ArrayVariable Latitude, ArrayVariable Longitude)? Plane(int rows, int columns)
    {
        string[] along = [variable.Dimensions[rows].Name, variable.Dimensions[columns].Name];
        return Plane() is var (latitude, longitude) && along.SequenceEqual(latitude.Dimensions.TakeLast(2).Select(dimension => dimension.Name))
            && along.SequenceEqual(longitude.Dimensions.TakeLast(2).Select(dimension => dimension.Name)) ? (latitude, longitude) : null;
    }

    private (ArrayVariable Latitude, ArrayVariable Longitude)? Plane()
    {
        string[] named = (variable.Text("coordinates") ?? string.Empty).Split(' ', StringSplitOptions.RemoveEmptyEntries);
        ArrayVariable[] wide = [.. file.Variables
            .Where(candidate => candidate != variable && !candidate.IsText && candidate.Dimensions.Count is 2 or 3
                && candidate.Dimensions.TakeLast(2).All(dimension => variable.Dimensions.Contains(dimension)))
            .OrderByDescending(candidate => named.Contains(candidate.Name))];
        ArrayVariable? latitude = wide.FirstOrDefault(candidate => MeaningOf(candidate) == Meaning.Latitude);
        ArrayVariable? longitude = wide.FirstOrDefault(candidate => MeaningOf(candidate) == Meaning.Longitude);
        return latitude is null || longitude is null ? null : (latitude, longitude);
    }

    private ArrayVariable? Axis(int dimension, Meaning meaning) => Axes(dimension).FirstOrDefault(axis => MeaningOf(axis) == meaning);

    private IEnumerable<ArrayVariable> Axes(int dimension)
    {
        string along = variable.Dimensions[dimension].Name;
        return file.Variables
            .Where(candidate => !candidate.IsText && candidate.Dimensions.Count == 1 && candidate.Dimensions[0].Name == along)
            .OrderByDescending(candidate => candidate.Name == along);
    }

    private static Meaning MeaningOf(ArrayVariable candidate)
    {
        string units = candidate.Text("units")?.Trim() ?? string.Empty;
        string name = candidate.Name;
        return candidate.Text("standard_name") switch
        {
            "longitude" => Meaning.Longitude,
            "latitude" => Meaning.Latitude,
            "grid_longitude" => Meaning.GridLongitude,
            "grid_latitude" => Meaning.GridLatitude,
            "projection_x_coordinate" => Meaning.X,
            "projection_y_coordinate" => Meaning.Y,
            "time" => Meaning.Time,
            _ when units.Contains(" since ", StringComparison.OrdinalIgnoreCase) => Meaning.Time,
            _ when IsUnit(units, "north", 'N') || LatitudeNames.Contains(name, StringComparer.OrdinalIgnoreCase) => Meaning.Latitude,
            _ when IsUnit(units, "east", 'E') || LongitudeNames.Contains(name, StringComparer.OrdinalIgnoreCase) => Meaning.Longitude,
            _ when name is "rlon" => Meaning.GridLongitude,
            _ when name is "rlat" => Meaning.GridLatitude,
            _ when name is "x" => Meaning.X,
            _ when name is "y" => Meaning.Y,
            _ when name is "time" => Meaning.Time,
            _ => Meaning.Unknown,
        };
    }

    // The spellings that CF allows: degrees_north, degree_north, degrees_N, degree_N, degreesN, degreeN.
    private static bool IsUnit(string units, string direction, char initial) =>
        units == $"degrees_{direction}" || units == $"degree_{direction}" || units == $"degrees_{initial}" || units == $"degree_{initial}"
        || units == $"degrees{initial}" || units == $"degree{initial}";
}
