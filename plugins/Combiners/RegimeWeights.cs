using System.ComponentModel;
using System.Text.Json;
using System.Text.Json.Serialization;
using Tributary.Contracts;

namespace Tributary.Plugins.Combiners;

/// <summary>Weights that sum to one, none below zero, of their own for each part of the flow regime or each season.</summary>
internal sealed class RegimeWeights : ICombiner
{
    private const int FewestOfPart = 30;
    private static readonly string[] Seasons = ["DJF", "MAM", "JJA", "SON"];

    /// <inheritdoc/>
    public string Name => "regime_weights";

    /// <inheritdoc/>
    public JsonElement SettingsSchema { get; } = Contracts.SettingsSchema.Of(CombinerJson.Default.RegimeWeightsSettings);

    /// <inheritdoc/>
    public CombinerDescriptor Describe(JsonElement settings, int memberCount)
    {
        RegimeWeightsSettings read = settings.Read(CombinerJson.Default.RegimeWeightsSettings);
        for (int i = 0; i < read.Shares.Count; i++)
        {
            if (!(read.Shares[i] > (i == 0 ? 0 : read.Shares[i - 1]) && read.Shares[i] < 1))
            {
                throw new InputException($"shares must ascend between 0 and 1, found {string.Join(", ", read.Shares)}", "settings.shares");
            }
        }

        return new CombinerDescriptor($"weights by {(read.By == Regime.Season ? "season" : "part of the flow regime")}", Math.Max(120, 40 * memberCount), []);
    }

    /// <inheritdoc/>
    public ICombination Fit(JsonElement settings, EnsembleSeries? fitted, int members)
    {
        RegimeWeightsSettings read = settings.Read(CombinerJson.Default.RegimeWeightsSettings);
        int[] steps = fitted!.CompleteSteps();
        double[] sorted = [.. steps.Select(step => MeanAt(fitted, step)).Order()];
        double[]? thresholds = read.By == Regime.Season ? null : [.. read.Shares.Select(share => QuantileAverage.Of(sorted, share))];
        string[] names = thresholds is null ? Seasons : NamesOf(read.Shares);
        double[] always = Weights(fitted, steps);
        var parts = new CombinationWeights[names.Length];
        for (int part = 0; part < parts.Length; part++)
        {
            int[] own = [.. steps.Where(step => PartOf(fitted, step, thresholds) == part)];
            parts[part] = new CombinationWeights(names[part], own.Length >= Math.Max(FewestOfPart, 5 * members) ? Weights(fitted, own) : always);
        }

        return new Combination(parts, thresholds);
    }

    private static double[] Weights(EnsembleSeries series, int[] steps)
    {
        var equations = NormalEquations.Of(series, steps, centred: false);
        return SimplexLeastSquares.Solve(equations.Products, equations.Right);
    }

    private static string[] NamesOf(IReadOnlyList<double> shares) =>
    [
        .. Enumerable.Range(0, shares.Count + 1).Select(part => FormattableString.Invariant(
            $"flow {(part == 0 ? 0 : 100 * shares[part - 1]):0.#}-{(part == shares.Count ? 100 : 100 * shares[part]):0.#} %")),
    ];

    /// <summary>The part of the regime by the mean of the members that are there, since what is observed is not known beforehand; -1 where none is.</summary>
    private static int PartOf(EnsembleSeries series, int step, double[]? thresholds)
    {
        if (thresholds is null)
        {
            return series.Time[step].Month % 12 / 3;
        }

        double mean = MeanAt(series, step);
        int part = 0;
        while (part < thresholds.Length && mean > thresholds[part])
        {
            part++;
        }

        return double.IsNaN(mean) ? -1 : part;
    }

    private static double MeanAt(EnsembleSeries series, int step)
    {
        double sum = 0;
        int count = 0;
        for (int member = 0; member < series.Members.Count; member++)
        {
            double value = series[member, step];
            (sum, count) = double.IsFinite(value) ? (sum + value, count + 1) : (sum, count);
        }

        return count > 0 ? sum / count : double.NaN;
    }

    private sealed class Combination(CombinationWeights[] parts, double[]? thresholds) : ICombination
    {
        private readonly WeightedCombination[] _parts = [.. parts.Select(part => new WeightedCombination(part))];

        public IReadOnlyList<CombinationWeights> Weights => parts;

        public void Combine(EnsembleSeries members, Span<double> discharge, IReadOnlyList<double[]> quantiles)
        {
            for (int step = 0; step < discharge.Length; step++)
            {
                int part = PartOf(members, step, thresholds);
                discharge[step] = part < 0 ? double.NaN : _parts[part].At(members, step);
            }
        }
    }
}

/// <summary>Settings of <see cref="RegimeWeights"/>.</summary>
internal sealed record RegimeWeightsSettings
{
    /// <summary>What divides.</summary>
    [Description("what has weights of its own: flow, the parts of the flow regime by the members' mean, or season")]
    public Regime By { get; set; } = Regime.Flow;

    /// <summary>Where the regime is divided.</summary>
    [Description("by flow: shares of the fitted time steps at which the regime is divided, ascending")]
    [Schema("""{ "type": "array", "items": { "type": "number", "exclusiveMinimum": 0, "exclusiveMaximum": 1 }, "minItems": 1, "maxItems": 9 }""")]
    public IReadOnlyList<double> Shares { get; set; } = [0.3, 0.7, 0.95];
}

/// <summary>What divides the time steps.</summary>
internal enum Regime
{
    /// <summary>The members' mean.</summary>
    [JsonStringEnumMemberName("flow")]
    Flow,

    /// <summary>The time of the year.</summary>
    [JsonStringEnumMemberName("season")]
    Season,
}
