using System.Text.Json.Serialization;

namespace Tributary.Plugins.Combiners;

/// <summary>Settings of a combiner that has none.</summary>
internal sealed record NoSettings;

/// <summary>Reads the settings without reflection, so that the plugin can be unloaded.</summary>
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower,
    UseStringEnumConverter = true,
    UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow)]
[JsonSerializable(typeof(NoSettings))]
[JsonSerializable(typeof(TrimmedMeanSettings))]
[JsonSerializable(typeof(ScoreWeightsSettings))]
[JsonSerializable(typeof(GrangerRamanathanSettings))]
[JsonSerializable(typeof(BayesianModelAveragingSettings))]
[JsonSerializable(typeof(StackingSettings))]
[JsonSerializable(typeof(MetaLearnerSettings))]
[JsonSerializable(typeof(QuantileAverageSettings))]
[JsonSerializable(typeof(RegimeWeightsSettings))]
internal sealed partial class CombinerJson : JsonSerializerContext;
