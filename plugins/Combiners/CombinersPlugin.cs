using System.Text.Json;
using Tributary.Contracts;

namespace Tributary.Plugins.Combiners;

/// <summary>The plugin: which ways of combining there are.</summary>
public sealed class CombinersPlugin : ICombinerPlugin
{
    /// <inheritdoc/>
    public JsonElement SettingsSchema { get; } = JsonElement.Parse("""{ "type": "object", "additionalProperties": false }""");

    /// <inheritdoc/>
    public IReadOnlyList<ICombiner> Combiners { get; } =
    [
        new Mean(), new Median(), new TrimmedMean(), new ScoreWeights(), new GrangerRamanathan(), new BayesianModelAveraging(), new Stacking(), new MetaLearner(),
        new QuantileAverage(), new RegimeWeights(),
    ];
}
