using System.Text.Json;
using Tributary.Contracts;

namespace PluginName;

/// <summary>The members weighted by the inverse of their mean squared error over the validation period (Bates and Granger, 1969, doi:10.1057/jors.1969.103).</summary>
public sealed class PluginNameCombiner : ICombiner
{
    /// <inheritdoc/>
    public string Name => "plugin-name";

    /// <inheritdoc/>
    public JsonElement SettingsSchema { get; } = JsonElement.Parse("""{ "type": "object", "additionalProperties": false }""");

    /// <inheritdoc/>
    public CombinerDescriptor Describe(JsonElement settings, int memberCount) => new("PluginName", FewestPairs: 30, Probabilities: []);

    /// <inheritdoc/>
    public ICombination Fit(JsonElement settings, EnsembleSeries? fitted, int members)
    {
        int[] steps = fitted!.CompleteSteps();
        double[] weights = new double[members];
        for (int member = 0; member < members; member++)
        {
            double error = 0;
            foreach (int step in steps)
            {
                double difference = fitted[member, step] - fitted.Observed[step];
                error += difference * difference;
            }

            // A member without any error takes it all.
            weights[member] = steps.Length / Math.Max(error, 1e-12);
        }

        double sum = weights.Sum();
        return new Weighted([.. weights.Select(weight => weight / sum)]);
    }

    private sealed class Weighted(double[] weights) : ICombination
    {
        public IReadOnlyList<CombinationWeights> Weights { get; } = [new(Part: string.Empty, weights)];

        public void Combine(EnsembleSeries members, Span<double> discharge, IReadOnlyList<double[]> quantiles)
        {
            for (int step = 0; step < discharge.Length; step++)
            {
                // Where a member is missing its value is NaN, and so is the sum.
                discharge[step] = 0;
                for (int member = 0; member < weights.Length; member++)
                {
                    discharge[step] += weights[member] * members[member, step];
                }
            }
        }
    }
}
