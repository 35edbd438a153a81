using System.ComponentModel;
using System.Text.Json.Serialization;

namespace Tributary.Plugins.CamelsModelOutput;

/// <summary>The settings of the plugin, as a workflow file gives them.</summary>
public sealed record CamelsModelOutputSettings
{
    /// <summary>Pattern of the forcing files whose headers hold latitude, elevation and area.</summary>
    [Description("CAMELS-US forcing file of each basin, {basin} standing for its id, whose header gives latitude, elevation and area")]
    public string? ForcingFile { get; set; }

    /// <summary>Folder of the attribute files.</summary>
    [Description("folder of the attribute files camels_*.txt")]
    public string? AttributesFolder { get; set; }

    /// <summary>What an observed runoff of exactly 0 is.</summary>
    [Description("what an observed runoff of exactly 0 is: a dry river (keep) or a day without observation (gap), as under ice in some files")]
    public ZeroRunoff ZeroRunoff { get; set; } = ZeroRunoff.Keep;
}

/// <summary>What an observed runoff of exactly 0 is.</summary>
public enum ZeroRunoff
{
    /// <summary>A dry river.</summary>
    [JsonStringEnumMemberName("keep")]
    Keep,

    /// <summary>A day without observation.</summary>
    [JsonStringEnumMemberName("gap")]
    Gap,
}

/// <summary>Reads the settings without reflection, so that the plugin can be unloaded.</summary>
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower,
    UseStringEnumConverter = true,
    UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow)]
[JsonSerializable(typeof(CamelsModelOutputSettings))]
internal sealed partial class CamelsModelOutputJson : JsonSerializerContext;
