using System.ComponentModel;
using System.ComponentModel.DataAnnotations;
using System.Text.Json.Serialization;

namespace Tributary.Plugins.Hbv;

/// <summary>The settings of the plugin, as a workflow file gives them.</summary>
public sealed record HbvSettings
{
    /// <summary>Initial soil moisture in mm.</summary>
    [Description("initial soil moisture in mm")]
    [Range(0.0, 2000.0)]
    public double InitialSoilMoisture { get; set; } = 50;

    /// <summary>Initial water in the snow pack in mm.</summary>
    [Description("initial water in the snow pack in mm")]
    [Range(0.0, 10000.0)]
    public double InitialSnow { get; set; }

    /// <summary>Initial water in the upper zone in mm.</summary>
    [Description("initial water in the upper zone in mm")]
    [Range(0.0, 1000.0)]
    public double InitialUpperZone { get; set; } = 2.5;

    /// <summary>Initial water in the lower zone in mm.</summary>
    [Description("initial water in the lower zone in mm")]
    [Range(0.0, 1000.0)]
    public double InitialLowerZone { get; set; } = 2.5;
}

/// <summary>Reads the settings without reflection, so that the plugin can be unloaded.</summary>
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower,
    UseStringEnumConverter = true,
    UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow)]
[JsonSerializable(typeof(HbvSettings))]
internal sealed partial class HbvJson : JsonSerializerContext;
