using System.Collections.Frozen;

namespace Tributary.Contracts;

/// <summary>
/// The standard quantities. A plugin refers to these by name where it can, so that a workflow written for one model
/// feeds the next, and declares a <see cref="Variable"/> of its own where none fits.
/// </summary>
public static class Variables
{
    /// <summary>Rain and snow together.</summary>
    public static readonly Variable Precipitation =
        new("precipitation", "precipitation_amount", "mm", CellMethod.Sum, "total precipitation, as water", 0, 2000);

    /// <summary>Precipitation that fell as rain.</summary>
    public static readonly Variable Rainfall =
        new("rainfall", "rainfall_amount", "mm", CellMethod.Sum, "liquid precipitation", 0, 2000);

    /// <summary>Precipitation that fell as snow, as water.</summary>
    public static readonly Variable Snowfall =
        new("snowfall", "snowfall_amount", "mm", CellMethod.Sum, "solid precipitation, as water", 0, 2000);

    /// <summary>Air temperature at 2 m.</summary>
    public static readonly Variable AirTemperature =
        new("air_temperature", "air_temperature", "degC", CellMethod.Mean, "air temperature at 2 m", -100, 70);

    /// <summary>Lowest air temperature of the interval.</summary>
    public static readonly Variable AirTemperatureMinimum =
        new("air_temperature_minimum", "air_temperature", "degC", CellMethod.Minimum, "lowest air temperature at 2 m", -100, 70);

    /// <summary>Highest air temperature of the interval.</summary>
    public static readonly Variable AirTemperatureMaximum =
        new("air_temperature_maximum", "air_temperature", "degC", CellMethod.Maximum, "highest air temperature at 2 m", -100, 70);

    /// <summary>Evapotranspiration that a wet, vegetated surface would give off.</summary>
    public static readonly Variable PotentialEvapotranspiration =
        new("potential_evapotranspiration", "water_potential_evapotranspiration_amount", "mm", CellMethod.Sum, "potential evapotranspiration", -5, 100);

    /// <summary>Downward shortwave radiation.</summary>
    public static readonly Variable ShortwaveRadiation =
        new("shortwave_radiation", "surface_downwelling_shortwave_flux_in_air", "W m-2", CellMethod.Mean, "downward shortwave radiation", -5, 1500);

    /// <summary>Downward longwave radiation.</summary>
    public static readonly Variable LongwaveRadiation =
        new("longwave_radiation", "surface_downwelling_longwave_flux_in_air", "W m-2", CellMethod.Mean, "downward longwave radiation", 0, 800);

    /// <summary>Net shortwave radiation at the surface.</summary>
    public static readonly Variable NetShortwaveRadiation =
        new("net_shortwave_radiation", "surface_net_downward_shortwave_flux", "W m-2", CellMethod.Mean, "net downward shortwave radiation", -50, 1500);

    /// <summary>Net longwave radiation at the surface.</summary>
    public static readonly Variable NetLongwaveRadiation =
        new("net_longwave_radiation", "surface_net_downward_longwave_flux", "W m-2", CellMethod.Mean, "net downward longwave radiation", -500, 500);

    /// <summary>Relative humidity.</summary>
    public static readonly Variable RelativeHumidity =
        new("relative_humidity", "relative_humidity", "%", CellMethod.Mean, "relative humidity", 0, 120);

    /// <summary>Specific humidity.</summary>
    public static readonly Variable SpecificHumidity =
        new("specific_humidity", "specific_humidity", "kg kg-1", CellMethod.Mean, "specific humidity", 0, 0.1);

    /// <summary>Partial pressure of water vapour.</summary>
    public static readonly Variable VapourPressure =
        new("vapour_pressure", "water_vapor_partial_pressure_in_air", "Pa", CellMethod.Mean, "partial pressure of water vapour", 0, 15000);

    /// <summary>Dew point temperature.</summary>
    public static readonly Variable DewPointTemperature =
        new("dew_point_temperature", "dew_point_temperature", "degC", CellMethod.Mean, "dew point temperature at 2 m", -110, 60);

