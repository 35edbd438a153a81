using System.ComponentModel;
using System.ComponentModel.DataAnnotations;
using System.Text.Json;
using Tributary.Contracts;

namespace Tributary.Plugins.Combiners;

/// <summary>
/// Stacked generalisation (Wolpert, 1992, doi:10.1016/S0893-6080(05)80023-1) by ridge regression whose penalty draws the weights to equal ones, not to zero
/// (Diebold and Shin, 2019, doi:10.1016/j.ijforecast.2018.09.006).
/// </summary>
internal sealed class Stacking : ICombiner
{
    /// <inheritdoc/>
    public string Name => "stacking";

    /// <inheritdoc/>
    public JsonElement SettingsSchema { get; } = Contracts.SettingsSchema.Of(CombinerJson.Default.StackingSettings);

    /// <inheritdoc/>
    public CombinerDescriptor Describe(JsonElement settings, int memberCount) => new("stacking by ridge regression", Math.Max(60, 10 * (memberCount + 1)), []);

    /// <inheritdoc/>
    public ICombination Fit(JsonElement settings, EnsembleSeries? fitted, int members)
    {
        StackingSettings read = settings.Read(CombinerJson.Default.StackingSettings);
        int[] steps = fitted!.CompleteSteps();
        double[][] simulated = [.. Enumerable.Range(0, members).Select(member => steps.Select(step => fitted[member, step]).ToArray())];
        double[] departure = [.. steps.Select((step, i) => fitted.Observed[step] - simulated.Average(row => row[i]))];
        double penalty = read.Penalty ?? RidgePenalty.Choose(simulated, departure);
        (double[] weights, double constant) = RidgePenalty.Fit(simulated, departure, penalty);
        return new WeightedCombination(new CombinationWeights(string.Empty, [.. weights.Select(weight => weight + (1.0 / members))], constant));
    }
}

/// <summary>Settings of <see cref="Stacking"/>.</summary>
internal sealed record StackingSettings
{
    /// <summary>The penalty.</summary>
    [Description("penalty on the departure from equal weights, members scaled to unit deviation; left out, the one that predicts best what was left out, a fifth at a time")]
    [Range(0.0, 1e9)]
    public double? Penalty { get; set; }
}
