using System.ComponentModel;
using System.ComponentModel.DataAnnotations;
using System.Text.Json.Serialization;

namespace PluginName;

/// <summary>The settings of the plugin, as a workflow file gives them.</summary>
public sealed record PluginNameSettings
{
    /// <summary>Water at the start.</summary>
    [Description("water in the reservoir at the start, mm")]
    [Range(0.0, 10000.0)]
    public double InitialStorage { get; set; }
}

/// <summary>Reads the settings without reflection, so that the plugin can be unloaded.</summary>
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower, UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow)]
[JsonSerializable(typeof(PluginNameSettings))]
internal sealed partial class PluginNameJson : JsonSerializerContext;
