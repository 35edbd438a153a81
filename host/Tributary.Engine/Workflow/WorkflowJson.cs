using System.Text.Json.Serialization;

namespace Tributary.Engine;

/// <summary>Reads a workflow from the JSON that its YAML stands for.</summary>
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower,
    NumberHandling = JsonNumberHandling.Strict,
    WriteIndented = true,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(Workflow))]
[JsonSerializable(typeof(BasinSection))]
[JsonSerializable(typeof(SyntheticRegionSection))]
internal sealed partial class WorkflowJson : JsonSerializerContext;
