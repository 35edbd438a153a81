using Tributary.Contracts;

namespace Tributary.Plugins.Caravan;

/// <summary>What Caravan's series are (Kratzert et al., 2023, table 2), and their units.</summary>
internal static class CaravanVariables
{
    private const string Potential = "potential_evaporation_sum";
    private const string PotentialEra5Land = "potential_evaporation_sum_ERA5_LAND";
    private const string PotentialFao = "potential_evaporation_sum_FAO_PENMAN_MONTEITH";

    private static readonly Dictionary<string, Variable> Standard = new()
    {
        ["total_precipitation_sum"] = Variables.Precipitation,
        ["temperature_2m_mean"] = Variables.AirTemperature,
        ["temperature_2m_min"] = Variables.AirTemperatureMinimum,
        ["temperature_2m_max"] = Variables.AirTemperatureMaximum,
        ["dewpoint_temperature_2m_mean"] = Variables.DewPointTemperature,
        ["surface_net_solar_radiation_mean"] = Variables.NetShortwaveRadiation,
        ["surface_net_thermal_radiation_mean"] = Variables.NetLongwaveRadiation,
        ["surface_pressure_mean"] = Variables.SurfacePressure,
        ["u_component_of_wind_10m_mean"] = Variables.EastwardWind,
        ["v_component_of_wind_10m_mean"] = Variables.NorthwardWind,
        ["snow_depth_water_equivalent_mean"] = Variables.SnowWaterEquivalent,
        ["streamflow"] = Variables.Discharge,
    };

    private static readonly (string Prefix, string Unit)[] Units =
    [
        ("total_precipitation", "mm"),
        ("potential_evaporation", "mm"),
        ("temperature_2m", "degC"),
        ("dewpoint_temperature_2m", "degC"),
        ("surface_net_solar_radiation", "W m-2"),
        ("surface_net_thermal_radiation", "W m-2"),
        ("surface_pressure", "kPa"),
        ("u_component_of_wind_10m", "m s-1"),
        ("v_component_of_wind_10m", "m s-1"),
        ("snow_depth_water_equivalent", "mm"),
        ("volumetric_soil_water_layer", "m3 m-3"),
        ("streamflow", "mm d-1"),
    ];

    /// <summary>The unit in which Caravan publishes a series; null for one that it does not define.</summary>
    public static string? UnitOf(string name)
    {
        foreach ((string prefix, string unit) in Units)
        {
            if (name.StartsWith(prefix, StringComparison.Ordinal))
            {
                return unit;
            }
        }

        return null;
    }

    /// <summary>The standard variable of a series; null where it is none.</summary>
    /// <param name="name">The series.</param>
    /// <param name="potential">The one series that is potential evapotranspiration.</param>
    public static Variable? Of(string name, string? potential) =>
        name == potential ? Variables.PotentialEvapotranspiration : Standard.GetValueOrDefault(name);

    /// <summary>Which series is potential evapotranspiration; null where the file has none.</summary>
    /// <exception cref="InputException">The one asked for is not there.</exception>
    public static string? PotentialOf(IReadOnlyCollection<string> names, PotentialEvaporation wanted, string path)
    {
        string? fao = names.Contains(PotentialFao) ? PotentialFao : null;
        string? era5 = names.Contains(PotentialEra5Land) ? PotentialEra5Land : names.Contains(Potential) ? Potential : null;
        return wanted switch
        {
            PotentialEvaporation.Fao => fao ?? throw new InputException(
                $"there is no series {PotentialFao}", path, "Only Caravan 1.5 and later has it; else set settings.potential_evaporation to 'era5_land'."),
            PotentialEvaporation.Era5Land => era5 ?? throw new InputException(
                $"there is neither a series {PotentialEra5Land} nor {Potential}", path, "Set settings.potential_evaporation to 'fao' or 'auto'."),
            _ => fao ?? era5,
        };
    }
}
