using System.ComponentModel;
using System.ComponentModel.DataAnnotations;
using System.Text.Json.Serialization;

namespace Tributary.Plugins.Caravan;

/// <summary>The settings of the plugin, as a workflow file gives them.</summary>
public sealed record CaravanSettings
{
    /// <summary>Folder of the data set.</summary>
    [Description("folder of the data set, which holds timeseries and attributes")]
    [Required]
    public string Folder { get; set; } = string.Empty;

    /// <summary>Which of the two forms of the series.</summary>
    [Description("form of the series; auto prefers netcdf")]
    public SeriesFormat Format { get; set; } = SeriesFormat.Auto;

    /// <summary>Which potential evapotranspiration.</summary>
    [Description("which potential evapotranspiration: era5_land (the only one before Caravan 1.5, implausible in many places), fao (FAO Penman-Monteith); auto prefers fao")]
    public PotentialEvaporation PotentialEvaporation { get; set; } = PotentialEvaporation.Auto;
}

/// <summary>The forms in which Caravan ships its series.</summary>
public enum SeriesFormat
{
    /// <summary>NetCDF where it is there, else CSV.</summary>
    [JsonStringEnumMemberName("auto")]
    Auto,

    /// <summary>timeseries/netcdf.</summary>
    [JsonStringEnumMemberName("netcdf")]
    NetCdf,

    /// <summary>timeseries/csv.</summary>
    [JsonStringEnumMemberName("csv")]
    Csv,
}

/// <summary>Caravan's estimates of potential evapotranspiration.</summary>
public enum PotentialEvaporation
{
    /// <summary>FAO Penman-Monteith where it is there, else ERA5-Land's own.</summary>
    [JsonStringEnumMemberName("auto")]
    Auto,

    /// <summary>ERA5-Land's own.</summary>
    [JsonStringEnumMemberName("era5_land")]
    Era5Land,

    /// <summary>FAO Penman-Monteith from ERA5-Land's meteorology, from Caravan 1.5 on.</summary>
    [JsonStringEnumMemberName("fao")]
    Fao,
}

/// <summary>Reads the settings without reflection, so that the plugin can be unloaded.</summary>
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower,
    UseStringEnumConverter = true,
    UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow)]
[JsonSerializable(typeof(CaravanSettings))]
internal sealed partial class CaravanJson : JsonSerializerContext;
