using System.ComponentModel;
using System.ComponentModel.DataAnnotations;
using System.Text.Json.Serialization;

namespace Tributary.Plugins.WaveTracking;

/// <summary>The settings of the plugin, as a workflow file gives them.</summary>
public sealed record WaveTrackingSettings
{
    /// <summary>Slope that flatter reaches get, m per m.</summary>
    [Description("slope in m per m that flatter reaches get")]
    [Range(1e-7, 0.01)]
    public double LeastSlope { get; set; } = 1e-5;

    /// <summary>Waves that a reach may hold; the two most alike are joined where there are more.</summary>
    [Description("waves that a reach may hold; where there are more, the two neighbours that are most alike are joined")]
    [Range(4, 1000)]
    public int MostWaves { get; set; } = 16;
}

/// <summary>Reads the settings without reflection, so that the plugin can be unloaded.</summary>
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower,
    UseStringEnumConverter = true,
    UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow)]
[JsonSerializable(typeof(WaveTrackingSettings))]
internal sealed partial class WaveTrackingJson : JsonSerializerContext;
