using System.ComponentModel;
using System.ComponentModel.DataAnnotations;
using System.Text.Json;
using System.Text.Json.Serialization;
using Tributary.Contracts;

namespace Tributary.Plugins.Combiners;

/// <summary>Weights in proportion to how well each member scores by itself.</summary>
internal sealed class ScoreWeights : ICombiner
{
    private const int Fewest = 30;

    /// <inheritdoc/>
    public string Name => "score_weights";

    /// <inheritdoc/>
    public JsonElement SettingsSchema { get; } = Contracts.SettingsSchema.Of(CombinerJson.Default.ScoreWeightsSettings);

    /// <inheritdoc/>
    public CombinerDescriptor Describe(JsonElement settings, int memberCount) => new("weights by score", Fewest, []);

    /// <inheritdoc/>
    public ICombination Fit(JsonElement settings, EnsembleSeries? fitted, int members)
    {
        ScoreWeightsSettings read = settings.Read(CombinerJson.Default.ScoreWeightsSettings);
        int[] steps = fitted!.CompleteSteps();
        double[] observed = [.. steps.Select(step => fitted.Observed[step])];
        double[] scores = [.. Enumerable.Range(0, members).Select(member => ScoreOf(read.Score, [.. steps.Select(step => fitted[member, step])], observed))];
        return new WeightedCombination(new CombinationWeights(string.Empty, Weights(scores, read.Power)));
    }

    /// <summary>Weights in proportion to scores raised to a power. A score below zero weighs nothing, a boundless one everything; all weigh the same where none is above zero.</summary>
    public static double[] Weights(double[] scores, double power)
    {
        if (scores.Any(double.IsPositiveInfinity))
        {
            double share = 1.0 / scores.Count(double.IsPositiveInfinity);
            return [.. scores.Select(score => double.IsPositiveInfinity(score) ? share : 0)];
        }

        // Relative to the best, so that no power overflows.
        double best = scores.Max();
        double[] raised = [.. scores.Select(score => score > 0 ? Math.Pow(score / best, power) : 0)];
        double sum = raised.Sum();
        return [.. raised.Select(value => sum > 0 ? value / sum : 1.0 / scores.Length)];
    }

    /// <summary>The score of one series.</summary>
    public static double ScoreOf(WeightingScore score, double[] simulated, double[] observed)
    {
        var moments = Moments.Of(observed, simulated);
        double value = score switch
        {
            WeightingScore.Nse => moments.NashSutcliffe,
            WeightingScore.Kge => moments.KlingGupta,
            _ => moments.Count / moments.SquaredError,
        };
        return double.IsNaN(value) ? 0 : value;
    }
}

/// <summary>Settings of <see cref="ScoreWeights"/>.</summary>
internal sealed record ScoreWeightsSettings
{
    /// <summary>The score.</summary>
    [Description("what weighs a member: inverse_mse (Bates and Granger, 1969), nse or kge; a member below zero weighs nothing")]
    public WeightingScore Score { get; set; } = WeightingScore.InverseMse;

    /// <summary>The power.</summary>
    [Description("the power to which scores are raised; more gives the better members more weight")]
    [Range(0.0, 100.0)]
    public double Power { get; set; } = 1;
}

/// <summary>What a member is weighed by.</summary>
internal enum WeightingScore
{
    /// <summary>One over the mean squared error.</summary>
    [JsonStringEnumMemberName("inverse_mse")]
    InverseMse,

    /// <summary>Nash and Sutcliffe (1970).</summary>
    [JsonStringEnumMemberName("nse")]
    Nse,

    /// <summary>Gupta et al. (2009).</summary>
    [JsonStringEnumMemberName("kge")]
    Kge,
}
