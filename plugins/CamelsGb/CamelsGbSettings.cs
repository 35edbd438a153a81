using System.ComponentModel;
using System.ComponentModel.DataAnnotations;
using System.Text.Json.Serialization;

namespace Tributary.Plugins.CamelsGb;

/// <summary>The settings of the plugin, as a workflow file gives them.</summary>
public sealed record CamelsGbSettings
{
    /// <summary>Folder of the data set.</summary>
    [Description("folder of the data set, which holds timeseries and the attribute files, itself or in its folder data")]
    [Required]
    public string Folder { get; set; } = string.Empty;

    /// <summary>Which potential evapotranspiration.</summary>
    [Description("which potential evapotranspiration: pet (Penman-Monteith), or peti, which adds what rain on leaves evaporates")]
    public PotentialEvaporation PotentialEvaporation { get; set; } = PotentialEvaporation.Pet;
}

/// <summary>CAMELS-GB's estimates of potential evapotranspiration.</summary>
public enum PotentialEvaporation
{
    /// <summary>Penman-Monteith for well-watered grass.</summary>
    [JsonStringEnumMemberName("pet")]
    Pet,

    /// <summary>The same with a correction for interception on days with rain.</summary>
    [JsonStringEnumMemberName("peti")]
    Peti,
}

/// <summary>Reads the settings without reflection, so that the plugin can be unloaded.</summary>
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower,
    UseStringEnumConverter = true,
    UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow)]
[JsonSerializable(typeof(CamelsGbSettings))]
internal sealed partial class CamelsGbJson : JsonSerializerContext;