    /// <summary>Wind speed.</summary>
    public static readonly Variable WindSpeed =
        new("wind_speed", "wind_speed", "m s-1", CellMethod.Mean, "wind speed", 0, 150);

    /// <summary>Wind towards the east.</summary>
    public static readonly Variable EastwardWind =
        new("eastward_wind", "eastward_wind", "m s-1", CellMethod.Mean, "wind towards the east", -150, 150);

    /// <summary>Wind towards the north.</summary>
    public static readonly Variable NorthwardWind =
        new("northward_wind", "northward_wind", "m s-1", CellMethod.Mean, "wind towards the north", -150, 150);

    /// <summary>Air pressure at the surface.</summary>
    public static readonly Variable SurfacePressure =
        new("surface_pressure", "surface_air_pressure", "Pa", CellMethod.Mean, "air pressure at the surface", 20000, 120000);

    /// <summary>Length of the day.</summary>
    public static readonly Variable DayLength =
        new("day_length", "", "s", CellMethod.Point, "time from sunrise to sunset", 0, 86400);

    /// <summary>Water held in the snow pack.</summary>
    public static readonly Variable SnowWaterEquivalent =
        new("snow_water_equivalent", "lwe_thickness_of_surface_snow_amount", "mm", CellMethod.Point, "water held in the snow pack", 0, 100000);

    /// <summary>Snow that melts, as water.</summary>
    public static readonly Variable SnowMelt =
        new("snow_melt", "surface_snow_melt_amount", "mm", CellMethod.Sum, "snow that melts, as water", 0, 2000);

    /// <summary>Water held in the soil.</summary>
    public static readonly Variable SoilMoisture =
        new("soil_moisture", "mass_content_of_water_in_soil", "mm", CellMethod.Point, "water held in the soil", 0, 100000);

    /// <summary>Evapotranspiration that took place.</summary>
    public static readonly Variable Evapotranspiration =
        new("evapotranspiration", "water_evapotranspiration_amount", "mm", CellMethod.Sum, "actual evapotranspiration", -5, 200);

    /// <summary>Water that leaves a catchment unit towards its reach, as a depth over the unit.</summary>
    public static readonly Variable Runoff =
        new("runoff", "runoff_amount", "mm", CellMethod.Sum, "water that leaves the unit towards the river, as a depth over the unit");

    /// <summary>River flow.</summary>
    public static readonly Variable Discharge =
        new("discharge", "water_volume_transport_in_river_channel", "m3 s-1", CellMethod.Mean, "river flow", 0, 1e6);

    /// <summary>River flow as a depth over the catchment above.</summary>
    public static readonly Variable SpecificDischarge =
        new("specific_discharge", "", "mm d-1", CellMethod.Mean, "river flow as a depth over the catchment above", 0, 1e5);

    /// <summary>All of them, by name.</summary>
    public static FrozenDictionary<string, Variable> All { get; } = new[]
    {
        Precipitation, Rainfall, Snowfall, AirTemperature, AirTemperatureMinimum, AirTemperatureMaximum,
        PotentialEvapotranspiration, ShortwaveRadiation, LongwaveRadiation, NetShortwaveRadiation,
        NetLongwaveRadiation, RelativeHumidity, SpecificHumidity, VapourPressure, DewPointTemperature, WindSpeed,
        EastwardWind, NorthwardWind, SurfacePressure, DayLength, SnowWaterEquivalent, SnowMelt, SoilMoisture,
        Evapotranspiration, Runoff, Discharge, SpecificDischarge,
    }.ToFrozenDictionary(variable => variable.Name);

    /// <summary>The standard quantity that a setting names.</summary>
    /// <param name="name">Its name.</param>
    /// <param name="where">The setting, for the error.</param>
    /// <exception cref="InputException">There is none of this name.</exception>
    public static Variable Named(string name, string where) => All.TryGetValue(name, out Variable? variable)
        ? variable
        : throw new InputException($"'{name}' is no standard variable", where, $"There are: {string.Join(", ", All.Keys.Order())}.");
}
