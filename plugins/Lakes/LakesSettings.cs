using System.ComponentModel;
using System.ComponentModel.DataAnnotations;
using System.Text.Json.Serialization;

namespace Tributary.Plugins.Lakes;

/// <summary>The settings of the plugin, as a workflow file gives them.</summary>
public sealed record LakesSettings
{
    /// <summary>The rule of every lake that has none of its own.</summary>
    [Description("rule of outflow: level-pool (outlet curve), doll (natural lakes) or hanasaki (operated reservoirs). The reach attribute lake_rule (1, 2 or 3) goes before it")]
    public LakeRule Rule { get; set; } = LakeRule.LevelPool;

    /// <summary>Exponent of the outlet curve.</summary>
    [Description("level-pool: exponent of the level above the sill in the outlet curve; 1.5 is a weir, 1 a linear reservoir")]
    [Range(1.0, 5.0)]
    public double OutletExponent { get; set; } = 1.5;

    /// <summary>First month of a reservoir's operational year.</summary>
    [Description("hanasaki: month in which the operational year begins, the first one whose mean inflow is below that of the year. The reach attribute first_month goes before it")]
    [Range(1, 12)]
    public int FirstMonth { get; set; } = 10;

    /// <summary>What lakes hold at first.</summary>
    [Description("balanced: lakes start with the water that lets their mean_inflow through (empty down to the sill where it is not known), reservoirs at their target; empty: all start empty")]
    public LakeStart Start { get; set; } = LakeStart.Balanced;
}

/// <summary>Rules of outflow.</summary>
public enum LakeRule
{
    /// <summary>A level water surface above an outlet curve.</summary>
    [JsonStringEnumMemberName("level-pool")]
    LevelPool = 1,

    /// <summary>Natural lakes as Döll et al. (2003) have them.</summary>
    [JsonStringEnumMemberName("doll")]
    Doll = 2,

    /// <summary>Operated reservoirs as Hanasaki et al. (2006) have them.</summary>
    [JsonStringEnumMemberName("hanasaki")]
    Hanasaki = 3,
}

/// <summary>What lakes hold at first.</summary>
public enum LakeStart
{
    /// <summary>The water that lets the mean inflow through.</summary>
    [JsonStringEnumMemberName("balanced")]
    Balanced,

    /// <summary>Nothing.</summary>
    [JsonStringEnumMemberName("empty")]
    Empty,
}

/// <summary>Reads the settings without reflection, so that the plugin can be unloaded.</summary>
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower,
    UseStringEnumConverter = true,
    UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow)]
[JsonSerializable(typeof(LakesSettings))]
internal sealed partial class LakesJson : JsonSerializerContext;
