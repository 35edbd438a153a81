using System.Text.Json.Serialization;

namespace Tributary.Plugins.Hillslope;

/// <summary>The settings of the plugin; there are none beside its parameters.</summary>
public sealed record HillslopeSettings;

/// <summary>Reads the settings without reflection, so that the plugin can be unloaded.</summary>
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower,
    UseStringEnumConverter = true,
    UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow)]
[JsonSerializable(typeof(HillslopeSettings))]
internal sealed partial class HillslopeJson : JsonSerializerContext;
