using Tributary.Contracts;

namespace Tributary.Plugins.Stations;

/// <summary>Reads where a station lies and how large its basin is, from arrays without time.</summary>
/// <param name="file">The file.</param>
/// <param name="row">Row of the station.</param>
/// <param name="services">What the host offers.</param>
internal sealed class StationPlace(IArrayFile file, long row, IHostServices services)
{
    private static readonly string[] LatitudeNames = ["lat", "latitude", "station_lat", "gauge_lat"];
    private static readonly string[] LongitudeNames = ["lon", "longitude", "station_lon", "gauge_lon"];
    private static readonly string[] ElevationNames = ["elevation", "elev", "altitude", "alt", "station_elevation", "z"];
    private static readonly string[] AreaNames = ["basin_area", "area", "drainage_area", "catchment_area", "area_km2"];

    /// <summary>Latitude in degrees north; null where unknown.</summary>
    public double? Latitude => Read(LatitudeNames, ["latitude"])?.Value;

    /// <summary>Longitude in degrees east; null where unknown.</summary>
    public double? Longitude => Read(LongitudeNames, ["longitude"])?.Value;

    /// <summary>Elevation in m; null where unknown.</summary>
    public double? Elevation => Read(ElevationNames, ["surface_altitude", "altitude", "height"]) is { } found ? Converted(found, "m", "m") : null;

    /// <summary>Area in km2; null where unknown.</summary>
    public double? AreaKm2 => Read(AreaNames, []) is { } found ? Converted(found, "km2", null) : null;

    private (ArrayVariable Variable, double Value)? Read(string[] names, string[] standardNames)
    {
        ArrayVariable? variable = file.Variables.FirstOrDefault(candidate => Fits(candidate) && standardNames.Contains(candidate.Text("standard_name")))
            ?? names.Select(name => file.Variables.FirstOrDefault(candidate => Fits(candidate) && string.Equals(candidate.Name, name, StringComparison.OrdinalIgnoreCase)))
                .FirstOrDefault(found => found is not null);
        if (variable is null)
        {
            return null;
        }

        double[] value = new double[1];
        bool single = variable.Length == 1;
        file.Read(variable.Name, variable.Dimensions.Count == 0 ? [] : [single ? 0 : row], variable.Dimensions.Count == 0 ? [] : [1], value);
        return double.IsFinite(value[0]) ? (variable, value[0]) : null;
    }

    private bool Fits(ArrayVariable variable) =>
        !variable.IsText && (variable.Dimensions.Count == 0 || (variable.Dimensions.Count == 1 && (variable.Length == 1 || variable.Length > row)));

    private double? Converted((ArrayVariable Variable, double Value) found, string wanted, string? assumed)
    {
        string? unit = found.Variable.Text("units") is { Length: > 0 } own ? own : assumed;
        if (unit is not null && services.Units.Between(unit, wanted) is { } conversion)
        {
            return conversion.Apply(found.Value);
        }

        services.Warn($"{file.Path}: {found.Variable.Name} is not used, since its units '{unit}' cannot be converted to {wanted}");
        return null;
    }
}
