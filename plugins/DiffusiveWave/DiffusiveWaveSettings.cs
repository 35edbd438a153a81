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
}

/// <summary>Reads the settings without reflection, so that the plugin can be unloaded.</summary>
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower,
    UseStringEnumConverter = true,
    UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow)]
[JsonSerializable(typeof(DiffusiveWaveSettings))]
internal sealed partial class DiffusiveWaveJson : JsonSerializerContext;
