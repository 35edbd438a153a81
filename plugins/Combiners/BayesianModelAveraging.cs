using System.ComponentModel;
using System.ComponentModel.DataAnnotations;
using System.Text.Json;
using System.Text.Json.Serialization;
using Tributary.Contracts;

namespace Tributary.Plugins.Combiners;

/// <summary>Bayesian model averaging (Raftery et al., 2005, doi:10.1175/MWR2906.1): the predictive distribution is a mixture with one component a member.</summary>
internal sealed class BayesianModelAveraging : ICombiner
{
    /// <summary>The middles of ten equal parts, so that the mean pinball loss is the ranked probability score.</summary>
    internal static readonly double[] Probabilities = [0.05, 0.15, 0.25, 0.35, 0.45, 0.55, 0.65, 0.75, 0.85, 0.95];

    /// <inheritdoc/>
    public string Name => "bma";

    /// <inheritdoc/>
    public JsonElement SettingsSchema { get; } = Contracts.SettingsSchema.Of(CombinerJson.Default.BayesianModelAveragingSettings);

    /// <inheritdoc/>
    public CombinerDescriptor Describe(JsonElement settings, int memberCount) => new(
        $"Bayesian model averaging, {(settings.Read(CombinerJson.Default.BayesianModelAveragingSettings).Density == DensityForm.Gamma ? "gamma" : "Gaussian")}",
        Math.Max(30, 20 * memberCount),
        Probabilities);

    /// <inheritdoc/>
    public ICombination Fit(JsonElement settings, EnsembleSeries? fitted, int members)
    {
        BayesianModelAveragingSettings read = settings.Read(CombinerJson.Default.BayesianModelAveragingSettings);
        int[] steps = fitted!.CompleteSteps();
        double[] observed = [.. steps.Select(step => fitted.Observed[step])];
        double[][] simulated = [.. Enumerable.Range(0, members).Select(member => steps.Select(step => fitted[member, step]).ToArray())];
        MemberBias[] biases = [.. simulated.Select(row => MemberBias.Of(read.Bias, row, observed))];
        double[][] corrected = [.. simulated.Select((row, member) => row.Select(biases[member].Apply).ToArray())];
        return new Combination(MemberMixture.Fit(DensityOf(read.Density, observed), corrected, observed, read.Spread == SpreadForm.Common, read.MostIterations), biases);
    }

    /// <summary>The components' form, with what stands in for zero: a millionth of the observed deviation, a thousandth of mean discharge.</summary>
    internal static IMemberDensity DensityOf(DensityForm form, double[] observed)
    {
        double mean = observed.Average();
        double deviation = Math.Sqrt(observed.Average(value => (value - mean) * (value - mean)));
        return form == DensityForm.Gamma ? new GammaDensity(Math.Max(1e-3 * mean, 1e-9)) : new GaussianDensity(Math.Max(1e-6 * deviation, 1e-12));
    }

    private sealed class Combination(MemberMixture mixture, MemberBias[] biases) : ICombination
    {
        public IReadOnlyList<CombinationWeights> Weights => [new CombinationWeights(string.Empty, mixture.Weights)];

        public void Combine(EnsembleSeries members, Span<double> discharge, IReadOnlyList<double[]> quantiles)
        {
            Span<double> corrected = new double[biases.Length];
            for (int step = 0; step < discharge.Length; step++)
            {
                double sum = 0, total = 0;
                for (int member = 0; member < biases.Length; member++)
                {
                    corrected[member] = biases[member].Apply(members[member, step]);
                    if (double.IsFinite(corrected[member]))
                    {
                        sum += mixture.Weights[member] * corrected[member];
                        total += mixture.Weights[member];
                    }
                }

                discharge[step] = total > 0 ? sum / total : double.NaN;
                for (int i = 0; i < quantiles.Count; i++)
                {
                    quantiles[i][step] = mixture.Quantile(Probabilities[i], corrected);
                }
            }
        }
    }
}

/// <summary>Settings of <see cref="BayesianModelAveraging"/>.</summary>
internal sealed record BayesianModelAveragingSettings
{
    /// <summary>The form of the components.</summary>
    [Description("distribution about each member: gaussian, of one width, or gamma, whose width grows with discharge")]
    public DensityForm Density { get; set; } = DensityForm.Gaussian;

    /// <summary>Whose the width is.</summary>
    [Description("width of the distributions: common to all members, or one per member")]
    public SpreadForm Spread { get; set; } = SpreadForm.Common;

    /// <summary>What is corrected first.</summary>
    [Description("what is corrected of each member first: none, scale (its mean) or linear (a straight line, Raftery et al., 2005)")]
    public BiasCorrection Bias { get; set; } = BiasCorrection.None;

    /// <summary>Most iterations.</summary>
    [Description("most iterations of expectation and maximisation")]
    [Range(1, 1000000)]
    public int MostIterations { get; set; } = 2000;
}

/// <summary>Distribution about a member.</summary>
internal enum DensityForm
{
    /// <summary>Normal.</summary>
    [JsonStringEnumMemberName("gaussian")]
    Gaussian,

    /// <summary>Gamma.</summary>
    [JsonStringEnumMemberName("gamma")]
    Gamma,
}

/// <summary>Whose the width is.</summary>
internal enum SpreadForm
{
    /// <summary>All members'.</summary>
    [JsonStringEnumMemberName("common")]
    Common,

    /// <summary>Each member's own.</summary>
    [JsonStringEnumMemberName("per_member")]
    PerMember,
}

/// <summary>What is corrected of a member before it is combined.</summary>
internal enum BiasCorrection
{
    /// <summary>Nothing.</summary>
    [JsonStringEnumMemberName("none")]
    None,

    /// <summary>Its mean, by a factor.</summary>
    [JsonStringEnumMemberName("scale")]
    Scale,

    /// <summary>A straight line of least squares.</summary>
    [JsonStringEnumMemberName("linear")]
    Linear,
}
