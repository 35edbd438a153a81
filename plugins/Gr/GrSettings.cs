using System.ComponentModel;
using System.ComponentModel.DataAnnotations;
using System.Text.Json.Serialization;

namespace Tributary.Plugins.Gr;

/// <summary>The settings of the plugin, as a workflow file gives them.</summary>
public sealed record GrSettings
{
    /// <summary>Which model.</summary>
    [Description("which model: GR4J, GR5J and GR6J run on daily steps, GR4H on hourly ones")]
    public GrVariant Variant { get; set; } = GrVariant.GR4J;

    /// <summary>Which snow routine runs before it.</summary>
    [Description("snow routine: none, or cemaneige on the unit's elevation bands (on the whole unit where it has none)")]
    public SnowRoutine Snow { get; set; } = SnowRoutine.None;

    /// <summary>Initial filling of the production store, as a share of its capacity X1.</summary>
    [Description("initial filling of the production store as a share of X1")]
    [Range(0.0, 1.0)]
    public double InitialProductionStore { get; set; } = 0.3;

    /// <summary>Initial filling of the routing store, as a share of its capacity X3.</summary>
    [Description("initial filling of the routing store as a share of X3")]
    [Range(0.0, 1.0)]
    public double InitialRoutingStore { get; set; } = 0.5;

    /// <summary>Mean annual solid precipitation in mm; null for that of the simulated period.</summary>
    [Description("mean annual solid precipitation in mm, which scales the melt of a thin snow pack; left out, it is that of the simulated period")]
    [Range(0.0, 20000.0)]
    public double? MeanAnnualSolidPrecipitation { get; set; }
}

/// <summary>The models of the family.</summary>
public enum GrVariant
{
    /// <summary>Daily, four parameters (Perrin et al., 2003).</summary>
    GR4J,

    /// <summary>Daily, five parameters (Le Moine, 2008).</summary>
    GR5J,

    /// <summary>Daily, six parameters, for low flows (Pushpalatha et al., 2011).</summary>
    GR6J,

    /// <summary>Hourly, four parameters (Mathevet, 2005).</summary>
    GR4H,
}

/// <summary>The snow routines that may run before the model.</summary>
public enum SnowRoutine
{
    /// <summary>All precipitation is rain.</summary>
    [JsonStringEnumMemberName("none")]
    None,

    /// <summary>CemaNeige (Valéry et al., 2014).</summary>
    [JsonStringEnumMemberName("cemaneige")]
    CemaNeige,
}

/// <summary>Reads the settings without reflection, so that the plugin can be unloaded.</summary>
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower,
    UseStringEnumConverter = true,
    UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow)]
[JsonSerializable(typeof(GrSettings))]
internal sealed partial class GrJson : JsonSerializerContext;
