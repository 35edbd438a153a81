using System.ComponentModel;
using System.ComponentModel.DataAnnotations;
using System.Text.Json.Serialization;

namespace Tributary.Plugins.Irf;

/// <summary>The settings of the plugin, as a workflow file gives them.</summary>
public sealed record IrfSettings
{
    /// <summary>Longest unit hydrograph in steps.</summary>
    [Description("longest unit hydrograph in time steps; a reach that needs a longer one is an error")]
    [Range(1, 100000)]
    public int LongestHydrograph { get; set; } = 10000;
}

/// <summary>Reads the settings without reflection, so that the plugin can be unloaded.</summary>
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower,
    UseStringEnumConverter = true,
    UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow)]
[JsonSerializable(typeof(IrfSettings))]
internal sealed partial class IrfJson : JsonSerializerContext;
