using System.ComponentModel;
using System.ComponentModel.DataAnnotations;
using System.Text.Json.Serialization;

namespace Tributary.Plugins.Muskingum;

/// <summary>The settings of the plugin, as a workflow file gives them.</summary>
public sealed record MuskingumSettings
{
    /// <summary>Travel time of every reach in hours; null where it follows from length and celerity.</summary>
    [Description("K, travel time of every reach in hours; left out, it is length by celerity. The reach attribute muskingum_k goes before it")]
    [Range(0.001, 10000.0)]
    public double? K { get; set; }

    /// <summary>Weighting of inflow in every reach; null for that of the parameter.</summary>
    [Description("x, weighting of inflow in every reach; left out, the parameter x holds. The reach attribute muskingum_x goes before it")]
    [Range(0.0, 0.5)]
    public double? X { get; set; }
}

/// <summary>Reads the settings without reflection, so that the plugin can be unloaded.</summary>
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower,
    UseStringEnumConverter = true,
    UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow)]
[JsonSerializable(typeof(MuskingumSettings))]
internal sealed partial class MuskingumJson : JsonSerializerContext;
