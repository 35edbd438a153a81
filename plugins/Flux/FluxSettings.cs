using System.ComponentModel;
using System.Text.Json.Serialization;
using Tributary.Contracts;

namespace Tributary.Plugins.Flux;

/// <summary>The settings of the plugin, as a workflow file gives them.</summary>
public sealed record FluxSettings
{
    /// <summary>A model file of the user's own.</summary>
    [Description("a model file of your own, relative to this file; or take one that comes with the plugin by 'structure'")]
    [Schema("""{ "type": "string", "format": "path" }""")]
    public string? Model { get; set; }

    /// <summary>A model that comes with the plugin.</summary>
    [Description("a model that comes with the plugin: gr4j, hymod, or fuse with its decisions")]
    public string? Structure { get; set; }

    /// <summary>The option taken of each decision that the model leaves open.</summary>
    [Description("the option to take of each decision that the model leaves open, as 'upper_layer: tension1_1' of fuse; the model's own default for those left out")]
    public Dictionary<string, string> Decisions { get; set; } = [];
}

/// <summary>Reads the settings without reflection, so that the plugin can be unloaded.</summary>
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower, UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow)]
[JsonSerializable(typeof(FluxSettings))]
internal sealed partial class FluxJson : JsonSerializerContext;
