using System.Text.Json;
using Tributary.Contracts;

namespace Tributary.Plugins.Combiners;

/// <summary>The median of the members that are there.</summary>
internal sealed class Median : ICombiner
{
    /// <inheritdoc/>
    public string Name => "median";

    /// <inheritdoc/>
    public JsonElement SettingsSchema { get; } = Contracts.SettingsSchema.Of(CombinerJson.Default.NoSettings);

    /// <inheritdoc/>
    public CombinerDescriptor Describe(JsonElement settings, int memberCount) => new("median of the members", 0, []);

    /// <inheritdoc/>
    public ICombination Fit(JsonElement settings, EnsembleSeries? fitted, int members) => new StepwiseCombination(Of);

    /// <summary>The middle value, or the mean of the two in the middle.</summary>
    public static double Of(Span<double> values)
    {
        values.Sort();
        return (values[(values.Length - 1) / 2] + values[values.Length / 2]) / 2;
    }
}
