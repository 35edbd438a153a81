using System.ComponentModel;
using System.ComponentModel.DataAnnotations;
using System.Text.Json.Serialization;

namespace Tributary.Plugins.CamelsCl;

/// <summary>The settings of the plugin, as a workflow file gives them.</summary>
public sealed record CamelsClSettings
{
    /// <summary>Folder of the data set.</summary>
    [Description("folder of the data set, which holds 1_CAMELScl_attributes, 2_CAMELScl_streamflow_m3s and the other numbered folders, or their files")]
    [Required]
    public string Folder { get; set; } = string.Empty;

    /// <summary>Which precipitation.</summary>
    [Description("precipitation product")]
    public PrecipitationProduct Precipitation { get; set; } = PrecipitationProduct.Cr2met;
}

/// <summary>The precipitation products of CAMELS-CL.</summary>
public enum PrecipitationProduct
{
    /// <summary>CR2MET, from 1979.</summary>
    [JsonStringEnumMemberName("cr2met")]
    Cr2met,

    /// <summary>CHIRPS, from 1981.</summary>
    [JsonStringEnumMemberName("chirps")]
    Chirps,

    /// <summary>MSWEP, from 1979.</summary>
    [JsonStringEnumMemberName("mswep")]
    Mswep,

    /// <summary>TMPA, from 1998.</summary>
    [JsonStringEnumMemberName("tmpa")]
    Tmpa,
}

/// <summary>Reads the settings without reflection, so that the plugin can be unloaded.</summary>
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower,
    UseStringEnumConverter = true,
    UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow)]
[JsonSerializable(typeof(CamelsClSettings))]
internal sealed partial class CamelsClJson : JsonSerializerContext;
