using System.ComponentModel;
using System.ComponentModel.DataAnnotations;
using System.Text.Json.Serialization;

namespace Tributary.Plugins.CamelsUs;

/// <summary>The settings of the plugin, as a workflow file gives them.</summary>
public sealed record CamelsUsSettings
{
    /// <summary>Folder of the data set.</summary>
    [Description("folder of the data set, which holds basin_mean_forcing, usgs_streamflow and camels_attributes_v2.0")]
    [Required]
    public string Folder { get; set; } = string.Empty;

    /// <summary>Which forcing product.</summary>
    [Description("forcing product; maurer and nldas hold the daily mean temperature as both tmin and tmax")]
    public ForcingProduct Forcing { get; set; } = ForcingProduct.Daymet;

    /// <summary>Where the area comes from.</summary>
    [Description("where a basin's area comes from: the header of its forcing file, or one of the two areas of camels_topo.txt")]
    public AreaSource AreaSource { get; set; } = AreaSource.Forcing;
}

/// <summary>The forcing products of CAMELS-US.</summary>
public enum ForcingProduct
{
    /// <summary>Daymet, 1 km.</summary>
    [JsonStringEnumMemberName("daymet")]
    Daymet,

    /// <summary>Maurer, 1/8 degree, to 2008.</summary>
    [JsonStringEnumMemberName("maurer")]
    Maurer,

    /// <summary>Maurer with daily minimum and maximum temperatures, as extended later.</summary>
    [JsonStringEnumMemberName("maurer_extended")]
    MaurerExtended,

    /// <summary>NLDAS, 1/8 degree.</summary>
    [JsonStringEnumMemberName("nldas")]
    Nldas,
}

/// <summary>Where a basin's area comes from.</summary>
public enum AreaSource
{
    /// <summary>The third line of the forcing file, in m2.</summary>
    [JsonStringEnumMemberName("forcing")]
    Forcing,

    /// <summary>The attribute area_gages2.</summary>
    [JsonStringEnumMemberName("gages2")]
    Gages2,

    /// <summary>The attribute area_geospa_fabric.</summary>
    [JsonStringEnumMemberName("geospa_fabric")]
    GeospaFabric,
}

/// <summary>Reads the settings without reflection, so that the plugin can be unloaded.</summary>
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower,
    UseStringEnumConverter = true,
    UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow)]
[JsonSerializable(typeof(CamelsUsSettings))]
internal sealed partial class CamelsUsJson : JsonSerializerContext;
