using System.Text.Json;
using Tributary.Contracts;

namespace Tributary.Plugins.Combiners;

/// <summary>The arithmetic mean of the members that are there.</summary>
internal sealed class Mean : ICombiner
{
    /// <inheritdoc/>
    public string Name => "mean";

    /// <inheritdoc/>
    public JsonElement SettingsSchema { get; } = Contracts.SettingsSchema.Of(CombinerJson.Default.NoSettings);

    /// <inheritdoc/>
    public CombinerDescriptor Describe(JsonElement settings, int memberCount) => new("mean of the members", 0, []);

    /// <inheritdoc/>
    public ICombination Fit(JsonElement settings, EnsembleSeries? fitted, int members) => new StepwiseCombination(Of);

    /// <summary>The mean.</summary>
    public static double Of(Span<double> values)
    {
        double sum = 0;
        foreach (double value in values)
        {
            sum += value;
        }

        return sum / values.Length;
    }
}
