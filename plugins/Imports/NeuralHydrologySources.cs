namespace Tributary.Plugins.Imports;

/// <summary>NeuralHydrology's data sets and the names of their series, as forcing plugins have them.</summary>
internal static class NeuralHydrologySources
{
    private static readonly Dictionary<string, string> Variables = new(StringComparer.Ordinal)
    {
        ["prcp"] = "precipitation",
        ["precipitation"] = "precipitation",
        ["total_precipitation_sum"] = "precipitation",
        ["total_precipitation"] = "precipitation",
        ["tmax"] = "air_temperature_maximum",
        ["tmin"] = "air_temperature_minimum",
        ["temperature"] = "air_temperature",
        ["temperature_2m_mean"] = "air_temperature",
        ["temperature_2m_min"] = "air_temperature_minimum",
        ["temperature_2m_max"] = "air_temperature_maximum",
        ["srad"] = "shortwave_radiation",
        ["shortwave_radiation"] = "shortwave_radiation",
        ["longwave_radiation"] = "longwave_radiation",
        ["vp"] = "vapour_pressure",
        ["dayl"] = "day_length",
        ["swe"] = "snow_water_equivalent",
        ["pet"] = "potential_evapotranspiration",
        ["potential_evaporation"] = "potential_evapotranspiration",
        ["potential_evaporation_sum"] = "potential_evapotranspiration",
        ["dewpoint_temperature_2m_mean"] = "dew_point_temperature",
        ["surface_net_solar_radiation_mean"] = "net_shortwave_radiation",
        ["surface_net_thermal_radiation_mean"] = "net_longwave_radiation",
        ["surface_pressure_mean"] = "surface_pressure",
        ["u_component_of_wind_10m_mean"] = "eastward_wind",
        ["v_component_of_wind_10m_mean"] = "northward_wind",
        ["snow_depth_water_equivalent_mean"] = "snow_water_equivalent",
        ["specific_humidity"] = "specific_humidity",
        ["humidity"] = "specific_humidity",
        ["windspeed"] = "wind_speed",
        ["pressure"] = "surface_pressure",
    };

    private static readonly string[] Products = ["daymet", "maurer_extended", "maurer", "nldas_extended", "nldas_hourly", "nldas"];

    /// <summary>The forcing plugin of a data set, and the setting that names its forcing product; nulls where there is none.</summary>
    public static (string? Plugin, string Step) Of(string dataset) => dataset switch
    {
        "camels_us" => ("camels-us", "1d"),
        "caravan" => ("caravan", "1d"),
        "camels_gb" => ("camels-gb", "1d"),
        "camels_cl" => ("camels-cl", "1d"),
        "hourly_camels_us" => (null, "1h"),
        _ => (null, "1d"),
    };

    /// <summary>The product as camels-us names it; null where it has none of that name.</summary>
    public static string? Product(string product) => product is "daymet" or "maurer" or "maurer_extended" or "nldas" ? product : null;

    /// <summary>The standard variable of a series, without its unit in brackets and its product behind; null where none is known.</summary>
    public static string? Variable(string series)
    {
        string name = series;
        if (Products.FirstOrDefault(product => name.EndsWith($"_{product}", StringComparison.OrdinalIgnoreCase)) is { } product)
        {
            name = name[..^(product.Length + 1)];
        }

        int bracket = name.IndexOf('(', StringComparison.Ordinal);
        name = bracket > 0 ? name[..bracket] : name;
        return Variables.GetValueOrDefault(name) ?? Variables.GetValueOrDefault(string.Concat(name.Select(char.ToLowerInvariant)));
    }
}
