using System.ComponentModel;
using System.ComponentModel.DataAnnotations;
using System.Text.Json.Serialization;

namespace Tributary.Plugins.DiffusiveWave;

/// <summary>The settings of the plugin, as a workflow file gives them.</summary>
public sealed record DiffusiveWaveSettings
{
    /// <summary>Slope that flatter reaches get, m per m.</summary>
    [Description("slope in m per m that flatter reaches get")]
    [Range(1e-7, 0.01)]
    public double LeastSlope { get; set; } = 1e-5;

    /// <summary>Reaches are cut into equal cells no longer than this, m; null for cells that suit the time step.</summary>
    [Description("reaches are cut into equal cells no longer than this, in m; left out, a cell is as long as a bankfull flood runs or spreads in a time step")]
    [Range(10.0, 1000000.0)]
    public double? LongestCell { get; set; }
}

/// <summary>Reads the settings without reflection, so that the plugin can be unloaded.</summary>
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower,
    UseStringEnumConverter = true,
    UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow)]
[JsonSerializable(typeof(DiffusiveWaveSettings))]
internal sealed partial class DiffusiveWaveJson : JsonSerializerContext;
