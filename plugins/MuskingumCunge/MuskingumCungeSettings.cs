using System.ComponentModel;
using System.ComponentModel.DataAnnotations;
using System.Text.Json.Serialization;

namespace Tributary.Plugins.MuskingumCunge;

/// <summary>The settings of the plugin, as a workflow file gives them.</summary>
public sealed record MuskingumCungeSettings
{
    /// <summary>Slope that flatter reaches get, m per m.</summary>
    [Description("slope in m per m that flatter reaches get")]
    [Range(1e-7, 0.01)]
    public double LeastSlope { get; set; } = 1e-5;

    /// <summary>Reaches that are longer are cut into equal segments no longer than this, m; null for whole reaches.</summary>
    [Description("reaches that are longer are cut into equal segments no longer than this, in m; left out, reaches stay whole")]
    [Range(10.0, 1000000.0)]
    public double? LongestSegment { get; set; }
}

/// <summary>Reads the settings without reflection, so that the plugin can be unloaded.</summary>
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower,
    UseStringEnumConverter = true,
    UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow)]
[JsonSerializable(typeof(MuskingumCungeSettings))]
internal sealed partial class MuskingumCungeJson : JsonSerializerContext;
