using System.ComponentModel;
using System.Text.Json;
using System.Text.Json.Serialization;
using Tributary.Contracts;

namespace Tributary.Plugins.Combiners;

/// <summary>
/// The mean of the members' quantiles (Vincent, 1912; Lichtendahl et al., 2013, doi:10.1287/mnsc.1120.1667). A member's distribution is its simulation with the errors
/// that it had where it was fitted. Discharge is the mean of the members' medians.
/// </summary>
internal sealed class QuantileAverage : ICombiner
{
    /// <inheritdoc/>
    public string Name => "quantile_average";

    /// <inheritdoc/>
    public JsonElement SettingsSchema { get; } = Contracts.SettingsSchema.Of(CombinerJson.Default.QuantileAverageSettings);

    /// <inheritdoc/>
    public CombinerDescriptor Describe(JsonElement settings, int memberCount) => new("average of the members' quantiles", 100, BayesianModelAveraging.Probabilities);

    /// <inheritdoc/>
    public ICombination Fit(JsonElement settings, EnsembleSeries? fitted, int members)
    {
        bool isRelative = settings.Read(CombinerJson.Default.QuantileAverageSettings).Errors == ErrorForm.Relative;
        int[] steps = fitted!.CompleteSteps();
        double offset = 0;
        foreach (int step in steps)
        {
            offset += fitted.Observed[step] / steps.Length / 100;
        }

        offset = Math.Max(offset, 1e-9);
        double[] errors = new double[steps.Length];
        double[][] ofMembers = new double[members][];
        for (int member = 0; member < members; member++)
        {
            for (int i = 0; i < steps.Length; i++)
            {
                double observed = fitted.Observed[steps[i]], simulated = fitted[member, steps[i]];
                errors[i] = isRelative ? (Math.Max(observed, 0) + offset) / (Math.Max(simulated, 0) + offset) : observed - simulated;
            }

            Array.Sort(errors);
            ofMembers[member] = [.. BayesianModelAveraging.Probabilities.Append(0.5).Select(probability => Of(errors, probability))];
        }

        return new Combination(ofMembers, isRelative, offset);
    }

    /// <summary>A quantile of sorted values, linear between those at (i - 1) / (n - 1) (type 7 of Hyndman and Fan, 1996).</summary>
    public static double Of(ReadOnlySpan<double> sorted, double probability)
    {
        double position = probability * (sorted.Length - 1);
        int below = (int)position;
        double share = position - below;
        return share == 0 ? sorted[below] : sorted[below] + (share * (sorted[below + 1] - sorted[below]));
    }

    private sealed class Combination(double[][] errors, bool isRelative, double offset) : ICombination
    {
        public IReadOnlyList<CombinationWeights> Weights => [];

        public void Combine(EnsembleSeries members, Span<double> discharge, IReadOnlyList<double[]> quantiles)
        {
            for (int step = 0; step < discharge.Length; step++)
            {
                for (int i = 0; i < quantiles.Count; i++)
                {
                    quantiles[i][step] = At(members, step, i);
                }

                discharge[step] = At(members, step, BayesianModelAveraging.Probabilities.Length);
            }
        }

        private double At(EnsembleSeries members, int step, int quantile)
        {
            double sum = 0;
            int count = 0;
            for (int member = 0; member < errors.Length; member++)
            {
                double simulated = members[member, step];
                if (double.IsFinite(simulated))
                {
                    double value = isRelative ? ((Math.Max(simulated, 0) + offset) * errors[member][quantile]) - offset : simulated + errors[member][quantile];
                    sum += Math.Max(value, 0);
                    count++;
                }
            }

            return count > 0 ? sum / count : double.NaN;
        }
    }
}

/// <summary>Settings of <see cref="QuantileAverage"/>.</summary>
internal sealed record QuantileAverageSettings
{
    /// <summary>How errors grow.</summary>
    [Description("a member's errors: relative, in proportion to discharge, or absolute, the same at all discharges")]
    public ErrorForm Errors { get; set; } = ErrorForm.Relative;
}

/// <summary>How errors grow with discharge.</summary>
internal enum ErrorForm
{
    /// <summary>In proportion to it.</summary>
    [JsonStringEnumMemberName("relative")]
    Relative,

    /// <summary>Not at all.</summary>
    [JsonStringEnumMemberName("absolute")]
    Absolute,
}
