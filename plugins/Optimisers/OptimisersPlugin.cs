using System.Text.Json;
using Tributary.Contracts;

namespace Tributary.Plugins.Optimisers;

/// <summary>The plugin: which optimisers there are.</summary>
public sealed class OptimisersPlugin : IOptimiserPlugin
{
    /// <inheritdoc/>
    public JsonElement SettingsSchema { get; } = JsonElement.Parse("""{ "type": "object", "additionalProperties": false }""");

    /// <inheritdoc/>
    public IReadOnlyList<IOptimiser> Optimisers { get; } =
        [new CovarianceMatrixAdaptation(), new DynamicallyDimensionedSearch(), new ShuffledComplexEvolution(), new DifferentialEvolution(), new NonDominatedSorting()];
}
