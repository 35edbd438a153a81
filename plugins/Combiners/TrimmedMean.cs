using System.ComponentModel;
using System.ComponentModel.DataAnnotations;
using System.Text.Json;
using Tributary.Contracts;

namespace Tributary.Plugins.Combiners;

/// <summary>The mean of the members without the highest and the lowest.</summary>
internal sealed class TrimmedMean : ICombiner
{
    /// <inheritdoc/>
    public string Name => "trimmed_mean";

    /// <inheritdoc/>
    public JsonElement SettingsSchema { get; } = Contracts.SettingsSchema.Of(CombinerJson.Default.TrimmedMeanSettings);

    /// <inheritdoc/>
    public CombinerDescriptor Describe(JsonElement settings, int memberCount) => new("mean of the members without the highest and the lowest", 0, []);

    /// <inheritdoc/>
    public ICombination Fit(JsonElement settings, EnsembleSeries? fitted, int members)
    {
        double share = settings.Read(CombinerJson.Default.TrimmedMeanSettings).Trim;
        return new StepwiseCombination(values => Of(values, share));
    }

    /// <summary>The mean without the <c>floor(share * count)</c> lowest and as many highest.</summary>
    public static double Of(Span<double> values, double share)
    {
        values.Sort();

        // 0.2 of 5 is one, although the product may be a little less.
        int cut = Math.Min((int)((share * values.Length) + 1e-9), (values.Length - 1) / 2);
        return Mean.Of(values[cut..^cut]);
    }
}

/// <summary>Settings of <see cref="TrimmedMean"/>.</summary>
internal sealed record TrimmedMeanSettings
{
    /// <summary>Share left out at either end.</summary>
    [Description("share of the members that is left out at either end; one of five is 0.2")]
    [Range(0.0, 0.5)]
    public double Trim { get; set; } = 0.2;
}
