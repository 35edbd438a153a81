using System.Text.Json.Serialization;

namespace Tributary.Plugins.Runoff;

/// <summary>The settings of the plugin; there are none beside its parameter.</summary>
public sealed record RunoffSettings;

/// <summary>Reads the settings without reflection, so that the plugin can be unloaded.</summary>
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower,
    UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow)]
[JsonSerializable(typeof(RunoffSettings))]
internal sealed partial class RunoffJson : JsonSerializerContext;
