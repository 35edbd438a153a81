using System.ComponentModel;
using System.ComponentModel.DataAnnotations;
using System.Text.Json;
using Tributary.Contracts;

namespace Tributary.Plugins.Combiners;

/// <summary>
/// A small network that corrects the mean of the members by what they and the season say: its hidden weights are drawn once, its output weights solved for, so that
/// no gradient is needed (an extreme learning machine, Huang et al., 2006, doi:10.1016/j.neucom.2005.12.126).
/// </summary>
internal sealed class MetaLearner : ICombiner
{
    /// <inheritdoc/>
    public string Name => "meta_learner";

    /// <inheritdoc/>
    public JsonElement SettingsSchema { get; } = Contracts.SettingsSchema.Of(CombinerJson.Default.MetaLearnerSettings);

    /// <inheritdoc/>
    public CombinerDescriptor Describe(JsonElement settings, int memberCount) =>
        new("random-feature network on the members", Math.Max(100, 10 * settings.Read(CombinerJson.Default.MetaLearnerSettings).Hidden), []);

    /// <inheritdoc/>
    public ICombination Fit(JsonElement settings, EnsembleSeries? fitted, int members)
    {
        MetaLearnerSettings read = settings.Read(CombinerJson.Default.MetaLearnerSettings);
        int[] steps = fitted!.CompleteSteps();
        var features = RandomFeatures.Draw(fitted, steps, read.Hidden, read.Seed);
        double[][] rows = [.. Enumerable.Range(0, read.Hidden).Select(_ => new double[steps.Length])];
        double[] departure = new double[steps.Length];
        double[] at = new double[read.Hidden];
        for (int i = 0; i < steps.Length; i++)
        {
            features.At(fitted, steps[i], at);
            for (int unit = 0; unit < at.Length; unit++)
            {
                rows[unit][i] = at[unit];
            }

            departure[i] = fitted.Observed[steps[i]] - MeanAt(fitted, steps[i]);
        }

        (double[] coefficients, double constant) = RidgePenalty.Fit(rows, departure, read.Penalty ?? RidgePenalty.Choose(rows, departure));
        return new Combination(features, coefficients, constant);
    }

    /// <summary>NaN where one is missing.</summary>
    private static double MeanAt(EnsembleSeries series, int step)
    {
        double sum = 0;
        for (int member = 0; member < series.Members.Count; member++)
        {
            sum += series[member, step];
        }

        return sum / series.Members.Count;
    }

    private sealed class Combination(RandomFeatures features, double[] coefficients, double constant) : ICombination
    {
        public IReadOnlyList<CombinationWeights> Weights => [];

        public void Combine(EnsembleSeries members, Span<double> discharge, IReadOnlyList<double[]> quantiles)
        {
            double[] at = new double[coefficients.Length];
            for (int step = 0; step < discharge.Length; step++)
            {
                double value = MeanAt(members, step);
                if (double.IsNaN(value))
                {
                    discharge[step] = double.NaN;
                    continue;
                }

                features.At(members, step, at);
                value += constant;
                for (int unit = 0; unit < at.Length; unit++)
                {
                    value += coefficients[unit] * at[unit];
                }

                discharge[step] = Math.Max(value, 0);
            }
        }
    }
}

/// <summary>Settings of <see cref="MetaLearner"/>.</summary>
internal sealed record MetaLearnerSettings
{
    /// <summary>Hidden units.</summary>
    [Description("hidden units")]
    [Range(1, 500)]
    public int Hidden { get; set; } = 20;

    /// <summary>The penalty.</summary>
    [Description("penalty on the output weights; left out, the one that predicts best what was left out, a fifth at a time")]
    [Range(0.0, 1e9)]
    public double? Penalty { get; set; }

    /// <summary>Seed of the hidden weights.</summary>
    [Description("seed of the hidden weights")]
    [Range(0, 2147483647)]
    public int Seed { get; set; } = 1;
}
